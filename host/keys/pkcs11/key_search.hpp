// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/public_key.hpp"
#include "keys/pkcs11/session.hpp"

namespace sealwright::keys::pkcs11 {

/// How to find a key again, also in another session and after the token was reinserted.
struct KeyMarks {
    Bytes id;          ///< CKA_ID of its certificate; may be empty, or stand on several keys
    Bytes public_key;  ///< SubjectPublicKeyInfo, DER
};

/// The keys that a session shows, read once: a database may hold thousands of certificates to
/// compare them with.
class TokenKeys {
  public:
    explicit TokenKeys(const Session& session);

    /// The private key that has the id and fits the public key, or else the one with the same
    /// modulus or point. CK_INVALID_HANDLE when none shows.
    [[nodiscard]] CK_OBJECT_HANDLE private_key(const KeyMarks& marks) const;
    /// Whether the public half lies on the token as a key of its own.
    [[nodiscard]] bool has_public_key(const KeyMarks& marks) const;

  private:
    struct Key {
        CK_OBJECT_HANDLE handle;
        // What the object tells of itself; often not all of it.
        Bytes id, type, modulus, point;
    };
    using Keys = std::vector<Key>;

    static Keys read(const Session& session, CK_OBJECT_CLASS kind);
    static bool fits(const Key& key, const PublicKey& wanted);
    static const Key* match(const Keys& keys, const Bytes& id, const PublicKey& wanted);

    Keys private_, public_;
};

}  // namespace sealwright::keys::pkcs11
