// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace sealwright::people {

/// One SQL statement while it runs. Errors stay with it: once a step has failed, all further steps
/// do, and `error` tells why.
class Statement {
  public:
    Statement(sqlite3* connection, const char* sql);
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    /// Values for the question marks, from left to right.
    Statement& with(std::int64_t value);
    Statement& with(UnixTime value);
    Statement& with(const std::string& value);
    Statement& with(View value);

    /// Whether there is another row.
    bool step();
    [[nodiscard]] std::int64_t integer(int column) const;
    [[nodiscard]] UnixTime time(int column) const;
    [[nodiscard]] std::string text(int column) const;
    [[nodiscard]] Bytes blob(int column) const;

    /// Runs a statement that gives no rows.
    Result<void> run();
    [[nodiscard]] bool failed() const { return outcome_ != SQLITE_OK; }
    [[nodiscard]] Error error() const;

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    void note(int outcome);

    sqlite3* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    int outcome_ = SQLITE_OK;
    int next_ = 1;
};

/// The SQLite file of a user: WAL, so that readers and a writer of several hosts do not meet, and a
/// busy timeout longer than any of our transactions. Opened, created (mode 0600, its folder 0700)
/// and brought to the present schema on first use. Thread-safe.
class Database {
  public:
    explicit Database(std::string file);
    ~Database();

    /// Runs `work` in one transaction that no other host can come between. It is rolled back when
    /// the result is an Error, and may then run anew by itself.
    Result<void> write(const std::function<Result<void>(sqlite3*)>& work);
    Result<void> read(const std::function<Result<void>(sqlite3*)>& work);

  private:
    struct Close {
        void operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }
    };
    Result<void> open();

    std::string file_;
    std::mutex mutex_;
    std::unique_ptr<sqlite3, Close> connection_;
};

}  // namespace sealwright::people
