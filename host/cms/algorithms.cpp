// SPDX-License-Identifier: MPL-2.0
#include "cms/algorithms.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

// Why a date stands here: RFC 6151 for MD5, NIST SP 800-131A for SHA-1, RFC 8551 for what S/MIME
// 4.0 dropped, NIST SP 800-131A r2 for triple DES.
constexpr WeakSince kMd5 = "2011-03-01";
constexpr WeakSince kSha1 = "2014-01-01";
constexpr WeakSince kSmime4 = "2019-04-01";
constexpr WeakSince kTripleDes = "2024-01-01";
constexpr WeakSince kSmime3 = "1999-06-01";
constexpr WeakSince kAllowed = "";

constexpr Oid kMd5Oid{"1.2.840.113549.2.5"};
constexpr Oid kSha224Oid{"2.16.840.1.101.3.4.2.4"};
constexpr Oid kSha256Oid{"2.16.840.1.101.3.4.2.1"};
constexpr Oid kSha384Oid{"2.16.840.1.101.3.4.2.2"};
constexpr Oid kSha512Oid{"2.16.840.1.101.3.4.2.3"};
constexpr Oid kSha3_256Oid{"2.16.840.1.101.3.4.2.8"};
constexpr Oid kSha3_384Oid{"2.16.840.1.101.3.4.2.9"};
constexpr Oid kSha3_512Oid{"2.16.840.1.101.3.4.2.10"};

constexpr DigestAlgorithm kDigests[] = {
    {kSha256Oid, "SHA-256", "SHA256", 32, kAllowed},
    {kSha384Oid, "SHA-384", "SHA384", 48, kAllowed},
    {kSha512Oid, "SHA-512", "SHA512", 64, kAllowed},
    {kSha3_256Oid, "SHA3-256", "SHA3-256", 32, kAllowed},
    {kSha3_384Oid, "SHA3-384", "SHA3-384", 48, kAllowed},
    {kSha3_512Oid, "SHA3-512", "SHA3-512", 64, kAllowed},
    {kSha224Oid, "SHA-224", "SHA224", 28, kSmime4},
    {oid::kSha1, "SHA-1", "SHA1", 20, kSha1},
    {kMd5Oid, "MD5", "MD5", 16, kMd5},
};

constexpr SignatureAlgorithm kSignatures[] = {
    {oid::kRsa, "RSA", Scheme::rsa_pkcs1, nullptr},
    {Oid{"1.2.840.113549.1.1.11"}, "RSA", Scheme::rsa_pkcs1, &kSha256Oid},
    {Oid{"1.2.840.113549.1.1.12"}, "RSA", Scheme::rsa_pkcs1, &kSha384Oid},
    {Oid{"1.2.840.113549.1.1.13"}, "RSA", Scheme::rsa_pkcs1, &kSha512Oid},
    {Oid{"2.16.840.1.101.3.4.3.14"}, "RSA", Scheme::rsa_pkcs1, &kSha3_256Oid},
    {Oid{"2.16.840.1.101.3.4.3.15"}, "RSA", Scheme::rsa_pkcs1, &kSha3_384Oid},
    {Oid{"2.16.840.1.101.3.4.3.16"}, "RSA", Scheme::rsa_pkcs1, &kSha3_512Oid},
    {Oid{"1.2.840.113549.1.1.14"}, "RSA", Scheme::rsa_pkcs1, &kSha224Oid},
    {Oid{"1.2.840.113549.1.1.5"}, "RSA", Scheme::rsa_pkcs1, &oid::kSha1},
    {Oid{"1.3.14.3.2.29"}, "RSA", Scheme::rsa_pkcs1, &oid::kSha1},
    {Oid{"1.2.840.113549.1.1.4"}, "RSA", Scheme::rsa_pkcs1, &kMd5Oid},
    {oid::kRsaPss, "RSA-PSS", Scheme::rsa_pss, nullptr},
    {Oid{"1.2.840.10045.4.3.2"}, "ECDSA", Scheme::ecdsa, &kSha256Oid},
    {Oid{"1.2.840.10045.4.3.3"}, "ECDSA", Scheme::ecdsa, &kSha384Oid},
    {Oid{"1.2.840.10045.4.3.4"}, "ECDSA", Scheme::ecdsa, &kSha512Oid},
    {Oid{"2.16.840.1.101.3.4.3.10"}, "ECDSA", Scheme::ecdsa, &kSha3_256Oid},
    {Oid{"2.16.840.1.101.3.4.3.11"}, "ECDSA", Scheme::ecdsa, &kSha3_384Oid},
    {Oid{"2.16.840.1.101.3.4.3.12"}, "ECDSA", Scheme::ecdsa, &kSha3_512Oid},
    {Oid{"1.2.840.10045.4.3.1"}, "ECDSA", Scheme::ecdsa, &kSha224Oid},
    {Oid{"1.2.840.10045.4.1"}, "ECDSA", Scheme::ecdsa, &oid::kSha1},
    {oid::kEd25519, "Ed25519", Scheme::ed25519, &kSha512Oid},
};

