// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/descriptor.hpp"
#include "base/limits.hpp"
#include "base/result.hpp"
#include "base/spool.hpp"

#include <optional>
#include <string>

namespace sealwright {

/// The contents of a file for reading: a regular file is mapped, anything else (a pipe, a
/// terminal) is read to its end into a Spool. Errors are `system.file`, whose detail says what,
/// where and what to do, and `mail.limit` for more than `most` bytes.
class MappedFile {
  public:
    static Result<MappedFile> open(const std::string& path,
                                   std::size_t most = limits::kMessageBytes);
    /// Reads `descriptor`, which stays open; `name` stands for it in errors.
    static Result<MappedFile> read(int descriptor, const std::string& name,
                                   std::size_t most = limits::kMessageBytes);
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile();

    /// Valid as long as this object is. Whoever cuts the file meanwhile ends this process.
    [[nodiscard]] View view() const { return spool_ ? spool_->view() : mapped_; }

  private:
    MappedFile() = default;

    View mapped_;
    std::optional<Spool> spool_;
};

}  // namespace sealwright
