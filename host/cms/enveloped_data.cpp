// SPDX-License-Identifier: MPL-2.0
#include "cms/enveloped_data.hpp"

namespace sealwright::cms {
namespace {

using Recipients = std::vector<RecipientView>;

void add(Recipients& recipients, RecipientView recipient) {
    if (recipients.size() <= limits::kRecipients) recipients.push_back(recipient);
}

void read_key_transport(View content, der::Reader& parent, Recipients& recipients) {
    der::Reader fields(content);
    RecipientView recipient;
    recipient.kind = RecipientKind::key_transport;
    fields.take(der::kInteger);
    recipient.party = read_party(fields);
    recipient.algorithm = read_algorithm(fields);
    recipient.encrypted_key = fields.take(der::kOctetString).content;
    if (!fields.finished()) parent.fail();
    add(recipients, recipient);
}

/// KeyAgreeRecipientIdentifier: IssuerAndSerialNumber or [0] IMPLICIT RecipientKeyIdentifier.
PartyView read_agreement_party(der::Reader& reader) {
    const auto by_identifier = reader.maybe(der::constructed(0));
    if (!by_identifier) return read_party(reader);
    der::Reader fields(by_identifier->content);
    PartyView party;
    party.key_identifier = fields.take(der::kOctetString).content;
    fields.maybe(der::kGeneralizedTime);
    fields.maybe(der::kSequence);
    if (!fields.finished()) reader.fail();
    return party;
}

void read_key_agreement(View content, der::Reader& parent, Recipients& recipients) {
    der::Reader fields(content);
    RecipientView shared;
    shared.kind = RecipientKind::key_agreement;
    fields.take(der::kInteger);
    shared.originator = fields.take(der::constructed(0)).content;
    if (const auto ukm = fields.maybe(der::constructed(1))) {
        der::Reader inner(ukm->content);
        shared.ukm = inner.take(der::kOctetString).content;
        shared.has_ukm = true;
        if (!inner.finished()) fields.fail();
    }
    shared.algorithm = read_algorithm(fields);
    der::Reader keys = fields.enter(der::kSequence);
    while (!keys.at_end()) {
        der::Reader key = keys.enter(der::kSequence);
        shared.party = read_agreement_party(key);
        shared.encrypted_key = key.take(der::kOctetString).content;
        if (!key.finished()) keys.fail();
        add(recipients, shared);
    }
    if (!keys.finished() || !fields.finished()) parent.fail();
}

void read_recipient(der::Reader& infos, Recipients& recipients) {
    const der::Element info = infos.any();
    switch (info.tag) {
        case der::kSequence:
            return read_key_transport(info.content, infos, recipients);
        case der::constructed(1):
            return read_key_agreement(info.content, infos, recipients);
        case der::constructed(2): {
            RecipientView recipient;
            recipient.kind = RecipientKind::key_encryption_key;
            return add(recipients, recipient);
        }
        case der::constructed(3): {
            RecipientView recipient;
            recipient.kind = RecipientKind::password;
            return add(recipients, recipient);
        }
        default:
            return add(recipients, {});
    }
}

void read_recipients(der::Reader& fields, EnvelopeView& view) {
    der::Reader infos = fields.enter(der::kSet);
    while (!infos.at_end()) read_recipient(infos, view.recipients);
    if (!infos.ok()) fields.fail();
}

/// EncryptedContentInfo; the ciphertext is [0] IMPLICIT, in one piece or in many.
void read_content(der::Reader& fields, EnvelopeView& view) {
    der::Reader info = fields.enter(der::kSequence);
    view.content_type = info.take(der::kOid).content;
    view.cipher = read_algorithm(info);
    auto content = info.maybe(der::primitive(0));
    if (!content) content = info.maybe(der::constructed(0));
    if (content) {
        view.ciphertext = der::Octets::of(*content);
        if (!view.ciphertext) fields.fail();
    }
    if (!info.finished()) fields.fail();
}

}  // namespace

std::optional<EnvelopeView> read_envelope(View cms) {
    const auto info = read_content_info(cms);
    if (!info || info->content.tag != der::kSequence) return std::nullopt;
    EnvelopeView view;
    view.authenticated = oid::kAuthEnvelopedData == info->content_type;
    if (!view.authenticated && !(oid::kEnvelopedData == info->content_type)) return std::nullopt;
    view.trailing_bytes = info->trailing_bytes;
    der::Reader fields(info->content.content);
    fields.take(der::kInteger);
    fields.maybe(der::constructed(0));
    read_recipients(fields, view);
    read_content(fields, view);
    if (view.authenticated) {
        view.authenticated_attributes = fields.maybe(der::constructed(1));
        view.mac = fields.take(der::kOctetString).content;
        fields.maybe(der::constructed(2));
    } else {
        fields.maybe(der::constructed(1));
    }
    return fields.finished() ? std::optional(std::move(view)) : std::nullopt;
}

}  // namespace sealwright::cms
