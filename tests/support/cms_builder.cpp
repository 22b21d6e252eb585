// SPDX-License-Identifier: MPL-2.0
#include "support/cms_builder.hpp"

#include "cms/asn1_time.hpp"

#include <openssl/rsa.h>

#include <algorithm>
#include <stdexcept>

namespace sealwright::support {
namespace {

namespace der = cms::der;
using cms::Oid;

void require(bool good, const char* what) {
    if (!good) throw std::runtime_error(std::string(what) + ": " + take_openssl_errors());
}

const Oid& digest_oid(const std::string& md) {
    static constexpr Oid md5{"1.2.840.113549.2.5"};
    static constexpr Oid sha1{"1.3.14.3.2.26"};
    static constexpr Oid sha256{"2.16.840.1.101.3.4.2.1"};
    static constexpr Oid sha384{"2.16.840.1.101.3.4.2.2"};
    static constexpr Oid sha512{"2.16.840.1.101.3.4.2.3"};
    if (md == "MD5") return md5;
    if (md == "SHA1") return sha1;
    if (md == "SHA384") return sha384;
    return md == "SHA512" ? sha512 : sha256;
}

bool is_kind(const Ca& ca, const char* name) {
    return EVP_PKEY_is_a(ca.key.get(), name) == 1;
}

Bytes honest_signature_algorithm(const SignerSpec& spec) {
    if (is_kind(spec.signer, "ED25519")) return ed25519_algorithm();
    if (is_kind(spec.signer, "EC")) return ecdsa_algorithm(spec.md);
    if (!spec.pss_mgf1.empty()) return pss_algorithm(spec.md, spec.pss_mgf1, spec.pss_salt);
    return rsa_algorithm();
}

Bytes raw_signature(const SignerSpec& spec, View bytes) {
    const MdCtxPtr context(EVP_MD_CTX_new());
    EVP_PKEY_CTX* key = nullptr;
    const char* md = is_kind(spec.signer, "ED25519") ? nullptr : spec.md.c_str();
    require(EVP_DigestSignInit_ex(context.get(), &key, md, nullptr, nullptr, spec.signer.key.get(),
                                  nullptr) == 1,
            "sign");
    if (!spec.pss_mgf1.empty()) {
        require(EVP_PKEY_CTX_set_rsa_padding(key, RSA_PKCS1_PSS_PADDING) == 1 &&
                    EVP_PKEY_CTX_set_rsa_mgf1_md_name(key, spec.pss_mgf1.c_str(), nullptr) == 1 &&
                    EVP_PKEY_CTX_set_rsa_pss_saltlen(key, spec.pss_salt) == 1,
                "PSS");
    }
    std::size_t size = 0;
    require(EVP_DigestSign(context.get(), nullptr, &size, bytes.data(), bytes.size()) == 1, "size");
    Bytes signature(size);
    require(EVP_DigestSign(context.get(), signature.data(), &size, bytes.data(), bytes.size()) == 1,
            "signature");
    signature.resize(size);
    return signature;
}

Bytes name_of(const X509* certificate) {
    unsigned char* out = nullptr;
    const int size = i2d_X509_NAME(X509_get_issuer_name(certificate), &out);
    Bytes name(out, out + size);
    OPENSSL_free(out);
    return name;
}

Bytes serial_of(const X509* certificate) {
    unsigned char* out = nullptr;
    const int size = i2d_ASN1_INTEGER(X509_get0_serialNumber(certificate), &out);
    Bytes serial(out, out + size);
    OPENSSL_free(out);
    return serial;
}

std::vector<Bytes> honest_attributes(const SignerSpec& spec, View content) {
    std::vector<Bytes> set{content_type_attribute(), signing_time_attribute(),
                           message_digest_attribute(digest(spec.md.c_str(), content))};
    set.insert(set.end(), spec.more_attributes.begin(), spec.more_attributes.end());
    return set;
}

Bytes joined(const std::vector<Bytes>& parts) {
    Bytes all;
    for (const Bytes& part : parts) append(all, part);
    return all;
}

Bytes certificate_set(const SignedSpec& spec) {
    std::vector<Bytes> certificates;
    for (const SignerSpec& signer : spec.signers) {
        certificates.push_back(der_of(signer.signer.certificate));
    }
    for (const Certificate& certificate : spec.certificates) {
        certificates.push_back(der_of(certificate));
    }
    return certificates.empty() ? Bytes() : der::set_of(certificates, der::constructed(0));
}

Bytes digest_algorithms(const SignedSpec& spec) {
    if (spec.digest_algorithms) return *spec.digest_algorithms;
    std::vector<Bytes> algorithms;
    for (const SignerSpec& signer : spec.signers) algorithms.push_back(digest_algorithm(signer.md));
    return der::set_of(algorithms);
}

Bytes signer_infos(const SignedSpec& spec) {
    std::vector<Bytes> infos = spec.signer_infos;
    for (const SignerSpec& signer : spec.signers) {
        infos.push_back(signer_info(signer, spec.content));
    }
    return der::set_of(infos);
}

Bytes indefinite(der::Tag tag, View content) {
    static constexpr std::uint8_t end[] = {0, 0};
    Bytes out(2 + content.size());
    out[0] = tag;
    out[1] = 0x80;
    std::ranges::copy(content, out.begin() + 2);
    append(out, View(end));
    return out;
}

/// An OCTET STRING in four pieces, two of them a level deeper.
Bytes in_pieces(View content) {
    const std::size_t quarter = content.size() / 4;
    Bytes inner = der::octet_string(content.subspan(quarter, quarter));
    append(inner, der::octet_string(content.subspan(2 * quarter, quarter)));
    Bytes pieces = der::octet_string(content.first(quarter));
    append(pieces, indefinite(der::kOctetString | der::kConstructed, inner));
    append(pieces, der::octet_string(content.subspan(3 * quarter)));
    return indefinite(der::kOctetString | der::kConstructed, pieces);
}

}  // namespace

Bytes oid_element(const Oid& oid) {
    return der::oid(oid);
}

Bytes der_of(const Certificate& certificate) {
    unsigned char* out = nullptr;
    const int size = i2d_X509(certificate.get(), &out);
    require(size > 0, "certificate");
    Bytes bytes(out, out + size);
    OPENSSL_free(out);
    return bytes;
}

Bytes digest(const char* md, View bytes) {
    Bytes out(EVP_MAX_MD_SIZE);
    std::size_t size = 0;
    require(EVP_Q_digest(nullptr, md, nullptr, bytes.data(), bytes.size(), out.data(), &size) == 1,
            "digest");
    out.resize(size);
    return out;
}

Bytes attribute(const Oid& type, const std::vector<Bytes>& values) {
    return der::sequence({der::oid(type), der::set_of(values)});
}

Bytes content_type_attribute(const Oid& type) {
    return attribute(cms::oid::kContentType, {der::oid(type)});
}

Bytes message_digest_attribute(View value) {
    return attribute(cms::oid::kMessageDigest, {der::octet_string(value)});
}

Bytes signing_time_attribute(UnixTime time) {
    return attribute(cms::oid::kSigningTime, {cms::write_time(time)});
}

Bytes signing_certificate_attribute(const Certificate& certificate) {
    const Bytes id = der::sequence({der::octet_string(digest("SHA256", der_of(certificate)))});
    return attribute(cms::oid::kSigningCertificateV2, {der::sequence({der::sequence({id})})});
}

Bytes protection_attribute(View digest_algorithm, View signature_algorithm) {
    Bytes tagged = to_bytes(signature_algorithm);
    tagged[0] = der::constructed(1);
    return attribute(cms::oid::kAlgorithmProtection, {der::sequence({digest_algorithm, tagged})});
}

Bytes digest_algorithm(const std::string& md) {
    return der::algorithm(digest_oid(md));
}

Bytes rsa_algorithm() {
    return der::algorithm(cms::oid::kRsa, der::kNullElement);
}

Bytes ecdsa_algorithm(const std::string& md) {
    static constexpr Oid sha256{"1.2.840.10045.4.3.2"};
    static constexpr Oid sha384{"1.2.840.10045.4.3.3"};
    static constexpr Oid sha512{"1.2.840.10045.4.3.4"};
    return der::algorithm(md == "SHA512" ? sha512 : md == "SHA384" ? sha384 : sha256);
}

Bytes ed25519_algorithm() {
    return der::algorithm(cms::oid::kEd25519);
}

Bytes pss_algorithm(const std::string& md, const std::string& mgf1, int salt) {
    const Bytes mask = der::algorithm(cms::oid::kMgf1, digest_algorithm(mgf1));
    const Bytes size = der::integer(static_cast<std::uint32_t>(salt));
    return der::algorithm(cms::oid::kRsaPss,
                          der::sequence({der::write(der::constructed(0), digest_algorithm(md)),
                                         der::write(der::constructed(1), mask),
                                         der::write(der::constructed(2), size)}));
}

SignedSet sign_set(const SignerSpec& spec, View content) {
    const auto attributes = spec.attribute_set.value_or(honest_attributes(spec, content));
    SignedSet made;
    made.set = spec.unsorted ? der::write(der::kSet, joined(attributes)) : der::set_of(attributes);
    made.signature = raw_signature(spec, made.set);
    return made;
}

Bytes signer_info(const SignerSpec& spec, View content) {
    const X509* certificate = spec.signer.certificate.get();
    Bytes party = der::sequence({name_of(certificate), serial_of(certificate)});
    if (spec.naming == Naming::key_identifier) {
        const ASN1_OCTET_STRING* id = X509_get0_subject_key_id(spec.signer.certificate.get());
        require(id != nullptr, "subject key identifier");
        party = der::write(der::primitive(0), {id->data, static_cast<std::size_t>(id->length)});
    }
    Bytes attributes;
    Bytes signature;
    if (spec.attributes == Attributes::present) {
        SignedSet made = sign_set(spec, content);
        attributes = std::move(made.set);
        attributes[0] = der::constructed(0);
        signature = std::move(made.signature);
    } else {
        signature = raw_signature(spec, content);
    }
    if (spec.signature) signature = *spec.signature;
    return der::sequence(
        {der::integer(spec.naming == Naming::key_identifier ? 3 : 1), party,
         spec.digest_algorithm.empty() ? digest_algorithm(spec.md) : spec.digest_algorithm,
         attributes,
         spec.signature_algorithm.empty() ? honest_signature_algorithm(spec)
                                          : spec.signature_algorithm,
         der::octet_string(signature)});
}

Bytes signed_data(const SignedSpec& spec) {
    Bytes enclosed;
    if (spec.enclosed) {
        enclosed = der::write(der::constructed(0), der::octet_string(*spec.enclosed));
    }
    const Bytes content = der::sequence({der::oid(spec.content_type), enclosed});
    return content_info(cms::oid::kSignedData,
                        der::sequence({der::integer(1), digest_algorithms(spec), content,
                                       certificate_set(spec), signer_infos(spec)}));
}

Bytes content_info(const Oid& type, View content) {
    return der::sequence({der::oid(type), der::write(der::constructed(0), content)});
}

Bytes signed_data_in_pieces(const SignedSpec& spec) {
    Bytes content = der::oid(spec.content_type);
    if (spec.enclosed) append(content, indefinite(der::constructed(0), in_pieces(*spec.enclosed)));
    Bytes inner = der::integer(1);
    append(inner, digest_algorithms(spec));
    append(inner, indefinite(der::kSequence, content));
    append(inner, certificate_set(spec));
    append(inner, signer_infos(spec));
    Bytes outer = der::oid(cms::oid::kSignedData);
    append(outer, indefinite(der::constructed(0), indefinite(der::kSequence, inner)));
    return indefinite(der::kSequence, outer);
}

}  // namespace sealwright::support
