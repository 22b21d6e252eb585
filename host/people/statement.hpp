// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/result.hpp"

#include <sqlite3.h>

#include <memory>
#include <string>

namespace sealwright::people {

/// The connection's last error as `people.store`, saying what to do.
Error store_error(sqlite3* connection);

/// One SQL statement while it runs. An error stays with it: once something has failed, all further
/// steps do nothing, and `outcome` tells why.
class Statement {
  public:
    Statement(sqlite3* connection, const char* sql);

    /// Values for the question marks, from left to right; they must outlive the statement.
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

    /// Whether everything so far went well.
    [[nodiscard]] Result<void> outcome() const;
    /// Runs a statement that gives no rows.
    Result<void> run();

  private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
    };
    void note(int code);

    sqlite3* connection_;
    std::unique_ptr<sqlite3_stmt, Finalize> statement_;
    bool failed_ = false;
    int next_ = 1;
};

}  // namespace sealwright::people
