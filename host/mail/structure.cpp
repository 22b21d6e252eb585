// SPDX-License-Identifier: MPL-2.0
#include "mail/structure.hpp"

#include "base/text.hpp"
#include "mail/content_type.hpp"
#include "mail/file_name.hpp"

#include <algorithm>

namespace sealwright::mail {
namespace {

bool is_pkcs7_signature(std::string_view type) {
    return type == "application/pkcs7-signature" || type == "application/x-pkcs7-signature";
}

std::string full_type(const ContentType& type) {
    return type.type + '/' + type.subtype;
}

std::string protocol(const Entity& multipart) {
    return lower_ascii(multipart.type.parameter("protocol").value_or(""));
}

// Without a protocol it still claims to be a layer when a signature stands in it (V-05 fails then).
LayerKind signed_kind(const Entity& multipart) {
    const std::string named = protocol(multipart);
    if (!named.empty()) {
        return is_pkcs7_signature(named) ? LayerKind::multipart_signed : LayerKind::none;
    }
    const bool signature_inside = std::any_of(
        multipart.parts.begin(), multipart.parts.end(),
        [](const Entity& part) { return layer_kind(part) == LayerKind::pkcs7_signature; });
    return signature_inside ? LayerKind::multipart_signed : LayerKind::none;
}

LayerKind kind_by_name(const Entity& entity) {
    const std::string name = lower_ascii(raw_file_name(entity));
    if (name.ends_with(".p7m") || name.ends_with(".p7c") || name.ends_with(".p7z")) {
        return LayerKind::pkcs7_mime;
    }
    return name.ends_with(".p7s") ? LayerKind::pkcs7_signature : LayerKind::none;
}

}  // namespace

LayerKind layer_kind(const Entity& entity) {
    if (entity.type.is("multipart/signed")) return signed_kind(entity);
    const std::string type = full_type(entity.type);
    if (type == "application/pkcs7-mime" || type == "application/x-pkcs7-mime") {
        return LayerKind::pkcs7_mime;
    }
    if (is_pkcs7_signature(type)) return LayerKind::pkcs7_signature;
    return type == "application/octet-stream" ? kind_by_name(entity) : LayerKind::none;
}

std::optional<SignedParts> signed_parts(const Entity& multipart, Findings& findings) {
    if (multipart.parts.size() != 2) {
        findings.fail(Check::V_05, Reason::mail_not_two_parts,
                      {std::to_string(multipart.parts.size())});
        return std::nullopt;
    }
    const Entity& signature = multipart.parts[1];
    if (!is_pkcs7_signature(protocol(multipart)) ||
        !is_pkcs7_signature(full_type(signature.type))) {
        findings.fail(Check::V_05, Reason::mail_wrong_signature_part);
        return std::nullopt;
    }
    if (!multipart.closed) {
        findings.fail(Check::V_05, Reason::mail_unclosed);
        return std::nullopt;
    }
    findings.pass(Check::V_05);
    return SignedParts{&multipart.parts[0], &signature};
}

std::string micalg(const Entity& multipart) {
    const std::string named = lower_ascii(multipart.type.parameter("micalg").value_or(""));
    const bool without_dash = named.size() == 6 && named.starts_with("sha") && named[3] != '-';
    return without_dash ? "sha-" + named.substr(3) : named;
}

}  // namespace sealwright::mail
