// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/secret.hpp"
#include "mail/entity.hpp"

namespace sealwright::mail {

/// `root` as one text/plain entity in UTF-8: its texts in order, of multipart/alternative the plain
/// one, of HTML what it says without its markup; attachments not at all. For messages of which
/// nothing but text may be shown (restricted mode).
SecretBytes as_plain_text(const Message& message, const Entity& root);

}  // namespace sealwright::mail
