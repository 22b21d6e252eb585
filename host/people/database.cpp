// SPDX-License-Identifier: MPL-2.0
#include "people/database.hpp"

#include "base/descriptor.hpp"
#include "base/file.hpp"
#include "people/schema.hpp"

#include <cerrno>
#include <chrono>
#include <fcntl.h>
#include <filesystem>
#include <sys/file.h>
#include <thread>

namespace sealwright::people {
namespace {

using namespace std::chrono_literals;

/// Our transactions take milliseconds; a host that waits longer than this has a broken disk.
constexpr auto kPatience = 10s;
constexpr auto kPause = 5ms;

Result<void> execute(sqlite3* connection, const char* sql) {
    if (sqlite3_exec(connection, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
    return store_error(connection);
}

bool is_busy(sqlite3* connection) {
    const int code = sqlite3_errcode(connection) & 0xFF;
    return code == SQLITE_BUSY || code == SQLITE_LOCKED;
}

/// SQLite gives its other files the mode of the main one, so that one is made before SQLite sees
/// it. It is never opened here when it exists: closing it would drop SQLite's own locks.
void make_private_file(const std::string& path) {
    const Descriptor made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
}

/// Held while one host makes the file or its schema: the change to WAL waits for nobody.
Result<Descriptor> take_turn(const std::string& path) {
    Descriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!file) return file_error("cannot open " + path);
    while (flock(file.number(), LOCK_EX) != 0) {
        if (errno != EINTR) return file_error("cannot lock " + path);
    }
    return file;
}

Result<std::int64_t> schema_version(sqlite3* connection) {
    Statement version(connection, "PRAGMA user_version");
    const bool found = version.step();
    if (auto outcome = version.outcome(); !outcome) return outcome.error();
    return found ? version.integer(0) : 0;
}

Result<void> bring_up_to_date(sqlite3* connection) {
    const auto version = schema_version(connection);
    if (!version) return version.error();
    constexpr auto kNewest = static_cast<std::int64_t>(kSchemaSteps.size());
    if (version.value() == kNewest) return {};
    if (version.value() > kNewest) {
        const std::string file = sqlite3_db_filename(connection, "main");
        return Error{
            ErrorCode::people_store, file + " is of a newer version; update this program", {}};
    }
    std::string all = "BEGIN IMMEDIATE;";
    for (auto step = static_cast<std::size_t>(version.value()); step < kSchemaSteps.size(); ++step)
        all += kSchemaSteps.at(step);
    all += "PRAGMA user_version = " + std::to_string(kNewest) + ";COMMIT;";
    return execute(connection, all.c_str());
}

struct Attempt {
    Result<void> outcome;
    bool in_the_way = false;  ///< another host was
};

Attempt try_once(sqlite3* connection, const char* begin, const Database::Work& work) {
    if (auto begun = execute(connection, begin); !begun) return {begun, is_busy(connection)};
    auto outcome = work(connection);
    if (outcome) outcome = execute(connection, "COMMIT");
    if (outcome) return {outcome};
    const bool in_the_way = is_busy(connection);
    sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr);
    return {outcome, in_the_way};
}

}  // namespace

Database::Database(std::string file) : file_(std::move(file)) {}

Result<void> Database::write(const Work& work) {
    return transact("BEGIN IMMEDIATE", work);
}

Result<void> Database::read(const Work& work) {
    return transact("BEGIN", work);
}

Result<void> Database::transact(const char* begin, const Work& work) {
    const std::lock_guard lock(mutex_);
    if (auto opened = open(); !opened) return opened;
    const auto give_up = std::chrono::steady_clock::now() + kPatience;
    for (;;) {
        Attempt attempt = try_once(connection_.get(), begin, work);
        if (!attempt.in_the_way || std::chrono::steady_clock::now() > give_up) {
            return std::move(attempt.outcome);
        }
        std::this_thread::sleep_for(kPause);
    }
}

Result<void> Database::open() {
    if (connection_) return {};
    const auto folder = std::filesystem::path(file_).parent_path().string();
    if (auto made = make_private_folder(folder); !made) return made;
    const auto turn = take_turn(file_ + ".lock");
    if (!turn) return turn.error();
    make_private_file(file_);
    sqlite3* raw = nullptr;
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(file_.c_str(), &raw, flags, nullptr);
    std::unique_ptr<sqlite3, Close> connection(raw);
    if (code != SQLITE_OK) return store_error(raw);
    sqlite3_busy_timeout(raw, static_cast<int>(std::chrono::milliseconds(kPatience).count()));
    // WAL with NORMAL loses the last rows in a power cut and never the file.
    auto ready = execute(raw, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
    if (ready) ready = bring_up_to_date(raw);
    if (ready) connection_ = std::move(connection);
    return ready;
}

}  // namespace sealwright::people
