// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/ossl.hpp"

#include <cstddef>
#include <map>
#include <mutex>

namespace sealwright::cms {

/// Decoded certificates by their exact DER. Decoding one takes OpenSSL 3 longer than verifying a
/// signature with it, and correspondents send the same ones with every mail. What is kept are
/// octets, no judgement: each use judges anew. Thread-safe, bounded.
class CertificateCache {
  public:
    /// Null when it is not known.
    [[nodiscard]] Certificate find(View der);
    void keep(View der, const Certificate& certificate);

  private:
    /// Longer ones are no everyday certificates; 256 of these are 4 MiB.
    static constexpr std::size_t kMostOctets = 16'384;
    static constexpr std::size_t kMost = 256;

    std::mutex mutex_;
    std::map<Bytes, Certificate> known_;
};

}  // namespace sealwright::cms
