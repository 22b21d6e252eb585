// SPDX-License-Identifier: MPL-2.0
#include "tasks/repair.hpp"

#include "base/file.hpp"
#include "tasks/browser_manifest.hpp"

#include <filesystem>

namespace sealwright::tasks {
namespace {

Result<void> repair_folder(const Services& services) {
    std::error_code failed;
    std::filesystem::permissions(services.data_folder, std::filesystem::perms::owner_all, failed);
    if (failed) return file_problem(services.data_folder + ": " + failed.message());
    return {};
}

Result<void> repair_manifests(const Services& services) {
    for (const std::string& file : services.manifest_files) {
        if (Result<void> done = repair_manifest(file, services); !done) return done;
    }
    return {};
}

}  // namespace

Result<void> repair(const std::string& name, const Services& services) {
    if (name == "folder") return repair_folder(services);
    if (name == "browser") return repair_manifests(services);
    return Error{ErrorCode::request_refused, "'" + name + "' is nothing that can be repaired here"};
}

}  // namespace sealwright::tasks
