// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace sealwright::cms {

/// An OBJECT IDENTIFIER as its DER content octets, written in dots; constants are encoded while
/// compiling.
class Oid {
  public:
    constexpr Oid() = default;
    constexpr explicit Oid(std::string_view dotted) {
        std::uint64_t first = 0;
        for (int place = 0; !dotted.empty(); ++place) {
            const std::uint64_t arc = take_arc(dotted);
            if (place == 0) {
                first = arc * 40;
            } else {
                put(place == 1 ? first + arc : arc);
            }
        }
    }

    [[nodiscard]] constexpr View view() const { return {octets_.data(), size_}; }
    friend bool operator==(const Oid& oid, View octets) {
        return std::ranges::equal(oid.view(), octets);
    }

  private:
    static constexpr std::uint64_t take_arc(std::string_view& dotted) {
        std::uint64_t arc = 0;
        while (!dotted.empty() && dotted.front() != '.') {
            arc = arc * 10 + static_cast<std::uint64_t>(dotted.front() - '0');
            dotted.remove_prefix(1);
        }
        if (!dotted.empty()) dotted.remove_prefix(1);
        return arc;
    }
    constexpr void put(std::uint64_t arc) {
        int groups = 1;
        while (arc >> (7 * groups) != 0) ++groups;
        for (int group = groups - 1; group >= 0; --group) {
            const auto bits = static_cast<std::uint8_t>((arc >> (7 * group)) & 0x7f);
            octets_.at(size_++) = static_cast<std::uint8_t>(group > 0 ? bits | 0x80 : bits);
        }
    }

    std::array<std::uint8_t, 15> octets_{};
    std::uint8_t size_ = 0;
};

/// OID content octets in dots, for findings; "?" where an arc or the whole is beyond reason.
std::string dotted(View octets);

namespace oid {
// Content types (RFC 5652, 5083, 3274)
inline constexpr Oid kData{"1.2.840.113549.1.7.1"};
inline constexpr Oid kSignedData{"1.2.840.113549.1.7.2"};
inline constexpr Oid kEnvelopedData{"1.2.840.113549.1.7.3"};
inline constexpr Oid kAuthEnvelopedData{"1.2.840.113549.1.9.16.1.23"};
inline constexpr Oid kCompressedData{"1.2.840.113549.1.9.16.1.9"};
// Attributes (RFC 5652 §11, 6211, 2634, 5035, 8551)
inline constexpr Oid kContentType{"1.2.840.113549.1.9.3"};
inline constexpr Oid kMessageDigest{"1.2.840.113549.1.9.4"};
inline constexpr Oid kSigningTime{"1.2.840.113549.1.9.5"};
inline constexpr Oid kCounterSignature{"1.2.840.113549.1.9.6"};
inline constexpr Oid kCapabilities{"1.2.840.113549.1.9.15"};
inline constexpr Oid kKeyPreference{"1.2.840.113549.1.9.16.2.11"};
inline constexpr Oid kAlgorithmProtection{"1.2.840.113549.1.9.52"};
inline constexpr Oid kSigningCertificate{"1.2.840.113549.1.9.16.2.12"};
inline constexpr Oid kSigningCertificateV2{"1.2.840.113549.1.9.16.2.47"};
// Keys and parameters
inline constexpr Oid kSha1{"1.3.14.3.2.26"};
inline constexpr Oid kRsa{"1.2.840.113549.1.1.1"};
inline constexpr Oid kRsaOaep{"1.2.840.113549.1.1.7"};
inline constexpr Oid kMgf1{"1.2.840.113549.1.1.8"};
inline constexpr Oid kPSpecified{"1.2.840.113549.1.1.9"};
inline constexpr Oid kRsaPss{"1.2.840.113549.1.1.10"};
inline constexpr Oid kEcPublicKey{"1.2.840.10045.2.1"};
inline constexpr Oid kEd25519{"1.3.101.112"};
inline constexpr Oid kAes256Gcm{"2.16.840.1.101.3.4.1.46"};
inline constexpr Oid kAes128Gcm{"2.16.840.1.101.3.4.1.6"};
inline constexpr Oid kAes256Cbc{"2.16.840.1.101.3.4.1.42"};
inline constexpr Oid kAes128Cbc{"2.16.840.1.101.3.4.1.2"};
inline constexpr Oid kSubjectKeyIdentifier{"2.5.29.14"};
}  // namespace oid

}  // namespace sealwright::cms
