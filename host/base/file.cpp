// SPDX-License-Identifier: MPL-2.0
#include "base/file.hpp"

#include "base/descriptor.hpp"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>

namespace sealwright {
namespace {

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

const char* what_to_do(int number) {
    switch (number) {
        case ENOENT:
            return "check the path";
        case EACCES:
        case EPERM:
            return "check the permissions";
        case EISDIR:
            return "name a file, not a folder";
        case ENOSPC:
        case EDQUOT:
            return "free some space";
        case EROFS:
            return "choose a place that can be written";
        default:
            return nullptr;
    }
}

bool write_all(int descriptor, View bytes) {
    while (!bytes.empty()) {
        const ssize_t written = write(descriptor, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    return true;
}

/// Makes a rename survive a power cut; a file system that cannot sync folders is no error.
void sync_folder(const std::string& folder) {
    const Descriptor handle(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (handle) fsync(handle.number());
}

Error discard(const std::string& temporary, Error error) {
    unlink(temporary.c_str());
    return error;
}

}  // namespace

Error file_error(const std::string& what) {
    const int number = errno;
    std::string detail = what + ": " + std::strerror(number);
    if (const char* advice = what_to_do(number)) detail += std::string("; ") + advice;
    return {ErrorCode::system_file, detail, {}};
}

Result<void> write_file_by_rename(const std::string& path, View bytes, Durability durability) {
    const bool sync = durability == Durability::synced;
    std::string temporary = path + ".XXXXXX";
    const Descriptor file(mkostemp(temporary.data(), O_CLOEXEC));  // mode 0600
    if (!file) return file_error("cannot write " + path);
    if (!write_all(file.number(), bytes) || (sync && fsync(file.number()) != 0) ||
        rename(temporary.c_str(), path.c_str()) != 0) {
        return discard(temporary, file_error("cannot write " + path));
    }
    if (sync) sync_folder(folder_of(path));
    return {};
}

Result<void> make_private_folder(const std::string& path) {
    const auto parent = std::filesystem::path(path).parent_path().string();
    std::error_code ignored;
    if (!parent.empty() && !std::filesystem::exists(parent, ignored)) {
        if (auto made = make_private_folder(parent); !made) return made;
    }
    if (mkdir(path.c_str(), 0700) == 0 || errno == EEXIST) return {};
    return file_error("cannot make the folder " + path);
}

}  // namespace sealwright
