// SPDX-License-Identifier: MPL-2.0
#include "tasks/cms_part.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "mail/structure.hpp"
#include "mail/transfer.hpp"

namespace sealwright::tasks {
namespace {

/// What does not say itself what it is, or is too large to be asked, is what it claims to be.
Errant by_claim(const mail::Entity& part) {
    return claims_encryption(part) ? Errant{false, true} : Errant{true, false};
}

Errant by_object(const mail::Message& message, const mail::Entity& part) {
    const auto object = cms_object(message, part);
    if (!object) return by_claim(part);
    const auto content = cms::content_of(object->view());
    if (!content) return by_claim(part);
    switch (*content) {
        case cms::Content::signed_data:
            return {!cms::is_unsigned(object->view()), false};
        case cms::Content::data:
        case cms::Content::compressed_data:
            return {};
        case cms::Content::enveloped_data:
        case cms::Content::auth_enveloped_data:
        case cms::Content::other:
            return {false, true};
    }
    return {false, true};
}

Errant of_part(const mail::Message& message, const mail::Entity& part) {
    switch (mail::layer_kind(part)) {
        case mail::LayerKind::none:
            return {};
        case mail::LayerKind::multipart_signed:
        case mail::LayerKind::pkcs7_signature:
            return {true, false};
        case mail::LayerKind::pkcs7_mime:
            return by_object(message, part);
    }
    return {};
}

// Depth is bounded by limits::kMimeDepth, so is this recursion.
void add(const mail::Message& message, const mail::Entity& part, Errant& errant) {
    const Errant own = of_part(message, part);
    errant.signature |= own.signature;
    errant.encryption |= own.encryption;
    for (const mail::Entity& inner : part.parts) add(message, inner, errant);
}

}  // namespace

std::optional<SecretBytes> cms_object(const mail::Message& message, const mail::Entity& part) {
    if (mail::decodes_beyond(message, part, limits::kCmsBytes)) return std::nullopt;
    return mail::secret_body(message, part);
}

bool claims_encryption(const mail::Entity& part) {
    const auto named = lower_ascii(part.type.parameter("smime-type").value_or(""));
    return named != "signed-data" && named != "certs-only" && named != "compressed-data";
}

Errant errant_layers(const mail::Message& message, const mail::Entity& payload) {
    Errant errant;
    if (mail::layer_kind(payload) != mail::LayerKind::pkcs7_mime) add(message, payload, errant);
    return errant;
}

}  // namespace sealwright::tasks
