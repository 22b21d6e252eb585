// SPDX-License-Identifier: MPL-2.0
#include "people/key_limits.hpp"

#include "base/limits.hpp"

namespace sealwright::people {
namespace {

using namespace std::chrono_literals;

/// Drops what is older than `age`, and what a clock set back has left in the future.
Result<void> drop_old(sqlite3* connection, const char* sql, UnixTime now,
                      std::chrono::seconds age) {
    return Statement(connection, sql).with(now - age).with(now + age).run();
}

Result<std::int64_t> count(Statement& statement) {
    const bool found = statement.step();
    if (auto outcome = statement.outcome(); !outcome) return outcome.error();
    return found ? statement.integer(0) : 0;
}

Result<void> expect_fewer(Statement& statement, std::int64_t most, const char* why) {
    const auto found = count(statement);
    if (!found) return found.error();
    if (found.value() < most) return {};
    return Error{ErrorCode::key_limited, why, {}};
}

/// Refusals count until a question is answered; the pause begins anew with each.
Result<void> expect_no_pause(sqlite3* connection, UnixTime now) {
    auto done = Statement(connection, "DELETE FROM denials WHERE time > ?")
                    .with(now + limits::kDenialPause)
                    .run();
    if (!done) return done;
    Statement recent(connection,
                     "SELECT count(*) FROM denials WHERE (SELECT max(time) FROM denials) > ?");
    recent.with(now - limits::kDenialPause);
    return expect_fewer(recent, limits::kDenialsInARow,
                        "key questions were refused three times; wait a minute");
}

Result<void> expect_room(sqlite3* connection, UnixTime now) {
    auto done = drop_old(connection, "DELETE FROM prompts WHERE time <= ? OR time > ?", now, 1min);
    if (!done) return done;
    Statement all(connection, "SELECT count(*) FROM prompts");
    return expect_fewer(all, limits::kPromptsPerMinute, "too many key questions within a minute");
}

}  // namespace

KeyLimits::KeyLimits(std::shared_ptr<Database> database) : database_(std::move(database)) {}

Result<void> KeyLimits::begin_prompt(UnixTime now) {
    return database_->write([&](sqlite3* connection) -> Result<void> {
        auto done = expect_no_pause(connection, now);
        if (done) done = expect_room(connection, now);
        if (!done) return done;
        return Statement(connection, "INSERT INTO prompts VALUES (?)").with(now).run();
    });
}

Result<void> KeyLimits::note_answer(Answer answer, UnixTime now) {
    return database_->write([&](sqlite3* connection) {
        if (answer == Answer::given) return Statement(connection, "DELETE FROM denials").run();
        return Statement(connection, "INSERT INTO denials VALUES (?)").with(now).run();
    });
}

Result<void> KeyLimits::note_failure(View key, UnixTime now) {
    return database_->write([&](sqlite3* connection) -> Result<void> {
        auto done =
            drop_old(connection, "DELETE FROM failures WHERE time <= ? OR time > ?", now, 1h);
        if (!done) return done;
        return Statement(connection, "INSERT INTO failures VALUES (?, ?)")
            .with(key)
            .with(now)
            .run();
    });
}

Result<bool> KeyLimits::needs_consent(View key, UnixTime now) {
    std::int64_t failures = 0;
    auto outcome = database_->read([&](sqlite3* connection) -> Result<void> {
        Statement statement(connection, "SELECT count(*) FROM failures WHERE key = ? AND time > ?");
        statement.with(key).with(now - 1h);
        const auto found = count(statement);
        if (!found) return found.error();
        failures = found.value();
        return {};
    });
    if (!outcome) return outcome.error();
    return failures >= limits::kDecryptionFailuresPerHour;
}

Result<void> KeyLimits::forgive(View key) {
    return database_->write([&](sqlite3* connection) {
        return Statement(connection, "DELETE FROM failures WHERE key = ?").with(key).run();
    });
}

}  // namespace sealwright::people
