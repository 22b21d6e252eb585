// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <array>

namespace sealwright::people {

// Times are seconds since 1970, digests are SHA-256.

/// From an empty file to version 1.
inline constexpr const char* kFirstSchema = R"(
    CREATE TABLE certificates (
        sha256 BLOB PRIMARY KEY, der BLOB NOT NULL, source INTEGER NOT NULL,
        added INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE chains (
        sha256 BLOB NOT NULL, der BLOB NOT NULL, PRIMARY KEY (sha256, der)) WITHOUT ROWID;
    CREATE TABLE addresses (
        address TEXT NOT NULL, sha256 BLOB NOT NULL,
        PRIMARY KEY (address, sha256)) WITHOUT ROWID;
    CREATE TABLE verified (
        message BLOB PRIMARY KEY, first INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE ledger (
        account TEXT NOT NULL, address TEXT NOT NULL, message BLOB NOT NULL, time INTEGER NOT NULL,
        key BLOB NOT NULL, issuer TEXT NOT NULL, state TEXT NOT NULL,
        PRIMARY KEY (account, address, message)) WITHOUT ROWID;
    CREATE TABLE prompts (time INTEGER NOT NULL);
    CREATE TABLE denials (time INTEGER NOT NULL);
    CREATE TABLE failures (key BLOB NOT NULL, time INTEGER NOT NULL);
    CREATE INDEX failures_by_key ON failures (key, time);
)";

/// From version 1 to 2: what programs of correspondents open, and what a habit is judged by.
inline constexpr const char* kCapabilitiesAndHabits = R"(
    CREATE TABLE capabilities (
        sha256 BLOB PRIMARY KEY, opens TEXT NOT NULL, said INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE missed (
        account TEXT NOT NULL, message BLOB NOT NULL,
        PRIMARY KEY (account, message)) WITHOUT ROWID;
    ALTER TABLE ledger ADD COLUMN validation TEXT NOT NULL DEFAULT '';
    ALTER TABLE ledger ADD COLUMN name TEXT NOT NULL DEFAULT '';
)";

/// From version 2 to 3: whose signature was missed and when, so that a habit can be seen to end.
inline constexpr const char* kEndsOfHabits = R"(
    ALTER TABLE missed ADD COLUMN address TEXT NOT NULL DEFAULT '';
    ALTER TABLE missed ADD COLUMN time INTEGER NOT NULL DEFAULT 0;
    CREATE INDEX missed_by_address ON missed (account, address, time);
)";

/// From version 3 to 4: addresses and domains that the person says open AES-GCM.
inline constexpr const char* kOpensGcm = R"(
    CREATE TABLE opens_gcm (whom TEXT PRIMARY KEY) WITHOUT ROWID;
)";

/// From version 4 to 5: messages whose sender the person has asked.
inline constexpr const char* kAskedSenders = R"(
    ALTER TABLE missed ADD COLUMN genuine INTEGER NOT NULL DEFAULT 0;
)";

/// Step n leads to version n + 1; the number of steps is the PRAGMA user_version of today's file.
inline constexpr std::array kSchemaSteps = {kFirstSchema, kCapabilitiesAndHabits, kEndsOfHabits,
                                            kOpensGcm, kAskedSenders};

}  // namespace sealwright::people
