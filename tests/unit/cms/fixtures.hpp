// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/signed.hpp"
#include "keys/soft_key.hpp"
#include "support/ca.hpp"
#include "support/openssl_cms.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>

namespace sealwright::test {

using support::Ca;
using support::KeyType;

inline const Ca& root() {
    static const Ca made = Ca::root("Root R");
    return made;
}
inline const Ca& intermediate() {
    static const Ca made = root().intermediate("Inter I");
    return made;
}
/// One certificate per kind of key, for the whole program.
inline const Ca& alice(KeyType key = KeyType::rsa2048) {
    static std::map<KeyType, Ca> made;
    const auto known = made.find(key);
    if (known != made.end()) return known->second;
    support::Options options;
    options.key = key;
    return made.emplace(key, intermediate().leaf("alice@example.com", options)).first->second;
}
inline const Ca& mallory() {
    static const Ca made = intermediate().leaf("mallory@example.net");
    return made;
}

inline keys::Identity identity(const Ca& ca) {
    return {ca.certificate,
            {intermediate().certificate},
            std::make_shared<keys::SoftKey>(ca.key),
            "test"};
}

inline Bytes bytes(std::string_view text) {
    return to_bytes(as_view(text));
}
inline const Bytes& mail() {
    static const Bytes text = bytes("Content-Type: text/plain\r\n\r\nHello, Bob!\r\n");
    return text;
}
/// Something that is not the same in every block.
inline Bytes large(std::size_t size) {
    Bytes out(size);
    for (std::size_t i = 0; i < size; ++i) out[i] = static_cast<std::uint8_t>(i * 31 + (i >> 8));
    return out;
}

inline cms::SignedData verified(View object, std::optional<View> detached = {}) {
    auto result = cms::verify(object, detached ? cms::digest_of(*detached) : nullptr);
    REQUIRE(result.ok());
    return std::move(*result);
}

/// eContent of an opaque signature.
inline Bytes enclosed_in(const cms::SignedData& data) {
    REQUIRE(data.content);
    return to_bytes(data.content->view());
}

inline void write_file(const std::string& path, View content) {
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(content.data()),
              static_cast<std::streamsize>(content.size()));
}
inline Bytes read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return Bytes(std::istreambuf_iterator<char>(in), {});
}
/// Exit status 0 of a shell command whose output nobody reads.
inline bool succeeds(const std::string& command) {
    return std::system((command + " >/dev/null 2>&1").c_str()) == 0;
}

}  // namespace sealwright::test
