// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/key_search.hpp"

#include <algorithm>

namespace sealwright::keys::pkcs11 {
namespace {

using Handles = std::vector<CK_OBJECT_HANDLE>;

Bytes octets_of(CK_KEY_TYPE type) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(&type);
    return {begin, begin + sizeof type};
}

Handles find_with(const Session& session, CK_OBJECT_CLASS kind, CK_ATTRIBUTE_TYPE type,
                  const Bytes& value) {
    if (value.empty()) return {};
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &kind, sizeof kind},
                             {type, const_cast<std::uint8_t*>(value.data()), value.size()}};
    auto found = session.find(wanted);
    return found ? std::move(*found) : Handles{};
}

/// Objects often do not tell all of their public half; what they tell must not differ.
bool agrees(const Session& session, CK_OBJECT_HANDLE key, CK_ATTRIBUTE_TYPE type,
            std::initializer_list<Bytes> values) {
    const Bytes told = session.attribute(key, type);
    return told.empty() || std::find(values.begin(), values.end(), told) != values.end();
}

bool fits(const Session& session, CK_OBJECT_HANDLE key, const PublicKey& wanted) {
    switch (wanted.kind) {
        case PublicKey::Kind::rsa:
            return agrees(session, key, CKA_KEY_TYPE, {octets_of(CKK_RSA)}) &&
                   agrees(session, key, CKA_MODULUS, {wanted.modulus});
        case PublicKey::Kind::ec:
            return agrees(session, key, CKA_KEY_TYPE, {octets_of(CKK_EC)}) &&
                   agrees(session, key, CKA_EC_POINT, {wanted.wrapped_point, wanted.point});
        case PublicKey::Kind::other:
            break;
    }
    return false;
}

CK_OBJECT_HANDLE first_fitting(const Session& session, const Handles& keys,
                               const PublicKey& wanted) {
    const auto found = std::find_if(
        keys.begin(), keys.end(), [&](CK_OBJECT_HANDLE key) { return fits(session, key, wanted); });
    return found == keys.end() ? CK_INVALID_HANDLE : *found;
}

Handles find_by_material(const Session& session, CK_OBJECT_CLASS kind, const PublicKey& wanted) {
    Handles found = find_with(session, kind, CKA_MODULUS, wanted.modulus);
    for (const Bytes* point : {&wanted.wrapped_point, &wanted.point}) {
        const Handles more = find_with(session, kind, CKA_EC_POINT, *point);
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

/// EC private keys rarely carry their point; the public key object with the point names their id.
Handles find_through_public_key(const Session& session, const PublicKey& wanted) {
    Handles found;
    for (const auto object : find_by_material(session, CKO_PUBLIC_KEY, wanted)) {
        const Handles keys =
            find_with(session, CKO_PRIVATE_KEY, CKA_ID, session.attribute(object, CKA_ID));
        found.insert(found.end(), keys.begin(), keys.end());
    }
    return found;
}

}  // namespace

CK_OBJECT_HANDLE find_key(const Session& session, CK_OBJECT_CLASS kind, const KeyMarks& marks) {
    const PublicKey wanted = read_public_key(marks.public_key);
    auto key = first_fitting(session, find_with(session, kind, CKA_ID, marks.id), wanted);
    if (key == CK_INVALID_HANDLE)
        key = first_fitting(session, find_by_material(session, kind, wanted), wanted);
    if (key == CK_INVALID_HANDLE && kind == CKO_PRIVATE_KEY)
        key = first_fitting(session, find_through_public_key(session, wanted), wanted);
    return key;
}

}  // namespace sealwright::keys::pkcs11
