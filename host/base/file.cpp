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
#include <unistd.h>

namespace sealwright {
namespace {

std::string folder_of(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path().string();
    return folder.empty() ? "." : folder;
}

/// More threads of one process never write the same file at once.
constexpr int kNames = 100;

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

/// A file that is complete before it has its name. It has none at all, so that nothing is left
/// behind however this process ends; or a temporary one, where the file system wants that.
class NewFile {
  public:
    explicit NewFile(const std::string& path)
        : path_(path),
          file_(open(folder_of(path).c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600)) {
        if (file_) return;
        temporary_ = path + ".XXXXXX";
        file_ = Descriptor(mkostemp(temporary_.data(), O_CLOEXEC));  // mode 0600
        if (!file_) temporary_.clear();
    }
    NewFile(const NewFile&) = delete;
    NewFile& operator=(const NewFile&) = delete;
    ~NewFile() {
        if (!temporary_.empty()) unlink(temporary_.c_str());
    }

    bool fill(View bytes, Durability durability) {
        if (!file_ || !write_all(file_.number(), bytes)) return false;
        return durability == Durability::unsynced || fsync(file_.number()) == 0;
    }

    bool name() {
        if (temporary_.empty()) {
            if (link_as(path_)) return true;
            if (errno != EEXIST || !link_beside()) return false;
        }
        if (rename(temporary_.c_str(), path_.c_str()) != 0) return false;
        temporary_.clear();
        return true;
    }

  private:
    bool link_as(const std::string& name) {
        const std::string file = "/proc/self/fd/" + std::to_string(file_.number());
        return linkat(AT_FDCWD, file.c_str(), AT_FDCWD, name.c_str(), AT_SYMLINK_FOLLOW) == 0;
    }

    /// Only renaming replaces a file, and only what has a name can be renamed.
    bool link_beside() {
        for (int number = 0; number < kNames; ++number) {
            const std::string name =
                path_ + "." + std::to_string(getpid()) + "-" + std::to_string(number);
            if (link_as(name)) return temporary_ = name, true;
            if (errno != EEXIST) return false;
        }
        return false;
    }

    const std::string path_;
    Descriptor file_;
    std::string temporary_;  ///< empty as long as there is no name to remove
};

}  // namespace

Error file_error(const std::string& what) {
    const int number = errno;
    std::string detail = what + ": " + std::strerror(number);
    if (const char* advice = what_to_do(number)) detail += std::string("; ") + advice;
    return file_problem(detail);
}

Error file_problem(const std::string& what) {
    return {ErrorCode::system_file, what, {what}};
}

Result<void> write_file_by_rename(const std::string& path, View bytes, Durability durability) {
    NewFile file(path);
    if (!file.fill(bytes, durability) || !file.name()) return file_error("cannot write " + path);
    if (durability == Durability::synced) sync_folder(folder_of(path));
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
