// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/key_search.hpp"

#include <algorithm>

namespace sealwright::keys::pkcs11 {
namespace {

Bytes octets_of(CK_KEY_TYPE type) {
    const auto* begin = reinterpret_cast<const std::uint8_t*>(&type);
    return {begin, begin + sizeof type};
}

bool is_silent_or(const Bytes& told, std::initializer_list<View> values) {
    return told.empty() || std::any_of(values.begin(), values.end(), [&](View value) {
               return std::equal(told.begin(), told.end(), value.begin(), value.end());
           });
}

}  // namespace

TokenKeys::TokenKeys(const Session& session)
    : private_(read(session, CKO_PRIVATE_KEY)), public_(read(session, CKO_PUBLIC_KEY)) {}

CK_OBJECT_HANDLE TokenKeys::private_key(const KeyMarks& marks) const {
    const PublicKey wanted = read_public_key(marks.public_key);
    const Key* found = match(private_, marks.id, wanted);
    if (!found) {
        // EC private keys rarely carry their point; the public key with the point names their id.
        const Key* half = match(public_, marks.id, wanted);
        if (half) found = match(private_, half->id, wanted);
    }
    return found ? found->handle : CK_INVALID_HANDLE;
}

bool TokenKeys::has_public_key(const KeyMarks& marks) const {
    return match(public_, marks.id, read_public_key(marks.public_key)) != nullptr;
}

TokenKeys::Keys TokenKeys::read(const Session& session, CK_OBJECT_CLASS kind) {
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &kind, sizeof kind}};
    const auto found = session.find(wanted);
    Keys keys;
    if (!found) return keys;
    for (const auto handle : *found)
        keys.push_back(
            {handle, session.attribute(handle, CKA_ID), session.attribute(handle, CKA_KEY_TYPE),
             session.attribute(handle, CKA_MODULUS), session.attribute(handle, CKA_EC_POINT)});
    return keys;
}

/// What an object tells of its public half must not differ.
bool TokenKeys::fits(const Key& key, const PublicKey& wanted) {
    switch (wanted.kind) {
        case PublicKey::Kind::rsa:
            return is_silent_or(key.type, {octets_of(CKK_RSA)}) &&
                   is_silent_or(key.modulus, {wanted.modulus});
        case PublicKey::Kind::ec:
            return is_silent_or(key.type, {octets_of(CKK_EC)}) &&
                   is_silent_or(key.point, {wanted.wrapped_point, wanted.point});
        case PublicKey::Kind::other:
            break;
    }
    return false;
}

const TokenKeys::Key* TokenKeys::match(const Keys& keys, const Bytes& id, const PublicKey& wanted) {
    const Key* same_material = nullptr;
    for (const Key& key : keys) {
        if (!fits(key, wanted)) continue;
        if (!id.empty() && key.id == id) return &key;
        const bool tells = !(wanted.kind == PublicKey::Kind::rsa ? key.modulus : key.point).empty();
        if (tells && !same_material) same_material = &key;
    }
    return same_material;
}

}  // namespace sealwright::keys::pkcs11
