// SPDX-License-Identifier: MPL-2.0
#include "cms/signed_data.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

/// SET OF or IMPLICIT [n] SET OF: every element goes to `read`.
template <class Read>
void each_of(View content, der::Reader& parent, Read&& read) {
    der::Reader elements(content);
    while (!elements.at_end()) read(elements);
    if (!elements.ok()) parent.fail();
}

View read_octets_in_one(der::Reader& reader) {
    return reader.take(der::kOctetString).content;
}

void read_encapsulated(der::Reader& fields, SignedDataView& view) {
    der::Reader content_info = fields.enter(der::kSequence);
    view.content_type = content_info.take(der::kOid).content;
    if (const auto content = content_info.maybe(der::constructed(0))) {
        der::Reader inner(content->content);
        const der::Element octets = inner.any();
        view.content = der::Octets::of(octets);
        const bool is_octets =
            (octets.tag | der::kConstructed) == (der::kOctetString | der::kConstructed);
        if (!inner.finished() || !is_octets || !view.content) fields.fail();
    }
    if (!content_info.finished()) fields.fail();
}

/// CertificateSet: X.509 certificates; the [n] alternatives nobody uses in mail are passed over,
/// and so is what is no certificate at all: a signer without one is found out later.
void read_certificates(der::Reader& fields, SignedDataView& view) {
    const auto set = fields.maybe(der::constructed(0));
    if (!set) return;
    each_of(set->content, fields, [&](der::Reader& elements) {
        const der::Element element = elements.any();
        if (element.tag != der::kSequence || view.beyond_limits) return;
        view.beyond_limits = element.whole.size() > limits::kCertificateOctets ||
                             view.certificates.size() == limits::kCertificatesEnclosed;
        if (auto certificate = read_certificate(element.whole)) {
            view.certificates.push_back(*certificate);
        }
    });
}

SignerView read_signer(der::Reader& signers) {
    SignerView signer;
    der::Reader fields = signers.enter(der::kSequence);
    fields.take(der::kInteger);
    signer.signer = read_party(fields);
    signer.digest = read_algorithm(fields);
    signer.signed_attributes = fields.maybe(der::constructed(0));
    signer.signature_algorithm = read_algorithm(fields);
    signer.signature = read_octets_in_one(fields);
    fields.maybe(der::constructed(1));
    if (!fields.finished()) signers.fail();
    return signer;
}

void read_signers(der::Reader& fields, SignedDataView& view) {
    const der::Element set = fields.take(der::kSet);
    each_of(set.content, fields, [&](der::Reader& signers) {
        SignerView signer = read_signer(signers);
        if (view.signers.size() == limits::kSigners) view.beyond_limits = true;
        if (!view.beyond_limits) view.signers.push_back(signer);
    });
}

/// What costs nothing to compare: the serial number or the key identifier.
bool looks_like(const PartyView& party, const CertificateView& certificate) {
    if (!party.issuer.empty()) return same_serial(party.serial, certificate.serial);
    return !party.key_identifier.empty() &&
           std::ranges::equal(party.key_identifier, certificate.key_identifier);
}

}  // namespace

PartyView read_party(der::Reader& reader) {
    PartyView party;
    if (const auto identifier = reader.maybe(der::primitive(0))) {
        party.key_identifier = identifier->content;
        return party;
    }
    der::Reader fields = reader.enter(der::kSequence);
    party.issuer = fields.take(der::kSequence).whole;
    party.serial = fields.take(der::kInteger).content;
    if (!fields.finished()) reader.fail();
    return party;
}

bool names(const PartyView& party, const CertificateView& certificate) {
    return looks_like(party, certificate) &&
           (party.issuer.empty() || NameComparison(party.issuer).equals(certificate.issuer));
}

std::optional<std::vector<const CertificateView*>> named_by(
    const PartyView& party, const std::vector<CertificateView>& certificates) {
    NameComparison issuer(party.issuer);
    std::vector<const CertificateView*> named;
    std::size_t alike = 0;
    for (const CertificateView& certificate : certificates) {
        if (!looks_like(party, certificate)) continue;
        if (++alike > limits::kCertificates) return std::nullopt;
        if (party.issuer.empty() || issuer.equals(certificate.issuer)) {
            named.push_back(&certificate);
        }
    }
    return named;
}

std::optional<ContentInfoView> read_content_info(View cms) {
    ContentInfoView info;
    der::Reader outer(cms);
    der::Reader fields = outer.enter(der::kSequence);
    info.content_type = fields.take(der::kOid).content;
    der::Reader content = fields.enter(der::constructed(0));
    info.content = content.any();
    info.trailing_bytes = !outer.at_end();
    if (!outer.ok() || !fields.finished() || !content.finished()) return std::nullopt;
    return info;
}

std::optional<SignedDataView> read_signed_data(const ContentInfoView& info) {
    SignedDataView view;
    view.trailing_bytes = info.trailing_bytes;
    if (info.content.tag != der::kSequence) return std::nullopt;
    der::Reader fields(info.content.content);
    fields.take(der::kInteger);
    fields.take(der::kSet);
    read_encapsulated(fields, view);
    read_certificates(fields, view);
    fields.maybe(der::constructed(1));
    read_signers(fields, view);
    return fields.finished() ? std::optional(std::move(view)) : std::nullopt;
}

}  // namespace sealwright::cms
