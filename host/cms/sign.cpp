// SPDX-License-Identifier: MPL-2.0
#include "base/text.hpp"
#include "cms/asn1_time.hpp"
#include "cms/certificate.hpp"
#include "cms/der_writer.hpp"
#include "cms/signature.hpp"
#include "cms/signed.hpp"
#include "cms/signing_method.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

constexpr std::uint32_t kVersion = 1;

/// The signer's certificate in the forms that a SignedData needs.
struct Author {
    Bytes der;
    CertificateView view;
    Bytes preferred_der;
    std::optional<CertificateView> preferred;  ///< only one that is not the signer's
};

Result<Author> read_author(const keys::Identity& identity, const Certificate& preferred) {
    Author author;
    encode_certificate(*identity.certificate, author.der);
    const auto view = read_certificate(author.der);
    if (!view) return Error{ErrorCode::key_unsupported, "the certificate is malformed"};
    author.view = *view;
    if (preferred && X509_cmp(preferred.get(), identity.certificate.get()) != 0)
        author.preferred = read_certificate(encode_certificate(*preferred, author.preferred_der));
    return author;
}

Bytes attribute(const Oid& type, View value) {
    return der::sequence({der::oid(type), der::write(der::kSet, value)});
}

/// SMIMECapabilities (RFC 8551 §2.5.2), best first.
Bytes capabilities(bool announce_gcm) {
    Bytes list;
    if (announce_gcm) {
        append(list, der::algorithm(oid::kAes256Gcm));
        append(list, der::algorithm(oid::kAes128Gcm));
    }
    append(list, der::algorithm(oid::kAes256Cbc));
    append(list, der::algorithm(oid::kAes128Cbc));
    return der::write(der::kSequence, list);
}

/// SMIMEEncryptionKeyPreference (RFC 8551 §2.5.3) by issuer and serial.
Bytes key_preference(const CertificateView& certificate) {
    const Bytes serial = der::write(der::kInteger, certificate.serial);
    return der::write(der::constructed(0), {certificate.issuer, serial});
}

/// SigningCertificateV2 (RFC 5035 §3) with issuerSerial; SHA-256 is its default and not written.
Bytes signing_certificate(const Author& author) {
    const Bytes hash = digest_parts(algorithm_of(keys::Digest::sha256), {author.view.whole});
    const Bytes names = der::sequence({der::write(der::constructed(4), author.view.issuer)});
    const Bytes serial = der::write(der::kInteger, author.view.serial);
    const Bytes id = der::sequence({der::octet_string(hash), der::sequence({names, serial})});
    return der::sequence({der::sequence({id})});
}

/// CMSAlgorithmProtection (RFC 6211 §2); the signature algorithm stands under IMPLICIT [1].
Bytes algorithm_protection(View digest_algorithm, View signature_algorithm) {
    Bytes tagged = to_bytes(signature_algorithm);
    tagged[0] = der::constructed(1);
    return der::sequence({digest_algorithm, tagged});
}

std::vector<Bytes> signed_attributes(const SignRequest& request, const Author& author,
                                     const SigningMethod& method) {
    const DigestAlgorithm& digest = algorithm_of(method.digest);
    std::vector<Bytes> attributes = {
        attribute(oid::kContentType, der::oid(oid::kData)),
        attribute(oid::kMessageDigest, der::octet_string(digest_parts(digest, {request.entity}))),
        attribute(oid::kSigningTime, write_time(request.signing_time)),
        attribute(oid::kCapabilities, capabilities(request.announce_gcm)),
        attribute(oid::kAlgorithmProtection,
                  algorithm_protection(der::algorithm(digest.oid), method.algorithm)),
        attribute(oid::kSigningCertificateV2, signing_certificate(author)),
    };
    if (author.preferred)
        attributes.push_back(attribute(oid::kKeyPreference, key_preference(*author.preferred)));
    return attributes;
}

Bytes signer_info(const Author& author, const SigningMethod& method, View attributes,
                  View signature) {
    const Bytes serial = der::write(der::kInteger, author.view.serial);
    const Bytes party = der::sequence({author.view.issuer, serial});
    Bytes tagged = to_bytes(attributes);
    tagged[0] = der::constructed(0);
    return der::sequence({der::integer(kVersion), party,
                          der::algorithm(algorithm_of(method.digest).oid), tagged, method.algorithm,
                          der::octet_string(signature)});
}

/// The chain from `leaf` upwards without a root, which receivers must have anyway (RFC 8551 §2.3).
std::vector<Bytes> certificates(const Author& leaf, const std::vector<Certificate>& chain) {
    std::vector<Bytes> enclosed{leaf.der};
    if (leaf.preferred) enclosed.push_back(leaf.preferred_der);
    Bytes wanted = to_bytes(leaf.view.issuer);
    for (std::size_t depth = 0; depth < limits::kPathDepth; ++depth) {
        const auto issuer = std::ranges::find_if(chain, [&](const Certificate& candidate) {
            Bytes der;
            const auto view = read_certificate(encode_certificate(*candidate, der));
            return view && NameComparison(view->subject).equals(wanted) &&
                   !NameComparison(view->subject).equals(view->issuer);
        });
        if (issuer == chain.end()) break;
        Bytes der;
        const auto view = read_certificate(encode_certificate(**issuer, der));
        if (std::ranges::find(enclosed, der) != enclosed.end()) break;
        wanted = to_bytes(view->issuer);
        enclosed.push_back(std::move(der));
    }
    return enclosed;
}

Bytes assemble(const SignRequest& request, const SigningMethod& method, View certificates,
               View signer) {
    const bool opaque = request.form == Form::opaque;
    const Bytes digests = der::set_of({der::algorithm(algorithm_of(method.digest).oid)});
    der::Shell shell(opaque ? request.entity.size() : 0);
    if (opaque) shell.wrap(der::kOctetString).wrap(der::constructed(0));
    shell.before(der::oid(oid::kData)).wrap(der::kSequence);
    shell.before(digests).before(der::integer(kVersion));
    shell.after(certificates).after(der::write(der::kSet, signer)).wrap(der::kSequence);
    shell.wrap(der::constructed(0)).before(der::oid(oid::kSignedData)).wrap(der::kSequence);
    return shell.around(opaque ? request.entity : View());
}

/// E-90: what goes out has been read back by the code that judges others.
bool holds(View cms, const SignRequest& request) {
    const auto checked =
        verify(cms, request.form == Form::detached ? digest_of(request.entity) : nullptr);
    return checked && is_sound(*checked) && checked->signers.size() == 1 &&
           !checked->line_ends_converted;
}

}  // namespace

Result<SignedObject> sign(const SignRequest& request, const keys::Identity& signer,
                          const keys::KeyUse& use) {
    const auto author = read_author(signer, request.preferred);
    if (!author) return author.error();
    const auto method = choose_method(judge_key(author->view.key), signer.key->abilities());
    if (!method) return method.error();
    const DigestAlgorithm& digest = algorithm_of(method->digest);
    const Bytes attributes = der::set_of(signed_attributes(request, *author, *method));
    const auto signature =
        sign_digest(*method, *signer.key, digest_parts(digest, {attributes}), use);
    if (!signature) return signature.error();
    const Bytes enclosed = der::set_of(certificates(*author, signer.chain), der::constructed(0));
    SignedObject object{
        assemble(request, *method, enclosed, signer_info(*author, *method, attributes, *signature)),
        lower_ascii(digest.name)};
    if (!holds(object.cms, request)) return Error{ErrorCode::mail_self_check, "signature"};
    return object;
}

}  // namespace sealwright::cms
