// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/der.hpp"
#include "cms/oid.hpp"
#include "keys/keys.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace sealwright::cms {

/// AlgorithmIdentifier (RFC 5280 §4.1.1.2) as ranges of the input.
struct AlgorithmView {
    View oid;
    View parameters;  ///< the whole element; empty when absent
    View whole;

    [[nodiscard]] bool has_no_parameters() const;  ///< absent or NULL
};
AlgorithmView read_algorithm(der::Reader& reader);
/// Equal but for NULL against absent parameters, which old and new RFCs write differently.
bool same_algorithm(const AlgorithmView& a, const AlgorithmView& b);

/// The day (ISO 8601) since which an algorithm protects mail no more; empty while it does. What
/// is in no table is unknown.
using WeakSince = std::string_view;

struct DigestAlgorithm {
    Oid oid;
    const char* name;
    const char* evp;
    std::size_t size;  ///< octets
    WeakSince weak_since;
};
const DigestAlgorithm* find_digest(View oid);
const DigestAlgorithm& algorithm_of(keys::Digest digest);
/// What a PrivateKey calls it; nothing when it has no name for it.
std::optional<keys::Digest> key_digest(const DigestAlgorithm& algorithm);

enum class Scheme { rsa_pkcs1, rsa_pss, ecdsa, ed25519 };
struct SignatureAlgorithm {
    Oid oid;
    const char* name;
    Scheme scheme;
    const Oid* digest;  ///< the one its OID names; null when it names none
};
const SignatureAlgorithm* find_signature(View oid);
/// The OID to sign with. rsaEncryption for RSA, whose digest stands beside it.
const Oid& signature_oid(Scheme scheme, const DigestAlgorithm& digest);

enum class CipherClass { cbc, aead };
/// Which of OpenSSL's providers has it.
enum class Provider { standard, legacy };
struct CipherAlgorithm {
    Oid oid;
    const char* name;
    CipherClass kind;
    const char* evp;         ///< null when we know its class only
    std::size_t key_size;    ///< octets; 0 when its parameters say
    std::size_t block_size;  ///< octets
    WeakSince weak_since;
    Provider provider = Provider::standard;
};
const CipherAlgorithm* find_cipher(View oid);

struct WrapAlgorithm {
    Oid oid;
    const char* evp;
    std::size_t key_size;  ///< of the key-encryption key, octets
};
const WrapAlgorithm* find_wrap(View oid);
/// The wrap whose own key has `key_size` octets: 16, 24 or 32.
const WrapAlgorithm& wrap_for(std::size_t key_size);

/// ECDH with the X9.63 KDF (RFC 5753 §7.1.4), plain or cofactor: on our curves they are the same.
struct AgreementAlgorithm {
    Oid oid;
    const Oid* digest;
};
const AgreementAlgorithm* find_agreement(View oid);
/// Standard DH with that digest.
const Oid& agreement_oid(const DigestAlgorithm& digest);

struct Curve {
    Oid oid;
    const char* name;
    const char* evp;
    int bits;
    WeakSince weak_since;
};
const Curve* find_curve(View oid);

}  // namespace sealwright::cms
