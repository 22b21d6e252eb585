// SPDX-License-Identifier: MPL-2.0
#include "tasks/browser_manifest.hpp"

#include "base/file.hpp"
#include "base/mapped_file.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace sealwright::tasks {
namespace {

/// A manifest has some hundred octets.
constexpr std::size_t kManifestOctets = std::size_t{64} << 10;

struct Manifest {
    std::string program;
    std::vector<std::string> extensions;
};

std::optional<nlohmann::json> read_object(const std::string& path) {
    const auto file = MappedFile::open(path, kManifestOctets);
    if (!file) return std::nullopt;
    auto json = nlohmann::json::parse(as_text(file->view()), nullptr, false);
    if (!json.is_object()) return std::nullopt;
    return json;
}

/// A member of another type than it should have is one that is missing.
std::optional<Manifest> read_manifest(const std::string& path) {
    const auto object = read_object(path);
    if (!object) return std::nullopt;
    const nlohmann::json& json = *object;
    Manifest manifest;
    const auto program = json.find("path");
    if (program != json.end() && program->is_string()) manifest.program = *program;
    for (const char* name : {"allowed_extensions", "allowed_origins"}) {
        const auto list = json.find(name);
        if (list == json.end() || !list->is_array()) continue;
        for (const auto& each : *list)
            if (each.is_string()) manifest.extensions.push_back(each);
    }
    return manifest;
}

/// A manifest others may write lets them choose the program a browser starts (C-50).
bool others_may_write(const std::filesystem::path& file) {
    std::error_code missing;
    const auto mode = std::filesystem::status(file, missing).permissions();
    return !missing &&
           (mode & std::filesystem::perms::others_write) != std::filesystem::perms::none;
}

/// A link may lead to what is another's.
bool is_own(const std::string& file) {
    struct stat found {};
    return lstat(file.c_str(), &found) == 0 && S_ISREG(found.st_mode) && found.st_uid == geteuid();
}

/// Those of one family of browsers: Chromium's are addresses.
std::vector<std::string> extensions_for(const nlohmann::json& manifest, const Services& services) {
    const bool of_chromium = manifest.contains("allowed_origins");
    std::vector<std::string> all = services.extensions;
    std::erase_if(all, [&](const std::string& name) {
        return name.starts_with("chrome-extension://") != of_chromium;
    });
    return all;
}

bool is_same_file(const std::string& a, const std::string& b) {
    std::error_code missing;
    return std::filesystem::equivalent(a, b, missing) && !missing;
}

bool allows_any(const Manifest& manifest, const std::vector<std::string>& extensions) {
    return std::find_first_of(manifest.extensions.begin(), manifest.extensions.end(),
                              extensions.begin(), extensions.end()) != manifest.extensions.end();
}

}  // namespace

HealthCheck check_manifest(const std::string& file, const Services& services) {
    const auto wrong = [&](const std::string& text, const std::string& todo) {
        return HealthCheck{"browser", false, text, todo, is_own(file) && read_object(file)};
    };
    if (others_may_write(file))
        return wrong(file + " can be changed by other users", "run: chmod o-w '" + file + "'");
    const auto manifest = read_manifest(file);
    if (!manifest) return wrong(file + " cannot be read as a manifest", "install it again");
    if (!is_same_file(manifest->program, services.program))
        return wrong(file + " starts '" + manifest->program + "', which is not this program",
                     "write \"path\": \"" + services.program + "\" into it");
    if (!allows_any(*manifest, services.extensions))
        return wrong(file + " names no extension that this program answers",
                     "install the manifest of the same version as this program");
    return {"browser", true, "registered in " + file, ""};
}

Result<void> repair_manifest(const std::string& file, const Services& services) {
    if (!check_manifest(file, services).repairable) return {};
    nlohmann::json manifest = *read_object(file);
    manifest["path"] = services.program;
    const char* list =
        manifest.contains("allowed_origins") ? "allowed_origins" : "allowed_extensions";
    manifest[list] = extensions_for(manifest, services);
    return write_file_by_rename(file, as_view(manifest.dump(2) + "\n"));
}

}  // namespace sealwright::tasks
