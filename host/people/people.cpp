// SPDX-License-Identifier: MPL-2.0
#include "people/people.hpp"

#include "base/certificate.hpp"

#include <sstream>

namespace sealwright::people {
namespace {

Result<void> insert_certificate(sqlite3* connection, const Bytes& sha256,
                                const KnownCertificate& known) {
    const Bytes der = der_of(*known.certificate);
    return Statement(connection, "INSERT OR IGNORE INTO certificates VALUES (?, ?, ?, ?)")
        .with(View(sha256))
        .with(View(der))
        .with(static_cast<std::int64_t>(known.source))
        .with(known.added)
        .run();
}

Result<void> insert_chain(sqlite3* connection, const Bytes& sha256,
                          const std::vector<Certificate>& chain) {
    for (const auto& link : chain) {
        const Bytes der = der_of(*link);
        auto done = Statement(connection, "INSERT OR IGNORE INTO chains VALUES (?, ?)")
                        .with(View(sha256))
                        .with(View(der))
                        .run();
        if (!done) return done;
    }
    return {};
}

Result<void> insert_addresses(sqlite3* connection, const Bytes& sha256,
                              const std::vector<Address>& addresses) {
    for (const auto& address : addresses) {
        const std::string text = address.text();
        auto done = Statement(connection, "INSERT OR IGNORE INTO addresses VALUES (?, ?)")
                        .with(text)
                        .with(View(sha256))
                        .run();
        if (!done) return done;
    }
    return {};
}

Result<std::vector<Certificate>> chain_of(sqlite3* connection, const Bytes& sha256) {
    std::vector<Certificate> chain;
    Statement rows(connection, "SELECT der FROM chains WHERE sha256 = ?");
    rows.with(View(sha256));
    while (rows.step()) {
        if (auto link = read_certificate_der(rows.blob(0))) chain.push_back(link);
    }
    if (auto outcome = rows.outcome(); !outcome) return outcome.error();
    return chain;
}

/// Cipher names hold no commas.
std::string joined(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
    return text;
}

std::vector<std::string> taken_apart(const std::string& text) {
    std::vector<std::string> names;
    std::istringstream list(text);
    for (std::string name; std::getline(list, name, ',');) names.push_back(name);
    return names;
}

Result<void> read_known(sqlite3* connection, const std::string& address,
                        std::vector<KnownCertificate>& all) {
    Statement rows(connection,
                   "SELECT sha256, der, source, added, ifnull(opens, '') FROM certificates"
                   " JOIN addresses USING (sha256) LEFT JOIN capabilities USING (sha256)"
                   " WHERE address = ? ORDER BY added DESC");
    rows.with(address);
    while (rows.step()) {
        auto certificate = read_certificate_der(rows.blob(1));
        if (!certificate) continue;
        auto chain = chain_of(connection, rows.blob(0));
        if (!chain) return chain.error();
        all.push_back({certificate, std::move(chain).value(), static_cast<Source>(rows.integer(2)),
                       rows.time(3), taken_apart(rows.text(4))});
    }
    return rows.outcome();
}

}  // namespace

People::People(std::shared_ptr<Database> database) : database_(std::move(database)) {}

Result<void> People::add(const KnownCertificate& known, const std::vector<Address>& addresses) {
    const Bytes sha256 = fingerprint(*known.certificate);
    return database_->write([&](sqlite3* connection) -> Result<void> {
        auto done = insert_certificate(connection, sha256, known);
        if (done) done = insert_chain(connection, sha256, known.chain);
        if (done) done = insert_addresses(connection, sha256, addresses);
        return done;
    });
}

Result<void> People::note_capabilities(const X509& certificate,
                                       const std::vector<std::string>& opens, UnixTime said) {
    const Bytes sha256 = fingerprint(certificate);
    const std::string text = joined(opens);
    return database_->write([&](sqlite3* connection) {
        return Statement(connection,
                         "INSERT INTO capabilities VALUES (?, ?, ?) ON CONFLICT (sha256) DO UPDATE"
                         " SET opens = excluded.opens, said = excluded.said"
                         " WHERE excluded.said > said")
            .with(View(sha256))
            .with(text)
            .with(said)
            .run();
    });
}

Result<std::vector<KnownCertificate>> People::certificates_for(const Address& address) {
    std::vector<KnownCertificate> all;
    const std::string text = address.text();
    auto outcome = database_->read([&](sqlite3* connection) {
        all.clear();
        return read_known(connection, text, all);
    });
    if (!outcome) return outcome.error();
    return all;
}

Result<std::vector<Address>> People::addresses() {
    std::vector<Address> all;
    auto outcome = database_->read([&](sqlite3* connection) {
        all.clear();
        Statement rows(connection, "SELECT DISTINCT address FROM addresses ORDER BY address");
        while (rows.step()) {
            if (auto address = parse_address(rows.text(0))) all.push_back(*std::move(address));
        }
        return rows.outcome();
    });
    if (!outcome) return outcome.error();
    return all;
}

Result<void> People::set_opens_gcm(const std::string& whom, bool opens) {
    const char* sql = opens ? "INSERT OR IGNORE INTO opens_gcm VALUES (?)"
                            : "DELETE FROM opens_gcm WHERE whom = ?";
    return database_->write(
        [&](sqlite3* connection) { return Statement(connection, sql).with(whom).run(); });
}

Result<bool> People::opens_gcm(const Address& address) {
    bool found = false;
    const std::string text = address.text();
    auto outcome = database_->read([&](sqlite3* connection) {
        Statement row(connection, "SELECT 1 FROM opens_gcm WHERE whom IN (?, ?)");
        found = row.with(text).with(address.domain).step();
        return row.outcome();
    });
    if (!outcome) return outcome.error();
    return found;
}

Result<bool> People::forget(const Address& address) {
    bool found = false;
    const std::string text = address.text();
    auto outcome = database_->write([&](sqlite3* connection) -> Result<void> {
        auto done =
            Statement(connection, "DELETE FROM addresses WHERE address = ?").with(text).run();
        found = sqlite3_changes(connection) > 0;
        if (done)
            done = Statement(connection, "DELETE FROM opens_gcm WHERE whom = ?").with(text).run();
        for (const char* sql :
             {"DELETE FROM certificates WHERE sha256 NOT IN (SELECT sha256 FROM addresses)",
              "DELETE FROM chains WHERE sha256 NOT IN (SELECT sha256 FROM addresses)",
              "DELETE FROM capabilities WHERE sha256 NOT IN (SELECT sha256 FROM addresses)"}) {
            if (done) done = Statement(connection, sql).run();
        }
        return done;
    });
    if (!outcome) return outcome.error();
    return found;
}

Result<void> People::note_verified(View message_sha256, UnixTime when) {
    return database_->write([&](sqlite3* connection) {
        return Statement(connection, "INSERT OR IGNORE INTO verified VALUES (?, ?)")
            .with(message_sha256)
            .with(when)
            .run();
    });
}

Result<std::optional<UnixTime>> People::first_verified(View message_sha256) {
    std::optional<UnixTime> first;
    auto outcome = database_->read([&](sqlite3* connection) {
        Statement row(connection, "SELECT first FROM verified WHERE message = ?");
        if (row.with(message_sha256).step()) first = row.time(0);
        return row.outcome();
    });
    if (!outcome) return outcome.error();
    return first;
}

}  // namespace sealwright::people
