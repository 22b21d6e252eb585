// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"
#include "people/statement.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace sealwright::people {

/// The SQLite file of a user: WAL, so that readers and a writer of several hosts do not meet, and
/// waiting that is longer than any of our transactions. Opened, created (mode 0600, its folder
/// 0700) and brought to the present schema on first use. Thread-safe. Errors are `people.store`,
/// or `system.file` when the folder cannot be made.
class Database {
  public:
    using Work = std::function<Result<void>(sqlite3*)>;

    explicit Database(std::string file);

    /// Runs `work` in one transaction that no other host can come between. Rolled back when the
    /// result is an Error; runs again when another host was in the way.
    Result<void> write(const Work& work);
    /// The same with a snapshot to read from, which writers do not disturb.
    Result<void> read(const Work& work);

  private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
    };

    Result<void> transact(const char* begin, const Work& work);
    Result<void> open();

    std::string file_;
    std::mutex mutex_;
    std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace sealwright::people
