// SPDX-License-Identifier: MPL-2.0
#include "tasks/protect.hpp"

#include "base/text.hpp"
#include "mail/compose.hpp"
#include "mail/entity.hpp"
#include "tasks/sealing.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

Result<void> must_be_entity(View entity);
std::vector<HeaderField> outer_fields(const std::vector<HeaderField>& fields);

/// Who can open what is made: known before a key is used, so that nobody gives a PIN in vain.
struct Addressees {
    std::optional<keys::Identity> self;     ///< what answers are encrypted to
    std::vector<RecipientCertificate> all;  ///< recipients, then Bcc; when it is to be encrypted
};
Result<Addressees> addressees_of(const ProtectRequest& request, const Services& services);
Result<Bytes> signed_entity(View entity, const ProtectRequest& request,
                            const keys::Identity& signer, const Addressees& addressees,
                            const Services& services);
Result<void> add_envelopes(View entity, const ProtectRequest& request, const Addressees& addressees,
                           ProtectedMessage& out);

bool is_structural(std::string_view name) {
    std::string lower = lower_ascii(name);
    return lower.rfind("content-", 0) == 0 || lower == "mime-version";
}

/// A header field of a file with bare LF goes out with CRLF (RFC 5322 §2.3).
void append_with_crlf(Bytes& to, View field) {
    for (std::size_t i = 0; i < field.size(); ++i) {
        if (field[i] == '\n' && (i == 0 || field[i - 1] != '\r')) to.push_back('\r');
        to.push_back(field[i]);
    }
}

}  // namespace

Result<ProtectedMessage> protect(const ProtectRequest& request, const Services& services) {
    if (Result<void> ok = must_be_entity(request.entity); !ok) return ok.error();
    Result<keys::Identity> identity = signing_identity(request.account, services, request.stop);
    if (!identity) return identity.error();
    Result<Addressees> addressees = addressees_of(request, services);
    if (!addressees) return addressees.error();
    Result<Bytes> entity = mail::entity_to_sign(request.entity);
    if (entity) entity = signed_entity(*entity, request, *identity, *addressees, services);
    if (!entity) return entity.error();

    ProtectedMessage out;
    out.outer = outer_fields(request.fields);
    if (request.protection == Protection::sign) {
        out.entity = std::move(entity).value();
        return out;
    }
    if (Result<void> ok = add_envelopes(*entity, request, *addressees, out); !ok) return ok.error();
    return out;
}

Result<ProtectedMessage> protect_draft(const DraftRequest& request, const Services& services) {
    if (Result<void> ok = must_be_entity(request.entity); !ok) return ok.error();
    Result<keys::Identity> self = reading_identity(request.account, services, request.stop);
    if (!self) return self.error();
    Result<Sealed> sealed = seal(request.entity, {self->certificate}, cms::Cipher::aes_256_gcm);
    if (!sealed) return sealed.error();
    ProtectedMessage out;
    out.outer = outer_fields(request.fields);
    out.entity = sealed->entity();
    return out;
}

Result<Bytes> protect_file(View message, ProtectRequest request, const Services& services) {
    Result<mail::Message> parsed = mail::parse_message(message);
    if (!parsed) return parsed.error();
    Bytes entity;
    Bytes out;
    for (const mail::Field& field : parsed->root.fields) {
        append_with_crlf(is_structural(field.name) ? entity : out, field.whole.of(message));
    }
    append(entity, "\r\n");
    append(entity, parsed->root.body.of(message));  // entity_to_sign makes its line ends CRLF
    request.entity = entity;
    Result<ProtectedMessage> done = protect(request, services);
    if (!done) return done.error();
    append(out, "MIME-Version: 1.0\r\n");
    append(out, done->entity);
    return out;
}

