// SPDX-License-Identifier: MPL-2.0
#include "cms/algorithms.hpp"

#include "cms/der_writer.hpp"
#include "cms/key_agreement.hpp"
#include "cms/public_key.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::cms;

namespace {

AlgorithmView read(View bytes) {
    der::Reader reader(bytes);
    return read_algorithm(reader);
}

}  // namespace

TEST_CASE("what is weak says since when, what is allowed says nothing") {
    CHECK(find_digest(Oid{"1.3.14.3.2.26"}.view())->weak_since == "2014-01-01");
    CHECK(find_digest(Oid{"1.2.840.113549.2.5"}.view())->weak_since == "2011-03-01");
    CHECK(find_digest(Oid{"2.16.840.1.101.3.4.2.1"}.view())->weak_since.empty());
    CHECK(find_digest(Oid{"1.2.840.113549.2.2"}.view()) == nullptr);
    CHECK_FALSE(find_cipher(Oid{"1.2.840.113549.3.7"}.view())->weak_since.empty());
    CHECK(find_curve(Oid{"1.3.132.0.10"}.view()) == nullptr);
}

TEST_CASE("algorithms are equal whether NULL parameters are written or not, and only then") {
    const Oid sha{"2.16.840.1.101.3.4.2.1"};
    const Bytes absent = der::algorithm(sha);
    const Bytes null = der::algorithm(sha, der::kNullElement);
    const Bytes number = der::algorithm(sha, der::integer(7));
    CHECK(same_algorithm(read(absent), read(null)));
    CHECK(same_algorithm(read(number), read(number)));
    CHECK_FALSE(same_algorithm(read(absent), read(number)));
    CHECK_FALSE(same_algorithm(read(absent), read(der::algorithm(Oid{"1.2.3"}))));
}

TEST_CASE("PSS parameters: defaults when omitted, refused with another trailer or mask") {
    const auto defaults = read_pss(der::sequence({}));
    REQUIRE(defaults.has_value());
    CHECK(std::string(defaults->digest->name) == "SHA-1");
    CHECK(defaults->salt == 20);
    const Bytes trailer = der::write(der::constructed(3), der::integer(2));
    CHECK_FALSE(read_pss(der::sequence({trailer})).has_value());
    const Bytes mask = der::write(der::constructed(1), der::algorithm(Oid{"1.2.3"}));
    CHECK_FALSE(read_pss(der::sequence({mask})).has_value());
    const Bytes salt = der::write(der::constructed(2), der::integer(100'000));
    CHECK_FALSE(read_pss(der::sequence({salt})).has_value());
    CHECK_FALSE(read_pss({}).has_value());
}

TEST_CASE("key wrap gives back the key, and nothing when one octet is changed") {
    // RFC 3394 §4.6: 256 bits of key data with a 256-bit KEK.
    Bytes kek(32);
    Bytes key;
    for (std::size_t i = 0; i < kek.size(); ++i) kek[i] = static_cast<std::uint8_t>(i);
    for (int i = 0; i < 16; ++i) key.push_back(static_cast<std::uint8_t>(i * 0x11));
    for (int i = 0; i < 16; ++i) key.push_back(static_cast<std::uint8_t>(i));
    const Bytes expected{0x28, 0xc9, 0xf4, 0x04, 0xc4, 0xb8, 0x10, 0xf4, 0xcb, 0xcc,
                         0xb3, 0x5c, 0xfb, 0x87, 0xf8, 0x26, 0x3f, 0x57, 0x86, 0xe2,
                         0xd8, 0x0e, 0xd3, 0x26, 0xcb, 0xc7, 0xf0, 0xe7, 0x1a, 0x99,
                         0xf4, 0x3b, 0xfb, 0x98, 0x8b, 0x9b, 0x7a, 0x02, 0xdd, 0x21};
    const auto wrapped = wrap_key(wrap_for(32), kek, key);
    REQUIRE(wrapped.has_value());
    CHECK(*wrapped == expected);
    CHECK(to_bytes(unwrap_key(wrap_for(32), kek, expected)->view()) == key);
    Bytes changed = expected;
    changed[5] ^= 1;
    CHECK_FALSE(unwrap_key(wrap_for(32), kek, changed).has_value());
    CHECK_FALSE(unwrap_key(wrap_for(16), kek, expected).has_value());
}
