// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <cstddef>

namespace sealwright {

/// Anonymous memory for bytes that arrive in pieces, most often a message. It is no file anywhere,
/// is left out of core dumps and takes memory only as it fills. What was once written stays where
/// it is, so views stay valid as long as the spool does. Not thread-safe.
class Spool {
  public:
    /// Holds up to `most` bytes. `system.memory` when the system refuses.
    static Result<Spool> create(std::size_t most);
    Spool(Spool&& other) noexcept;
    Spool& operator=(Spool&& other) noexcept;
    Spool(const Spool&) = delete;
    Spool& operator=(const Spool&) = delete;
    ~Spool();

    /// `request.limit` beyond `most`, `system.memory` when memory is short.
    Result<void> append(View bytes);
    /// Room for `size` more bytes to write in place; they count once `commit` says so.
    Result<std::span<std::uint8_t>> room(std::size_t size);
    void commit(std::size_t size);

    [[nodiscard]] View view() const { return {data_, size_}; }
    [[nodiscard]] std::size_t size() const { return size_; }

  private:
    Spool() = default;
    void release();

    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
    std::size_t claimed_ = 0;
    std::size_t most_ = 0;
};

}  // namespace sealwright
