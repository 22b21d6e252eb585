// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/algorithms.hpp"
#include "cms/signed.hpp"
#include "cms/signed_data.hpp"

#include <map>
#include <utility>

namespace sealwright::cms {

/// Digests of the content, each computed once however many signers use it.
class ContentDigests {
  public:
    enum class LineEnds { as_they_are, canonical };

    /// `may_convert` is false for opaque content, whose bytes are exact.
    ContentDigests(ContentDigest compute, bool may_convert)
        : compute_(std::move(compute)), may_convert_(may_convert) {}

    /// Which form of the content `accepts` the digest of; the canonical form is only tried when
    /// the bytes as they are do not fit (E-06).
    template <class Accepts>
    std::optional<LineEnds> find(const DigestAlgorithm& digest, Accepts&& accepts) {
        if (accepts(get(digest, LineEnds::as_they_are))) return LineEnds::as_they_are;
        if (may_convert_ && accepts(get(digest, LineEnds::canonical))) return LineEnds::canonical;
        return std::nullopt;
    }

  private:
    const Bytes& get(const DigestAlgorithm& digest, LineEnds line_ends);

    ContentDigest compute_;
    bool may_convert_;
    std::map<std::pair<const DigestAlgorithm*, LineEnds>, Bytes> known_;
};

/// One signer of `data`: V-07 and V-09 … V-15. `certificates` are those of `data` as far as they
/// are decoded yet, at the same places.
Signer check_signer(const SignerView& view, const SignedDataView& data,
                    std::vector<Certificate>& certificates, ContentDigests& digests);

}  // namespace sealwright::cms
