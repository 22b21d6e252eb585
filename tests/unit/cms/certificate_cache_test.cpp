// SPDX-License-Identifier: MPL-2.0
#include "cms/certificate_cache.hpp"

#include "base/certificate.hpp"
#include "support/ca.hpp"

#include <doctest/doctest.h>

using namespace sealwright;

TEST_CASE("a certificate is known by all of its octets and by nothing less") {
    const support::Ca root = support::Ca::root("Root R");
    const Bytes der = der_of(*root.certificate);
    cms::CertificateCache cache;
    CHECK(cache.find(der) == nullptr);
    cache.keep(der, root.certificate);
    CHECK(cache.find(der) == root.certificate);
    for (const std::size_t at : {std::size_t{0}, der.size() / 2, der.size() - 1}) {
        Bytes other = der;
        other[at] ^= 1;
        CHECK(cache.find(other) == nullptr);
    }
    CHECK(cache.find(View(der).first(der.size() - 1)) == nullptr);
}

TEST_CASE("hostile certificates, many or huge, do not grow the cache") {
    const support::Ca root = support::Ca::root("Root R");
    cms::CertificateCache cache;
    const Bytes huge(20'000, 1);
    cache.keep(huge, root.certificate);
    CHECK(cache.find(huge) == nullptr);
    std::size_t known = 0;
    for (std::uint8_t round = 0; round < 4; ++round) {
        for (int i = 0; i < 256; ++i)
            cache.keep(Bytes{round, static_cast<std::uint8_t>(i)}, root.certificate);
    }
    for (std::uint8_t round = 0; round < 4; ++round) {
        for (int i = 0; i < 256; ++i)
            known += cache.find(Bytes{round, static_cast<std::uint8_t>(i)}) ? 1 : 0;
    }
    CHECK(known <= 256);
    CHECK(known > 0);
}
