// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/ossl.hpp"

#include <p11-kit/pkcs11.h>

#include <filesystem>
#include <map>
#include <vector>

namespace misbehaving {

using sealwright::Bytes;
using sealwright::View;

/// One object of the token, with the attributes it has.
struct Object {
    std::map<CK_ATTRIBUTE_TYPE, Bytes> attributes;
    std::shared_ptr<EVP_PKEY> key;  ///< of private keys
    bool is_private = false;
};

template <class T>
Bytes bytes_of(T value) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(&value);
    return {begin, begin + sizeof value};
}

/// Two objects for each pair of private key and certificate in a PEM file.
std::vector<Object> read_objects(const std::filesystem::path& pem);

// The private operations; nothing when they fail.
Bytes sign(EVP_PKEY& key, View input);
Bytes decrypt(EVP_PKEY& key, View input);
Bytes derive(EVP_PKEY& key, View peer_point);

}  // namespace misbehaving
