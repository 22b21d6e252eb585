// SPDX-License-Identifier: MPL-2.0
#include "base/mapped_file.hpp"

#include "base/file.hpp"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <utility>

namespace sealwright {
namespace {

constexpr std::size_t kPiece = std::size_t{1} << 16;

Error too_large(const std::string& name, std::size_t most) {
    return {ErrorCode::mail_limit, name + " has more than " + std::to_string(most) + " bytes", {}};
}

Result<View> map(int descriptor, std::size_t size, const std::string& name) {
    if (size == 0) return View{};  // the system maps nothing of no length
    void* pages = mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0);
    if (pages == MAP_FAILED) return file_error("cannot map " + name);
    return View{static_cast<const std::uint8_t*>(pages), size};
}

Result<Spool> read_to_end(int descriptor, const std::string& name, std::size_t most) {
    auto spool = Spool::create(most);
    for (;;) {
        if (!spool) return spool.error();
        if (spool->size() == most) return too_large(name, most - 1);
        const auto room = spool->room(std::min(kPiece, most - spool->size()));
        if (!room) return room.error();
        const ssize_t got = ::read(descriptor, room.value().data(), room.value().size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return file_error("cannot read " + name);
        if (got == 0) return spool;
        spool->commit(static_cast<std::size_t>(got));
    }
}

}  // namespace

Result<MappedFile> MappedFile::open(const std::string& path, std::size_t most) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return file_error("cannot open " + path);
    return read(file.number(), path, most);
}

Result<MappedFile> MappedFile::read(int descriptor, const std::string& name, std::size_t most) {
    struct stat facts {};
    if (fstat(descriptor, &facts) != 0) return file_error("cannot look at " + name);
    if (S_ISDIR(facts.st_mode)) {
        errno = EISDIR;
        return file_error("cannot read " + name);
    }
    MappedFile file;
    if (!S_ISREG(facts.st_mode)) {
        auto spool = read_to_end(descriptor, name, most + 1);
        if (!spool) return spool.error();
        file.spool_ = std::move(spool).value();
        return file;
    }
    const auto size = static_cast<std::size_t>(facts.st_size);
    if (size > most) return too_large(name, most);
    const auto mapped = map(descriptor, size, name);
    if (!mapped) return mapped.error();
    file.mapped_ = mapped.value();
    return file;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : mapped_(std::exchange(other.mapped_, {})), spool_(std::move(other.spool_)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    std::swap(mapped_, other.mapped_);
    std::swap(spool_, other.spool_);
    return *this;
}

MappedFile::~MappedFile() {
    if (!mapped_.empty()) munmap(const_cast<std::uint8_t*>(mapped_.data()), mapped_.size());
}

}  // namespace sealwright
