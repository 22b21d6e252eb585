// SPDX-License-Identifier: MPL-2.0
#include "cms/content_cipher.hpp"
#include "cms/content_key.hpp"
#include "cms/enveloped_data.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

constexpr std::size_t kBitsPerOctet = 8;

bool is_openable(RecipientKind kind) {
    return kind == RecipientKind::key_transport || kind == RecipientKind::key_agreement;
}

Recipient to_recipient(const RecipientView& view) {
    return {view.kind, to_bytes(view.party.issuer), to_bytes(view.party.serial),
            to_bytes(view.party.key_identifier)};
}

/// What an envelope's own look says of its strength: the cipher, RSA keys shorter than we accept,
/// key wraps shorter than the content key (RFC 8551 §2.3).
void judge_strength(const EnvelopeView& view, const ContentCipher& cipher, Envelope& envelope) {
    const auto remark = [&](Reason reason, std::vector<std::string> args) {
        envelope.weak = true;
        if (!envelope.findings.has(reason)) {
            envelope.findings.note(Check::V_31, reason, std::move(args));
        }
    };
    const CipherAlgorithm& algorithm = *cipher.algorithm;
    if (!algorithm.weak_since.empty()) {
        remark(Reason::cms_weak_cipher, {algorithm.name, std::string(algorithm.weak_since)});
    }
    for (const RecipientView& recipient : view.recipients) {
        const std::size_t bits = recipient.encrypted_key.size() * kBitsPerOctet;
        if (recipient.kind == RecipientKind::key_transport && bits < limits::kRsaBitsLeast) {
            remark(Reason::cms_weak_key, {std::to_string(bits)});
        }
        if (recipient.kind != RecipientKind::key_agreement) continue;
        der::Reader parameters(recipient.algorithm.parameters);
        const auto* wrap = find_wrap(read_algorithm(parameters).oid);
        if (wrap && wrap->key_size < cipher.key_size) remark(Reason::cms_weak_key_wrap, {});
    }
}

void check_structure(const EnvelopeView& view, Findings& findings) {
    if (view.trailing_bytes) findings.fail(Check::V_31, Reason::cms_trailing_bytes);
    if (view.recipients.size() > limits::kRecipients) {
        findings.fail(Check::V_31, Reason::mail_limit);
    }
}

/// The first recipient that is us; a second one for the same certificate is never tried, or one
/// message would be several questions to the key (C-09).
const RecipientView* find_recipient(const EnvelopeView& view, const X509& certificate) {
    Bytes der;
    const auto ours = read_certificate(encode_certificate(certificate, der));
    const auto found = std::ranges::find_if(view.recipients, [&](const RecipientView& recipient) {
        return is_openable(recipient.kind) && ours && names(recipient.party, *ours);
    });
    return found == view.recipients.end() ? nullptr : &*found;
}

}  // namespace

bool Recipient::is_for(const X509& certificate) const {
    if (!is_openable(kind)) return false;
    Bytes der;
    const auto view = read_certificate(encode_certificate(certificate, der));
    return view && names(PartyView{issuer, serial, key_identifier}, *view);
}

Result<Envelope> inspect(View cms) {
    if (cms.size() > limits::kCmsBytes) return Error{ErrorCode::mail_limit, "CMS size"};
    const auto content = content_of(cms);
    if (!content) return content.error();
    if (*content != Content::enveloped_data && *content != Content::auth_enveloped_data) {
        return Error{ErrorCode::mail_not_encrypted, "the CMS object is no envelope"};
    }
    Envelope envelope;
    envelope.authenticated = *content == Content::auth_enveloped_data;
    const auto view = read_envelope(cms);
    if (!view) {
        envelope.findings.fail(Check::V_31, Reason::cms_malformed);
        return envelope;
    }
    check_structure(*view, envelope.findings);
    std::ranges::transform(view->recipients, std::back_inserter(envelope.recipients), to_recipient);
    const auto* algorithm = find_cipher(view->cipher.oid);
    envelope.cipher = algorithm ? algorithm->name : dotted(view->cipher.oid);
    const auto cipher = check_cipher(*view, envelope.findings);
    if (cipher) judge_strength(*view, *cipher, envelope);
    return envelope;
}

Result<SecretBytes> decrypt(View cms, const Envelope& envelope, const keys::Identity& recipient,
                            const keys::KeyUse& use) {
    const auto view = read_envelope(cms);
    Findings findings;
    if (view) check_structure(*view, findings);
    const auto cipher = view ? check_cipher(*view, findings) : std::nullopt;
    if (!view || findings.failed(Check::V_31) || envelope.findings.failed(Check::V_31)) {
        return Error{ErrorCode::mail_refused, "the envelope breaks a rule of its format"};
    }
    if (!cipher) return Error{ErrorCode::mail_unsupported, envelope.cipher};
    const RecipientView* own = find_recipient(*view, *recipient.certificate);
    if (!own) return Error{ErrorCode::mail_no_key, "no recipient is this certificate"};
    const auto key = content_key(*own, cipher->key_size, recipient, use);
    if (!key) return key.error();
    return decrypt_content(*view, *cipher, key->view(), use.stop);
}

}  // namespace sealwright::cms
