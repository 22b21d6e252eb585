// SPDX-License-Identifier: MPL-2.0
#include "tasks/protect.hpp"

#include "base/text.hpp"
#include "mail/compose.hpp"
#include "mail/entity.hpp"
#include "tasks/inventory.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

Result<Bytes> signed_entity(View entity, const ProtectRequest& request,
                            const keys::Identity& signer, const Services& services);
Result<Bytes> encrypted_entity(View entity, const ProtectRequest& request,
                               const Services& services);
Result<void> must_be_entity(View entity);

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
    Result<keys::Identity> identity = signing_identity(request.account, services);
    if (!identity) return identity.error();
    Result<Bytes> entity = mail::entity_to_sign(request.entity);
    if (!entity) return entity.error();

    entity = signed_entity(*entity, request, *identity, services);
    if (!entity) return entity.error();
    if (request.protection == Protection::sign_and_encrypt)
        entity = encrypted_entity(*entity, request, services);
    if (!entity) return entity.error();

    ProtectedMessage out;
    std::copy_if(request.fields.begin(), request.fields.end(), std::back_inserter(out.outer),
                 [](const HeaderField& field) { return !is_structural(field.name); });
    out.outer.push_back({"MIME-Version", "1.0"});
    out.entity = std::move(entity).value();
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

keys::KeyUse key_use(const ProtectRequest& request, keys::Action action) {
    return {action, request.account, request.recipients, request.stop};
}

Result<Bytes> signed_entity(View entity, const ProtectRequest& request,
                            const keys::Identity& signer, const Services& services) {
    bool inside = request.protection == Protection::sign_and_encrypt;
    cms::SignRequest sign;
    sign.entity = entity;
    sign.form = inside ? cms::Form::opaque : request.form;
    sign.signing_time = services.clock();
    Result<cms::SignedObject> made = cms::sign(sign, signer, key_use(request, keys::Action::sign));
    if (!made) return made.error();
    if (sign.form == cms::Form::opaque)
        return mail::pkcs7_mime(made->cms, mail::SmimeType::signed_data);
    return mail::multipart_signed(entity, made->cms, made->micalg);
}

std::string join(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

/// The certificates of all recipients, or who has none and whose cannot be used (N-205).
Result<std::vector<Certificate>> recipient_certificates(const ProtectRequest& request,
                                                        const Services& services) {
    std::vector<Certificate> certificates;
    std::vector<std::string> missing, unfit;
    for (const std::string& text : request.recipients) {
        Result<Address> address = parse_address(text);
        RecipientCertificate found;
        if (address) found = recipient_certificate(*address, services);
        if (!found.certificate)
            missing.push_back(shown(text));
        else if (!found.usable)
            unfit.push_back(shown(text));
        else
            certificates.push_back(found.certificate);
    }
    if (!missing.empty())
        return Error{ErrorCode::people_no_certificate,
                     "no certificate is known for " + join(missing) +
                         "; ask for a signed mail or add it with 'sealwright people add FILE'",
                     missing};
    if (!unfit.empty())
        return Error{ErrorCode::people_unfit_certificate,
                     "the certificate of " + join(unfit) +
                         " cannot be used; 'sealwright people show ADDRESS' says why",
                     unfit};
    if (certificates.empty())
        return Error{ErrorCode::people_no_certificate, "there is no recipient to encrypt to"};
    return certificates;
}

/// Opens our own copy and compares: what we could not read ourselves never leaves (E-90).
Result<void> must_open_again(View cms, View entity, const ProtectRequest& request,
                             const keys::Identity& self) {
    Error failed{ErrorCode::mail_self_check, "the encrypted message could not be opened again"};
    Result<cms::Envelope> envelope = cms::inspect(cms);
    if (!envelope || envelope->findings.failed(Check::V_31)) return failed;
    Result<SecretBytes> plain =
        cms::decrypt(cms, *envelope, self, key_use(request, keys::Action::decrypt));
    if (!plain)
        return plain.error().code == ErrorCode::mail_decrypt_failed ? failed : plain.error();
    bool same =
        std::equal(plain->view().begin(), plain->view().end(), entity.begin(), entity.end());
    return same ? Result<void>() : failed;
}

Result<Bytes> encrypted_entity(View entity, const ProtectRequest& request,
                               const Services& services) {
    Result<keys::Identity> self = reading_identity(request.account, services);
    if (!self) return self.error();
    Result<std::vector<Certificate>> recipients = recipient_certificates(request, services);
    if (!recipients) return recipients.error();
    cms::EncryptRequest encrypt;
    encrypt.entity = entity;
    encrypt.recipients = std::move(recipients).value();
    encrypt.recipients.push_back(self->certificate);  // sent mail stays readable (N-910)
    encrypt.cipher = request.cipher.value_or(cms::Cipher::aes_256_cbc);
    Result<Bytes> cms = cms::encrypt(encrypt);
    if (!cms) return cms.error();
    if (Result<void> ok = must_open_again(*cms, entity, request, *self); !ok) return ok.error();
    return mail::pkcs7_mime(*cms, encrypt.cipher == cms::Cipher::aes_256_gcm
                                      ? mail::SmimeType::auth_enveloped_data
                                      : mail::SmimeType::enveloped_data);
}

}  // namespace
}  // namespace sealwright::tasks
