// SPDX-License-Identifier: MPL-2.0
#include "base/spool.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <sys/mman.h>
#include <utility>

namespace sealwright {
namespace {

/// Memory is claimed in such steps: what the system will not give is an error then, no crash later.
constexpr std::size_t kStep = std::size_t{64} << 10;
/// A spool that outgrows one large page grows by whole ones, which the system hands out at once;
/// one fault for every 4 KiB takes longer than to decode and hash what is written there.
constexpr std::size_t kLargePage = std::size_t{2} << 20;

/// What is claimed for so many bytes.
std::size_t whole_steps(std::size_t size) {
    const std::size_t step = size <= kLargePage ? kStep : kLargePage;
    return std::max((size + step - 1) / step, std::size_t{1}) * step;
}

/// Address space alone, at the beginning of a large page; null when there is none.
std::uint8_t* reserve(std::size_t size) {
    const std::size_t more = size + kLargePage;
    void* const pages =
        mmap(nullptr, more, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (pages == MAP_FAILED) return nullptr;
    auto* const first = static_cast<std::uint8_t*>(pages);
    const std::size_t before = kLargePage - reinterpret_cast<std::uintptr_t>(first) % kLargePage;
    munmap(first, before);
    if (before < kLargePage) munmap(first + before + size, kLargePage - before);
    return first + before;
}

Error no_memory() {
    return {ErrorCode::system_memory, std::string("spool memory: ") + std::strerror(errno), {}};
}

}  // namespace

Result<Spool> Spool::create(std::size_t most) {
    Spool spool;
    spool.most_ = most;
    const std::size_t reserved = whole_steps(most);
    spool.data_ = reserve(reserved);
    if (!spool.data_) return no_memory();
    madvise(spool.data_, reserved, MADV_DONTDUMP);
    // Small messages, which most are, shall not cost a large page. A system without them says no.
    if (reserved > kLargePage)
        madvise(spool.data_ + kLargePage, reserved - kLargePage, MADV_HUGEPAGE);
    return spool;
}

Spool::Spool(Spool&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      claimed_(std::exchange(other.claimed_, 0)),
      most_(std::exchange(other.most_, 0)) {}

Spool& Spool::operator=(Spool&& other) noexcept {
    if (this == &other) return *this;
    release();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    claimed_ = std::exchange(other.claimed_, 0);
    most_ = std::exchange(other.most_, 0);
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
    if (needed > claimed_) {
        const std::size_t more = needed - claimed_;
        if (mprotect(data_ + claimed_, more, PROT_READ | PROT_WRITE) != 0) return no_memory();
        claimed_ = needed;
    }
    return std::span<std::uint8_t>(data_ + size_, size);
}

void Spool::commit(std::size_t size) {
    assert(size <= claimed_ - size_);
    size_ += size;
}

void Spool::release() {
    if (data_) munmap(data_, whole_steps(most_));
    data_ = nullptr;
}

}  // namespace sealwright
