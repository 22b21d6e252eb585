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
        auto done = Statement(connection, "INSERT OR IGNORE INTO ledger VALUES (?,?,?,?,?,?,?)")
                        .with(to)
                        .with(from)
                        .with(message_sha256)
                        .with(row.time)
                        .with(View(row.key))
                        .with(row.issuer)
                        .with(state)
                        .run();
        if (!done) return done;
        return Statement(connection,
                         "DELETE FROM ledger WHERE account = ?1 AND address = ?2 AND message NOT IN"
                         " (SELECT message FROM ledger WHERE account = ?1 AND address = ?2"
                         " ORDER BY time DESC LIMIT ?3)")
            .with(to)
            .with(from)
            .with(std::int64_t{kKept})
            .run();
    });
}

Result<std::vector<LedgerRow>> Ledger::recent(const Address& account, const Address& sender) {
    std::vector<LedgerRow> rows;
    const std::string to = account.text(), from = sender.text();
    auto outcome = database_->read([&](sqlite3* connection) {
        rows.clear();
        Statement found(connection,
                        "SELECT time, key, issuer, state FROM ledger"
                        " WHERE account = ? AND address = ? ORDER BY time DESC");
        found.with(to).with(from);
        while (found.step()) {
            rows.push_back(
                {found.time(0), found.blob(1), found.text(2), state_named(found.text(3))});
        }
        return found.outcome();
    });
    if (!outcome) return outcome.error();
    return rows;
}

}  // namespace sealwright::people
