// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/ossl.hpp"

#include <optional>
#include <string>

namespace sealwright::mail {

/// Hashes a message while it arrives: the whole of it, and the signed part as soon as a top-level
/// multipart/signed shows where that begins. Only saves time: what was hashed is told by its range,
/// and whoever parsed the message asks for the range that parsing found. Not thread-safe.
class EarlyDigest {
  public:
    EarlyDigest();

    /// Takes what has arrived so far; the first bytes are always those of the call before (they
    /// may have moved). The view is not kept.
    void update(View whole_so_far);

    /// SHA-256 of all that update() was given, or nothing after a failure of OpenSSL; ends the
    /// hashing. Call it once.
    std::optional<Bytes> whole_sha256();
    /// The digest of exactly `range` by the algorithm OpenSSL knows as `evp_name`, if that is what
    /// was hashed on arrival; nothing otherwise, also after a failure of OpenSSL.
    [[nodiscard]] std::optional<Bytes> digest(Range range, const char* evp_name) const;

  private:
    enum class State { header, preamble, part, done };
    enum class Seen { nothing, delimiter, closing };
    /// Where the bytes are known not to be a delimiter's, and what the line there is.
    struct Line {
        Seen seen = Seen::nothing;
        std::size_t begin = 0;
        std::size_t next = 0;  ///< 0 when no line of interest has begun
    };

    bool advance(View bytes);  ///< one step; false when it takes more bytes to go on
    bool read_header(View bytes);
    bool recognise(View bytes, Range header);
    bool find_part(View bytes);
    bool hash_part(View bytes);
    Line next_delimiter(View bytes);

    MdCtxPtr whole_, part_;
    std::size_t whole_end_ = 0;
    State state_ = State::header;
    std::string boundary_;
    std::size_t from_ = 0;
    Range range_;
    std::optional<Bytes> digest_;
};

}  // namespace sealwright::mail
