// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

namespace sealwright::mail {

/// What an entity says it is. The CMS object inside decides (V-06); this is only where to look.
enum class LayerKind {
    none,
    multipart_signed,  ///< RFC 1847 with protocol application/(x-)pkcs7-signature
    pkcs7_mime,       ///< application/(x-)pkcs7-mime, or octet-stream named *.p7m (RFC 8551 §3.10)
    pkcs7_signature,  ///< a bare application/(x-)pkcs7-signature: errant
};

LayerKind layer_kind(const Entity& entity);

/// A well-formed multipart/signed (V-05): exactly two children, the second a pkcs7-signature.
struct SignedParts {
    const Entity* content = nullptr;    ///< hash `content->whole`
    const Entity* signature = nullptr;  ///< its decoded body is the CMS
};
/// Fails V-05 in `findings` and gives nothing when the parts are not as RFC 1847 §2.1 demands.
std::optional<SignedParts> signed_parts(const Entity& multipart, Findings& findings);

/// The hash algorithm named by micalg, a hint only; lower case ("sha-256").
std::string micalg(const Entity& multipart);

}  // namespace sealwright::mail
