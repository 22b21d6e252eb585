// SPDX-License-Identifier: MPL-2.0
#include "cms/signing_method.hpp"

#include "cms/der_writer.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

/// Above this size RSA is stronger than SHA-256; SHA-512 is what RFC 8551 §2.1 makes everybody
/// have.
constexpr int kSha256RsaBits = 3'072;

Error unsupported(const char* what) {
    return {ErrorCode::key_unsupported, what};
}

keys::Digest digest_for(const KeyFacts& key) {
    if (key.kind == KeyKind::ec) {
        if (key.bits <= 256) return keys::Digest::sha256;
        return key.bits <= 384 ? keys::Digest::sha384 : keys::Digest::sha512;
    }
    return key.bits <= kSha256RsaBits ? keys::Digest::sha256 : keys::Digest::sha512;
}

/// RSASSA-PSS-params (RFC 4055 §3.1) with one digest for everything.
Bytes pss_parameters(const DigestAlgorithm& digest, int salt) {
    const Bytes hash = der::algorithm(digest.oid, der::kNullElement);
    const Bytes mask = der::algorithm(oid::kMgf1, hash);
    return der::sequence(
        {der::write(der::constructed(0), hash), der::write(der::constructed(1), mask),
         der::write(der::constructed(2), der::integer(static_cast<std::uint32_t>(salt)))});
}

Result<SigningMethod> pss_method(const KeyFacts& key) {
    SigningMethod method{Scheme::rsa_pss, digest_for(key), 0, {}};
    if (key.pss) {
        const auto digest = key_digest(*key.pss->digest);
        const bool weak = !key.pss->digest->weak_since.empty();
        if (!digest || weak || key.pss->mgf1 != key.pss->digest) {
            return unsupported("RSA-PSS key with unusual parameters");
        }
        method.digest = *digest;
    }
    const DigestAlgorithm& digest = algorithm_of(method.digest);
    method.salt = std::max(static_cast<int>(digest.size), key.pss ? key.pss->salt : 0);
    method.algorithm = der::algorithm(oid::kRsaPss, pss_parameters(digest, method.salt));
    return method;
}

/// Ecdsa-Sig-Value (RFC 5753 §7.2) from r||s.
Bytes write_ecdsa(View plain) {
    const auto number = [](View octets) {
        while (octets.size() > 1 && octets[0] == 0) octets = octets.subspan(1);
        Bytes content = to_bytes(octets);
        if (!content.empty() && (content[0] & 0x80) != 0) content.insert(content.begin(), 0);
        return der::write(der::kInteger, content);
    };
    const std::size_t half = plain.size() / 2;
    return der::sequence({number(plain.first(half)), number(plain.subspan(half))});
}

}  // namespace

Result<SigningMethod> choose_method(const KeyFacts& key, const keys::Abilities& abilities) {
    if (key.fitness != KeyFitness::fit) return unsupported("the key is too weak to sign mail");
    const keys::Digest digest = digest_for(key);
    if (key.kind == KeyKind::rsa && abilities.rsa_pkcs1) {
        return SigningMethod{Scheme::rsa_pkcs1, digest, 0,
                             der::algorithm(oid::kRsa, der::kNullElement)};
    }
    if ((key.kind == KeyKind::rsa || key.kind == KeyKind::rsa_pss) && abilities.rsa_pss) {
        return pss_method(key);
    }
    if (key.kind == KeyKind::ec && abilities.ecdsa) {
        const Oid& oid = signature_oid(Scheme::ecdsa, algorithm_of(digest));
        return SigningMethod{Scheme::ecdsa, digest, 0, der::algorithm(oid)};
    }
    return unsupported("the key cannot sign mail");
}

Result<Bytes> sign_digest(const SigningMethod& method, keys::PrivateKey& key, View digest,
                          const keys::KeyUse& use) {
    if (method.scheme == Scheme::rsa_pkcs1) return key.sign_pkcs1(method.digest, digest, use);
    if (method.scheme == Scheme::rsa_pss) {
        return key.sign_pss(method.digest, method.digest, method.salt, digest, use);
    }
    auto plain = key.sign_ecdsa(digest, use);
    if (!plain) return plain.error();
    return write_ecdsa(*plain);
}

}  // namespace sealwright::cms
