// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/compose.hpp"
#include "support/cms_builder.hpp"
#include "support/world.hpp"

namespace sealwright::support {

/// An opaque mail that is signed as `spec` says, with `beside` in the bag.
inline std::string mail_with(const World& world, const SignerSpec& spec,
                             const std::vector<Certificate>& beside) {
    SignedSpec object;
    object.content = to_bytes(as_view(text_entity()));
    object.enclosed = object.content;
    object.signers = {spec};
    object.certificates = beside;
    object.certificates.push_back(world.inter.certificate);
    const Bytes cms = signed_data(object);
    return fields(world) +
           std::string(as_text(mail::pkcs7_mime(cms, mail::SmimeType::signed_data)));
}

}  // namespace sealwright::support
