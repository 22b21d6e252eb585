// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/ossl.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace sealwright::keys {

enum class Action { sign, decrypt };
enum class Digest { sha1, sha256, sha384, sha512 };
/// OpenSSL's name of it.
const char* digest_name(Digest md);
/// In octets.
std::size_t digest_size(Digest md);

/// What a key is about to be used for; every prompt shows it. `stop` ends prompts and waiting.
struct KeyUse {
    Action action = Action::sign;
    std::string account;                  ///< the address the user acts as
    std::vector<std::string> recipients;  ///< addresses, when signing
    std::stop_token stop = {};
};

/// What a key can do; asked before PSS or OAEP is chosen.
struct Abilities {
    bool rsa_pkcs1 = false;
    bool rsa_pss = false;
    bool rsa_decrypt = false;
    bool rsa_oaep = false;
    bool ecdsa = false;
    bool ecdh = false;
};

/// A private key that stays where it is. Operations may block while a person answers a prompt and
/// may be called from any thread, one at a time. What a key cannot do is `key.unsupported`; what
/// lies with the ciphertext is `mail.decrypt-failed`, and nothing else is; other errors are `key.*`
/// and what stood in its way. No PIN, no window handle and no export in this interface.
class PrivateKey {
  public:
    virtual ~PrivateKey() = default;

    [[nodiscard]] virtual Abilities abilities() const = 0;
    /// RSASSA-PKCS1-v1_5 over a digest made with `md` (RFC 8017 §8.2).
    virtual Result<Bytes> sign_pkcs1(Digest md, View digest, const KeyUse& use);
    /// RSASSA-PSS (RFC 8017 §8.1); `salt` in octets.
    virtual Result<Bytes> sign_pss(Digest md, Digest mgf1, int salt, View digest,
                                   const KeyUse& use);
    /// ECDSA; gives r||s, each as long as the group's order.
    virtual Result<Bytes> sign_ecdsa(View digest, const KeyUse& use);
    /// RSAES-PKCS1-v1_5. A padding failure and any other failure of the ciphertext are
    /// indistinguishable: both are `mail.decrypt-failed` without detail (C-09).
    virtual Result<SecretBytes> decrypt_pkcs1(View ciphertext, const KeyUse& use);
    virtual Result<SecretBytes> decrypt_oaep(Digest md, Digest mgf1, View label, View ciphertext,
                                             const KeyUse& use);
    /// ECDH with an uncompressed peer point; gives the X coordinate, as long as the field.
    virtual Result<SecretBytes> agree(View peer_point, const KeyUse& use);
    /// ECDH followed by the X9.63 KDF (RFC 5753 §7.2); the default derives from `agree`. Stores
    /// that give no raw secret override it.
    virtual Result<SecretBytes> agree_x963(View peer_point, Digest md, View shared_info,
                                           std::size_t length, const KeyUse& use);
};

/// A certificate whose private key we can use.
struct Identity {
    Certificate certificate;
    std::vector<Certificate> chain;  ///< what the store knows above the leaf, no order promised
    std::shared_ptr<PrivateKey> key;
    std::string store;  ///< name of the store it lives in, e.g. "file", "nss: default-release"
};

/// A certificate that is in a store and is no identity, and why (for `identities` and `doctor`).
struct Skipped {
    std::string subject;
    std::string store;
    std::string why;  ///< "no private key", "expired", "not for e-mail", "no address", …
};

struct Inventory {
    std::vector<Identity> identities;
    std::vector<Skipped> skipped;
    std::vector<Error> unreachable = {};  ///< parts of the store that could not be listed
};

/// One place where keys live. Listing never prompts and never logs in; only using a key may.
class KeyStore {
  public:
    virtual ~KeyStore() = default;
    [[nodiscard]] virtual std::string name() const = 0;
    /// A requested `stop` ends waiting for a slow token: `request.cancelled`.
    virtual Result<Inventory> list(const std::stop_token& stop = {}) = 0;
};

/// The way to ask a person for a PIN or password (pinentry on Linux). Tests inject a scripted one
/// by constructor. May be called from any thread, one question at a time.
class PinPrompt {
  public:
    virtual ~PinPrompt() = default;
    struct Question {
        std::string title;        ///< the token or file
        std::string description;  ///< what the key is used for, one sentence
        int tries_left = -1;      ///< negative when the token does not say
        bool last_was_wrong = false;
    };
    /// The PIN, or `key.cancelled`, `key.no-prompt`. A requested `stop` closes the dialog and is
    /// `request.cancelled`.
    virtual Result<SecretBytes> ask(const Question& question, std::stop_token stop) = 0;
    /// Consent without a PIN: true for yes, false for no; errors as above.
    virtual Result<bool> confirm(const Question& question, std::stop_token stop) = 0;
};

/// One sentence for a prompt that says what the key is about to do and for whom.
std::string describe(const KeyUse& use);

}  // namespace sealwright::keys
