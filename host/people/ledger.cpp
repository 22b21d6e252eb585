// SPDX-License-Identifier: MPL-2.0
#include "people/ledger.hpp"

#include <algorithm>

namespace sealwright::people {
namespace {

/// Kept as its word, which no release changes.
SignatureState state_named(const std::string& name) {
    const auto* found = std::find(kSignatureStateWords.begin(), kSignatureStateWords.end(), name);
    if (found == kSignatureStateWords.end()) return SignatureState::unsupported;
    return static_cast<SignatureState>(found - kSignatureStateWords.begin());
}

}  // namespace

Ledger::Ledger(std::shared_ptr<Database> database) : database_(std::move(database)) {}

Result<void> Ledger::note(const Address& account, const Address& sender, View message_sha256,
                          const LedgerRow& row) {
    const std::string to = account.text(), from = sender.text(), state(word(row.state));
    return database_->write([&](sqlite3* connection) -> Result<void> {
        auto done = Statement(connection, "INSERT OR IGNORE INTO ledger VALUES (?,?,?,?,?,?,?,?,?)")
                        .with(to)
                        .with(from)
                        .with(message_sha256)
                        .with(row.time)
                        .with(View(row.key))
                        .with(row.issuer)
                        .with(state)
                        .with(row.validation)
                        .with(row.name)
                        .run();
        if (!done) return done;
        return Statement(connection,
                         "DELETE FROM ledger WHERE account = ?1 AND address = ?2 AND message NOT IN"
                         " (SELECT message FROM ledger WHERE account = ?1 AND address = ?2"
                         " ORDER BY time DESC LIMIT ?3) AND message NOT IN"
                         " (SELECT message FROM (SELECT message, max(time) AS last FROM ledger"
                         " WHERE account = ?1 AND address = ?2 GROUP BY time / 86400"
                         " ORDER BY last DESC LIMIT ?3))")
            .with(to)
            .with(from)
            .with(std::int64_t{kKept})
            .run();
    });
}

Result<std::vector<LedgerRow>> Ledger::before(const Address& account, const Address& sender,
                                              View message_sha256, UnixTime until) {
    std::vector<LedgerRow> rows;
    const std::string to = account.text(), from = sender.text();
    auto outcome = database_->read([&](sqlite3* connection) {
        rows.clear();
        Statement found(connection,
                        "SELECT time, key, issuer, state, validation, name FROM ledger WHERE"
                        " account = ? AND address = ? AND message <> ? AND time <= ?"
                        " ORDER BY time DESC");
        found.with(to).with(from).with(message_sha256).with(until);
        while (found.step()) {
            rows.push_back({found.time(0), found.blob(1), found.text(2), state_named(found.text(3)),
                            found.text(4), found.text(5)});
        }
        return found.outcome();
    });
    if (!outcome) return outcome.error();
    return rows;
}

Result<std::vector<Sender>> Ledger::senders(const Address& account) {
    std::vector<Sender> all;
    const std::string to = account.text();
    auto outcome = database_->read([&](sqlite3* connection) {
        all.clear();
        Statement rows(connection, "SELECT DISTINCT address, name FROM ledger WHERE account = ?");
        rows.with(to);
        while (rows.step()) {
            if (auto address = parse_address(rows.text(0)))
                all.push_back({*std::move(address), rows.text(1)});
        }
        return rows.outcome();
    });
    if (!outcome) return outcome.error();
    return all;
}

Result<void> Ledger::note_missed(const Address& account, const std::optional<Address>& sender,
                                 View message_sha256, UnixTime time) {
    const std::string to = account.text(), from = sender ? sender->text() : "";
    return database_->write([&](sqlite3* connection) {
        return Statement(connection,
                         "INSERT OR IGNORE INTO missed (account, message, address, time)"
                         " VALUES (?, ?, ?, ?)")
            .with(to)
            .with(message_sha256)
            .with(from)
            .with(time)
            .run();
    });
}

Result<std::vector<UnixTime>> Ledger::missed(const Address& account, const Address& sender,
                                             UnixTime since, UnixTime until) {
    std::vector<UnixTime> times;
    const std::string to = account.text(), from = sender.text();
    auto outcome = database_->read([&](sqlite3* connection) {
        times.clear();
        Statement rows(connection,
                       "SELECT time FROM missed WHERE account = ? AND address = ? AND time > ?"
                       " AND time <= ? ORDER BY time DESC");
        rows.with(to).with(from).with(since).with(until);
        while (rows.step()) times.push_back(rows.time(0));
        return rows.outcome();
    });
    if (!outcome) return outcome.error();
    return times;
}

Result<void> Ledger::note_genuine(const Address& account, View message_sha256) {
    const std::string to = account.text();
    return database_->write([&](sqlite3* connection) {
        return Statement(connection,
                         "INSERT INTO missed (account, message, genuine) VALUES (?, ?, 1)"
                         " ON CONFLICT DO UPDATE SET genuine = 1")
            .with(to)
            .with(message_sha256)
            .run();
    });
}

Result<Missed> Ledger::missed_in(const Address& account, View message_sha256) {
    Missed found = Missed::no;
    const std::string to = account.text();
    auto outcome = database_->read([&](sqlite3* connection) {
        found = Missed::no;
        Statement row(connection, "SELECT genuine FROM missed WHERE account = ? AND message = ?");
        if (row.with(to).with(message_sha256).step())
            found = row.integer(0) != 0 ? Missed::genuine : Missed::yes;
        return row.outcome();
    });
    if (!outcome) return outcome.error();
    return found;
}

}  // namespace sealwright::people
