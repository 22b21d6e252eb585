// SPDX-License-Identifier: MPL-2.0
#include "people/statement.hpp"

namespace sealwright::people {

Error store_error(sqlite3* connection) {
    const char* file = sqlite3_db_filename(connection, "main");
    std::string detail = std::string(file ? file : "") + ": " + sqlite3_errmsg(connection);
    const int code = sqlite3_errcode(connection);
    if (code == SQLITE_CORRUPT || code == SQLITE_NOTADB) {
        detail += "; move the file away to begin a new one";
    }
    if (code == SQLITE_FULL) detail += "; free some space";
    return {ErrorCode::people_store, detail, {}};
}

Statement::Statement(sqlite3* connection, const char* sql) : connection_(connection) {
    sqlite3_stmt* statement = nullptr;
    note(sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr));
    statement_.reset(statement);
}

Statement& Statement::with(std::int64_t value) {
    if (!failed_) note(sqlite3_bind_int64(statement_.get(), next_++, value));
    return *this;
}

Statement& Statement::with(UnixTime value) {
    return with(value.time_since_epoch().count());
}

Statement& Statement::with(const std::string& value) {
    if (failed_) return *this;
    note(sqlite3_bind_text64(statement_.get(), next_++, value.data(), value.size(), SQLITE_STATIC,
                             SQLITE_UTF8));
    return *this;
}

Statement& Statement::with(View value) {
    if (failed_) return *this;
    // A null pointer would bind NULL instead of an empty blob.
    const void* data = value.empty() ? "" : static_cast<const void*>(value.data());
    note(sqlite3_bind_blob64(statement_.get(), next_++, data, value.size(), SQLITE_STATIC));
    return *this;
}

bool Statement::step() {
    if (failed_) return false;
    const int code = sqlite3_step(statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code != SQLITE_DONE) note(code);
    return false;
}

std::int64_t Statement::integer(int column) const {
    return sqlite3_column_int64(statement_.get(), column);
}

UnixTime Statement::time(int column) const {
    return UnixTime(std::chrono::seconds(integer(column)));
}

std::string Statement::text(int column) const {
    return std::string(as_text(blob(column)));
}

Bytes Statement::blob(int column) const {
    const auto* data =
        static_cast<const std::uint8_t*>(sqlite3_column_blob(statement_.get(), column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column));
    return data ? Bytes(data, data + size) : Bytes();
}

Result<void> Statement::outcome() const {
    if (failed_) return store_error(connection_);
    return {};
}

Result<void> Statement::run() {
    while (step()) {
    }
    return outcome();
}

void Statement::note(int code) {
    if (code != SQLITE_OK) failed_ = true;
}

}  // namespace sealwright::people