constexpr CipherAlgorithm kCiphers[] = {
    {oid::kAes256Gcm, "AES-256-GCM", CipherClass::aead, "AES-256-GCM", 32, 16, kAllowed},
    {Oid{"2.16.840.1.101.3.4.1.26"}, "AES-192-GCM", CipherClass::aead, "AES-192-GCM", 24, 16,
     kAllowed},
    {oid::kAes128Gcm, "AES-128-GCM", CipherClass::aead, "AES-128-GCM", 16, 16, kAllowed},
    {oid::kAes256Cbc, "AES-256-CBC", CipherClass::cbc, "AES-256-CBC", 32, 16, kAllowed},
    {Oid{"2.16.840.1.101.3.4.1.22"}, "AES-192-CBC", CipherClass::cbc, "AES-192-CBC", 24, 16,
     kAllowed},
    {oid::kAes128Cbc, "AES-128-CBC", CipherClass::cbc, "AES-128-CBC", 16, 16, kAllowed},
    {Oid{"2.16.840.1.101.3.4.1.7"}, "AES-128-CCM", CipherClass::aead, nullptr, 16, 16, kAllowed},
    {Oid{"2.16.840.1.101.3.4.1.27"}, "AES-192-CCM", CipherClass::aead, nullptr, 24, 16, kAllowed},
    {Oid{"2.16.840.1.101.3.4.1.47"}, "AES-256-CCM", CipherClass::aead, nullptr, 32, 16, kAllowed},
    {Oid{"1.2.840.113549.1.9.16.3.18"}, "ChaCha20-Poly1305", CipherClass::aead, nullptr, 32, 1,
     kAllowed},
    {Oid{"1.2.840.113549.3.7"}, "3DES-CBC", CipherClass::cbc, "DES-EDE3-CBC", 24, 8, kTripleDes},
    {Oid{"1.2.840.113549.3.2"}, "RC2-CBC", CipherClass::cbc, "RC2-CBC", 0, 8, kSmime3,
     Provider::legacy},
    {Oid{"1.3.14.3.2.7"}, "DES-CBC", CipherClass::cbc, "DES-CBC", 8, 8, kSmime3, Provider::legacy},
};

constexpr WrapAlgorithm kWraps[] = {
    {Oid{"2.16.840.1.101.3.4.1.45"}, "AES-256-WRAP", 32},
    {Oid{"2.16.840.1.101.3.4.1.25"}, "AES-192-WRAP", 24},
    {Oid{"2.16.840.1.101.3.4.1.5"}, "AES-128-WRAP", 16},
};

constexpr AgreementAlgorithm kAgreements[] = {
    {Oid{"1.3.132.1.11.1"}, &kSha256Oid}, {Oid{"1.3.132.1.11.2"}, &kSha384Oid},
    {Oid{"1.3.132.1.11.3"}, &kSha512Oid}, {Oid{"1.3.133.16.840.63.0.2"}, &oid::kSha1},
    {Oid{"1.3.132.1.14.1"}, &kSha256Oid}, {Oid{"1.3.132.1.14.2"}, &kSha384Oid},
    {Oid{"1.3.132.1.14.3"}, &kSha512Oid}, {Oid{"1.3.133.16.840.63.0.3"}, &oid::kSha1},
};

