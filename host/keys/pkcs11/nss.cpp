// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/nss.hpp"

#include "base/file.hpp"
#include "base/text.hpp"

#include <fstream>

namespace sealwright::keys::pkcs11 {
namespace {

namespace fs = std::filesystem;

struct Place {
    const char* owner;
    const char* folder;  ///< that has profiles.ini, under the home folder
};

constexpr Place kProfilePlaces[] = {
    {"Thunderbird", ".thunderbird"},
    {"Thunderbird", "snap/thunderbird/common/.thunderbird"},
    {"Thunderbird", ".var/app/org.mozilla.Thunderbird/.thunderbird"},
    {"Firefox", ".mozilla/firefox"},
    {"Firefox", "snap/firefox/common/.mozilla/firefox"},
    {"Firefox", ".var/app/org.mozilla.firefox/.mozilla/firefox"},
};

constexpr const char* kLibraryPlaces[] = {
    "/usr/lib/x86_64-linux-gnu",
    "/usr/lib/aarch64-linux-gnu",
    "/usr/lib64",
    "/usr/lib",
    "/usr/lib/thunderbird",
    "/usr/lib/firefox-esr",
    "/usr/lib/firefox",
    "/usr/lib64/thunderbird",
    "/usr/lib64/firefox",
};

/// The first slot that NSS lets us number; it keeps those below for itself.
constexpr int kFirstSlot = 0x10;

bool is_there(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

void add_if_database(std::vector<NssDatabase>& found, std::string name, const fs::path& folder) {
    if (is_there(folder / "cert9.db") && is_there(folder / "key4.db"))
        found.push_back({std::move(name), folder});
}

/// One section of profiles.ini.
struct Profile {
    std::string name, path;
    bool is_relative = true;
};

std::vector<Profile> read_profiles(const fs::path& file) {
    std::vector<Profile> profiles;
    std::ifstream lines(file);
    bool in_profile = false;
    for (std::string line; std::getline(lines, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (line.starts_with("[")) {
            in_profile = line.starts_with("[Profile");
            if (in_profile) profiles.emplace_back();
        }
        const auto equals = line.find('=');
        if (!in_profile || equals == std::string::npos) continue;
        const auto key = line.substr(0, equals), value = line.substr(equals + 1);
        if (key == "Name") profiles.back().name = value;
        if (key == "Path") profiles.back().path = value;
        if (key == "IsRelative") profiles.back().is_relative = value != "0";
    }
    return profiles;
}

/// NSS takes one backslash off at every level of nesting.
std::string enclosed(std::string_view text, char open, char close) {
    std::string result(1, open);
    for (const char c : text) {
        if (c == '\\' || c == close) result += '\\';
        result += c;
    }
    return result + close;
}

/// A database that cannot be opened must not keep the others from opening: forceOpen.
std::string token_parameters(const NssDatabase& database) {
    return "configDir=" + enclosed("sql:" + database.folder.string(), '\'', '\'') +
           " tokenDescription=" + enclosed(shown(database.name), '\'', '\'') +
           " flags=readOnly,forceOpen";
}

}  // namespace

std::vector<NssDatabase> find_databases(const fs::path& home) {
    std::vector<NssDatabase> found;
    add_if_database(found, "shared", home / ".pki/nssdb");
    for (const auto& place : kProfilePlaces) {
        const fs::path root = home / place.folder;
        for (const auto& profile : read_profiles(root / "profiles.ini")) {
            if (profile.path.empty()) continue;
            add_if_database(found, std::string(place.owner) + " " + profile.name,
                            profile.is_relative ? root / profile.path : fs::path(profile.path));
        }
    }
    return found;
}

std::vector<fs::path> find_softokens() {
    std::vector<fs::path> found;
    for (const char* place : kLibraryPlaces) {
        const fs::path library = fs::path(place) / "libsoftokn3.so";
        if (is_there(library)) found.push_back(library);
    }
    return found;
}

Result<std::vector<ModuleSpec>> nss_modules(const std::vector<NssDatabase>& databases,
                                            const std::vector<fs::path>& softokens) {
    if (databases.empty()) return std::vector<ModuleSpec>();
    if (softokens.empty())
        return file_problem("no library (libsoftokn3.so) opens the " +
                            std::to_string(databases.size()) + " NSS database(s) found");
    std::string tokens;
    int slot = kFirstSlot;
    for (const auto& database : databases)
        tokens +=
            std::to_string(slot++) + "=" + enclosed(token_parameters(database), '[', ']') + " ";
    ModuleSpec spec{"nss", {}, {}};
    for (const auto& softoken : softokens) spec.candidates.push_back(softoken.string());
    spec.parameters = "configdir='' secmod='' flags=readOnly,noCertDB,noModDB tokens=" +
                      enclosed(tokens, '<', '>');
    return std::vector<ModuleSpec>{spec};
}

}  // namespace sealwright::keys::pkcs11
