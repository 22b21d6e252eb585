// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

#include <cstddef>

namespace sealwright {

/// Plaintext, PINs and key material: wiped when it goes, kept out of core dumps, never copied
/// and never printable. Small and large contents alike live in pages of their own.
class SecretBytes {
  public:
    SecretBytes() = default;
    /// Zeroed storage of exactly `size` bytes.
    explicit SecretBytes(std::size_t size);
    /// Takes a copy of `bytes`; the caller still owns (and wipes) the original.
    explicit SecretBytes(View bytes);
    SecretBytes(SecretBytes&& other) noexcept;
    SecretBytes& operator=(SecretBytes&& other) noexcept;
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    ~SecretBytes();

    [[nodiscard]] View view() const { return {data_, size_}; }
    [[nodiscard]] std::span<std::uint8_t> writable() { return {data_, size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] bool empty() const { return size_ == 0; }
    /// Keeps the first `size` bytes and wipes the rest; `size` is at most the present size.
    void shrink(std::size_t size);
    /// Wipes now instead of at the end of its life.
    void wipe();

  private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t mapped_ = 0;
};

}  // namespace sealwright
