// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"
#include "keys/pkcs11/session.hpp"

#include <functional>

namespace sealwright::keys::pkcs11 {

/// One use of a private key, in a session of its own: what it leaves unfinished ends with it.
class KeyOperation {
  public:
    /// `authenticate` runs between the two halves of an operation, where keys that want the PIN
    /// every time take it (CKA_ALWAYS_AUTHENTICATE).
    using Authenticate = std::function<Result<void>(const Session&)>;
    KeyOperation(const Session& session, CK_OBJECT_HANDLE key, Authenticate authenticate)
        : session_(session), key_(key), authenticate_(std::move(authenticate)) {}

    [[nodiscard]] Result<SecretBytes> sign_pkcs1(Digest md, View digest) const;
    [[nodiscard]] Result<SecretBytes> sign_pss(Digest md, Digest mgf1, std::uint64_t salt,
                                               View digest) const;
    /// Takes the leftmost octets of a digest longer than `order` octets, as ECDSA does itself:
    /// some cards refuse instead.
    [[nodiscard]] Result<SecretBytes> sign_ecdsa(View digest, std::size_t order) const;
    /// Failures of the ciphertext are `mail.decrypt-failed` without detail here and below.
    [[nodiscard]] Result<SecretBytes> decrypt_pkcs1(View ciphertext) const;
    /// With raw RSA and padding removed here where the token's own OAEP is not enough.
    [[nodiscard]] Result<SecretBytes> decrypt_oaep(Digest md, Digest mgf1, View label,
                                                   View ciphertext) const;
    [[nodiscard]] Result<SecretBytes> agree(View peer_point) const;

  private:
    [[nodiscard]] Result<SecretBytes> sign(CK_MECHANISM mechanism, View input) const;
    [[nodiscard]] Result<SecretBytes> decrypt(CK_MECHANISM mechanism, View input) const;
    [[nodiscard]] Result<SecretBytes> decrypt_oaep_there(Digest md, Digest mgf1, View label,
                                                         View ciphertext) const;
    [[nodiscard]] Result<SecretBytes> decrypt_oaep_here(Digest md, Digest mgf1, View label,
                                                        View ciphertext) const;
    [[nodiscard]] CK_RV derive(View point, std::size_t field, CK_OBJECT_HANDLE& secret) const;

    const Session& session_;
    CK_OBJECT_HANDLE key_;
    Authenticate authenticate_;
};

}  // namespace sealwright::keys::pkcs11
