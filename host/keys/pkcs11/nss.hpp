// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/worker_protocol.hpp"

#include <filesystem>

namespace sealwright::keys::pkcs11 {

/// A folder with certificates and keys in the form that NSS keeps them (cert9.db, key4.db).
struct NssDatabase {
    std::string name;  ///< for people: "Thunderbird default-release"
    std::filesystem::path folder;

    friend bool operator==(const NssDatabase&, const NssDatabase&) = default;
};

/// ~/.pki/nssdb, and each Thunderbird and Firefox profile that its profiles.ini names; also those
/// of their Snap and Flatpak packages.
std::vector<NssDatabase> find_databases(const std::filesystem::path& home);

/// The NSS libraries of this machine: the system's, and those that mail clients and browsers
/// bring. Any of them may be the newest, and only that one reads the databases of all.
std::vector<std::filesystem::path> find_softokens();

/// One NSS instance over all the databases, opened read-only; nothing without a database. Databases
/// that no library opens are `system.file`.
Result<std::vector<ModuleSpec>> nss_modules(const std::vector<NssDatabase>& databases,
                                            const std::vector<std::filesystem::path>& softokens);

}  // namespace sealwright::keys::pkcs11
