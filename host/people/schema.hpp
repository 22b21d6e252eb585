// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace sealwright::people {

/// PRAGMA user_version of a file with the tables below.
inline constexpr int kSchemaVersion = 1;

/// From an empty file to version 1. Times are seconds since 1970, digests are SHA-256.
inline constexpr const char* kSchema = R"(
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

}  // namespace sealwright::people