namespace {

/// Verbs sign whole messages, never raw bytes somebody hands in (C-55).
Result<void> must_be_entity(View entity) {
    Error refused{ErrorCode::request_refused,
                  "what is to be signed must be a MIME entity that begins with its Content-Type"};
    Result<mail::Message> parsed = mail::parse_entity(entity);
    if (!parsed) return refused;
    const bool typed = parsed->root.count("Content-Type") == 1;
    if (!typed || parsed->findings.failed(Check::V_02)) return refused;
    return {};
}

std::vector<HeaderField> outer_fields(const std::vector<HeaderField>& fields) {
    std::vector<HeaderField> outer;
    std::copy_if(fields.begin(), fields.end(), std::back_inserter(outer),
                 [](const HeaderField& field) { return !is_structural(field.name); });
    outer.push_back({"MIME-Version", "1.0"});
    return outer;
}

keys::KeyUse key_use(const ProtectRequest& request, keys::Action action) {
    keys::KeyUse use{action, request.account, request.recipients, request.stop};
    use.recipients.insert(use.recipients.end(), request.bcc.begin(), request.bcc.end());
    return use;
}

Result<Bytes> signed_entity(View entity, const ProtectRequest& request,
                            const keys::Identity& signer, const Addressees& addressees,
                            const Services& services) {
    cms::SignRequest sign;
    sign.entity = entity;
    sign.form = request.form;
    sign.signing_time = services.clock();
    if (addressees.self) sign.preferred = addressees.self->certificate;
    Result<cms::SignedObject> made = cms::sign(sign, signer, key_use(request, keys::Action::sign));
    if (!made) return made.error();
    if (sign.form == cms::Form::opaque)
        return mail::pkcs7_mime(made->cms, mail::SmimeType::signed_data);
    return mail::multipart_signed(entity, made->cms, made->micalg);
}

/// Everybody the message goes to; a missing Bcc recipient stops it as any other does.
Result<Addressees> addressees_of(const ProtectRequest& request, const Services& services) {
    Addressees addressees;
    Result<keys::Identity> self = reading_identity(request.account, services, request.stop);
    if (self) addressees.self = *self;
    if (request.protection == Protection::sign) return addressees;
    if (!self) return self.error();
    std::vector<std::string> everybody = request.recipients;
    everybody.insert(everybody.end(), request.bcc.begin(), request.bcc.end());
    if (everybody.empty())
        return Error{ErrorCode::people_no_certificate, "there is no recipient to encrypt to"};
    auto all = certificates_to_seal(everybody, services);
    if (!all) return all.error();
    addressees.all = std::move(all).value();
    return addressees;
}

using Share = std::span<const RecipientCertificate>;

/// For `recipients` and the account itself: sent mail stays readable (N-910).
Result<Bytes> envelope_for(Share recipients, View entity, const ProtectRequest& request,
                           const keys::Identity& self) {
    std::vector<Certificate> certificates;
    for (const RecipientCertificate& each : recipients) certificates.push_back(each.certificate);
    certificates.push_back(self.certificate);
    Result<Sealed> sealed =
        seal(entity, certificates, request.cipher.value_or(cipher_for_all(recipients)));
    if (!sealed) return sealed.error();
    Result<void> opens =
        must_open_again(*sealed, entity, self, key_use(request, keys::Action::decrypt));
    if (!opens) return opens.error();
    return sealed->entity();
}

Result<void> add_envelopes(View entity, const ProtectRequest& request, const Addressees& addressees,
                           ProtectedMessage& out) {
    const keys::Identity& self = *addressees.self;
    const Share everybody(addressees.all);
    Result<Bytes> envelope =
        envelope_for(everybody.first(request.recipients.size()), entity, request, self);
    if (!envelope) return envelope.error();
    out.entity = std::move(envelope).value();
    for (std::size_t i = 0; i < request.bcc.size(); ++i) {
        const Share one = everybody.subspan(request.recipients.size() + i, 1);
        envelope = envelope_for(one, entity, request, self);
        if (!envelope) return envelope.error();
        out.copies.push_back({request.bcc[i], std::move(envelope).value()});
    }
    return {};
}

}  // namespace
}  // namespace sealwright::tasks
