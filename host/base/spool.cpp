// SPDX-License-Identifier: MPL-2.0
#include "base/spool.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace sealwright {
namespace {

/// Memory is claimed in steps of this size: claimed memory cannot fail later with SIGBUS.
constexpr std::size_t kStep = std::size_t{1} << 20;

std::size_t whole_steps(std::size_t size) {
    return (size + kStep - 1) / kStep * kStep;
}

Error no_memory() {
    return {ErrorCode::system_memory, std::string("spool memory: ") + std::strerror(errno), {}};
}

}  // namespace

Result<Spool> Spool::create(std::size_t most) {
    Spool spool;
    spool.file_ = memfd_create("sealwright-spool", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (spool.file_ < 0) return no_memory();
    spool.most_ = most;
    const std::size_t mapped = std::max(whole_steps(most), kStep);
    // Its size is final from here on: nobody can cut the file under the mapping.
    if (ftruncate(spool.file_, static_cast<off_t>(mapped)) != 0) return no_memory();
    if (fcntl(spool.file_, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) != 0) return no_memory();
    void* pages = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_SHARED, spool.file_, 0);
    if (pages == MAP_FAILED) return no_memory();
    madvise(pages, mapped, MADV_DONTDUMP);
    spool.data_ = static_cast<std::uint8_t*>(pages);
    return spool;
}

Spool::Spool(Spool&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      backed_(std::exchange(other.backed_, 0)),
      most_(std::exchange(other.most_, 0)),
      file_(std::exchange(other.file_, -1)) {}

Spool& Spool::operator=(Spool&& other) noexcept {
    if (this == &other) return *this;
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    backed_ = std::exchange(other.backed_, 0);
    most_ = std::exchange(other.most_, 0);
    file_ = std::exchange(other.file_, -1);
    return *this;
}

Spool::~Spool() {
    release();
}

Result<void> Spool::append(View bytes) {
    auto space = room(bytes.size());
    if (!space) return space.error();
    if (!bytes.empty()) std::memcpy(space->data(), bytes.data(), bytes.size());
    commit(bytes.size());
    return {};
}

Result<std::span<std::uint8_t>> Spool::room(std::size_t size) {
    if (size > most_ - size_) {
        return Error{ErrorCode::request_limit, "more bytes than announced or allowed", {}};
    }
    const std::size_t needed = whole_steps(size_ + size);
    if (needed > backed_) {
        const auto begin = static_cast<off_t>(backed_);
        const auto length = static_cast<off_t>(needed - backed_);
        if (fallocate(file_, 0, begin, length) != 0) return no_memory();
        backed_ = needed;
    }
    return std::span<std::uint8_t>(data_ + size_, size);
}

void Spool::commit(std::size_t size) {
    assert(size <= backed_ - size_);
    size_ += size;
}

void Spool::release() {
    if (data_) munmap(data_, std::max(whole_steps(most_), kStep));
    if (file_ >= 0) close(file_);
    data_ = nullptr;
    file_ = -1;
}

}  // namespace sealwright