constexpr Curve kCurves[] = {
    {Oid{"1.2.840.10045.3.1.7"}, "P-256", "prime256v1", 256, kAllowed},
    {Oid{"1.3.132.0.34"}, "P-384", "secp384r1", 384, kAllowed},
    {Oid{"1.3.132.0.35"}, "P-521", "secp521r1", 521, kAllowed},
    {Oid{"1.3.36.3.3.2.8.1.1.7"}, "brainpoolP256r1", "brainpoolP256r1", 256, kAllowed},
    {Oid{"1.3.36.3.3.2.8.1.1.9"}, "brainpoolP320r1", "brainpoolP320r1", 320, kAllowed},
    {Oid{"1.3.36.3.3.2.8.1.1.11"}, "brainpoolP384r1", "brainpoolP384r1", 384, kAllowed},
    {Oid{"1.3.36.3.3.2.8.1.1.13"}, "brainpoolP512r1", "brainpoolP512r1", 512, kAllowed},
    {Oid{"1.3.132.0.33"}, "P-224", "secp224r1", 224, kSmime4},
    {Oid{"1.2.840.10045.3.1.1"}, "P-192", "prime192v1", 192, kSmime4},
};

template <class Row, std::size_t N>
const Row* find(const Row (&table)[N], View oid) {
    const auto* row = std::ranges::find_if(table, [&](const Row& r) { return r.oid == oid; });
    return row == std::end(table) ? nullptr : row;
}

}  // namespace

bool AlgorithmView::has_no_parameters() const {
    return parameters.empty() || std::ranges::equal(parameters, View(der::kNullElement));
}

AlgorithmView read_algorithm(der::Reader& reader) {
    const der::Element sequence = reader.take(der::kSequence);
    der::Reader fields(sequence.content);
    const View oid = fields.take(der::kOid).content;
    const View parameters = fields.rest().empty() ? View() : fields.any().whole;
    if (!fields.finished()) reader.fail();
    return {oid, parameters, sequence.whole};
}

bool same_algorithm(const AlgorithmView& a, const AlgorithmView& b) {
    if (!std::ranges::equal(a.oid, b.oid)) return false;
    if (a.has_no_parameters()) return b.has_no_parameters();
    return std::ranges::equal(a.parameters, b.parameters);
}

const DigestAlgorithm* find_digest(View oid) {
    return find(kDigests, oid);
}

const DigestAlgorithm& algorithm_of(keys::Digest digest) {
    const std::string_view name = keys::digest_name(digest);
    return *std::ranges::find_if(kDigests, [&](const auto& row) { return name == row.evp; });
}

std::optional<keys::Digest> key_digest(const DigestAlgorithm& algorithm) {
    using enum keys::Digest;
    for (const keys::Digest digest : {sha1, sha256, sha384, sha512}) {
        if (&algorithm_of(digest) == &algorithm) return digest;
    }
    return std::nullopt;
}

const SignatureAlgorithm* find_signature(View oid) {
    return find(kSignatures, oid);
}

const Oid& signature_oid(Scheme scheme, const DigestAlgorithm& digest) {
    const auto fits = [&](const SignatureAlgorithm& row) {
        return row.scheme == scheme && (!row.digest || *row.digest == digest.oid.view());
    };
    return std::ranges::find_if(kSignatures, fits)->oid;
}

const CipherAlgorithm* find_cipher(View oid) {
    return find(kCiphers, oid);
}
const WrapAlgorithm* find_wrap(View oid) {
    return find(kWraps, oid);
}

const WrapAlgorithm& wrap_for(std::size_t key_size) {
    return *std::ranges::find(kWraps, key_size, &WrapAlgorithm::key_size);
}

const Oid& agreement_oid(const DigestAlgorithm& digest) {
    const auto fits = [&](const AgreementAlgorithm& row) {
        return *row.digest == digest.oid.view();
    };
    return std::ranges::find_if(kAgreements, fits)->oid;
}

const AgreementAlgorithm* find_agreement(View oid) {
    return find(kAgreements, oid);
}
const Curve* find_curve(View oid) {
    return find(kCurves, oid);
}

}  // namespace sealwright::cms
