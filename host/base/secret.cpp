// SPDX-License-Identifier: MPL-2.0
#include "base/secret.hpp"

#include <openssl/crypto.h>

#include <cassert>
#include <cstring>
#include <new>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace sealwright {
namespace {

/// The default RLIMIT_MEMLOCK is small: PINs and keys are locked, whole mails are not.
constexpr std::size_t kLockedAtMost = std::size_t{64} << 10;
/// From here on a good part fits huge pages.
constexpr std::size_t kHugeFrom = std::size_t{4} << 20;

std::size_t whole_pages(std::size_t size) {
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return (size + page - 1) / page * page;
}

std::uint8_t* map_private(std::size_t size) {
    void* pages = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED) throw std::bad_alloc();
    // Both are best effort: without them the contents are still wiped and unmapped.
    madvise(pages, size, MADV_DONTDUMP);
    if (size <= kLockedAtMost) (void)mlock(pages, size);
    if (size >= kHugeFrom) madvise(pages, size, MADV_HUGEPAGE);  // page faults cost more than AES
    return static_cast<std::uint8_t*>(pages);
}

}  // namespace

SecretBytes::SecretBytes(std::size_t size) : size_(size), mapped_(whole_pages(size)) {
    if (size != 0) data_ = map_private(mapped_);
}

SecretBytes::SecretBytes(View bytes) : SecretBytes(bytes.size()) {
    if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)),
      size_(std::exchange(other.size_, 0)),
      mapped_(std::exchange(other.mapped_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    data_ = std::exchange(other.data_, nullptr);
    size_ = std::exchange(other.size_, 0);
    mapped_ = std::exchange(other.mapped_, 0);
    return *this;
}

SecretBytes::~SecretBytes() {
    wipe();
}

void SecretBytes::shrink(std::size_t size) {
    assert(size <= size_);
    if (data_) OPENSSL_cleanse(data_ + size, size_ - size);
    size_ = size;
}

void SecretBytes::wipe() {
    if (!data_) return;
    OPENSSL_cleanse(data_, size_);
    munmap(data_, mapped_);
    data_ = nullptr;
    size_ = 0;
    mapped_ = 0;
}

}  // namespace sealwright
