// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/result.hpp"

#include <string>
#include <vector>

namespace sealwright::mail {

/// The entity in the form we sign (RFC 8551 §3.1, G.12): CRLF line ends, 7-bit, no line over 76
/// octets in encoded leaves, none starting with "From ", no trailing space. Leaves that break a
/// rule are re-encoded (quoted-printable for text, base64 otherwise); what is fit stays as it is.
/// Header fields other than Content-* and MIME-Version are left out: they belong to the message.
/// A multipart that cannot be read with certainty is `mail.unreadable`.
Result<Bytes> entity_to_sign(View entity);

/// multipart/signed of RFC 8551 §3.5.3 around `entity` (already in the form above) and its
/// detached signature. The boundary occurs nowhere in `entity`. `micalg` as in RFC 8551 §3.5.3.2.
Bytes multipart_signed(View entity, View signature, std::string_view micalg);

enum class SmimeType { signed_data, enveloped_data, auth_enveloped_data };
/// application/pkcs7-mime of RFC 8551 §3.2 with its smime-type and file name.
Bytes pkcs7_mime(View cms, SmimeType type);

}  // namespace sealwright::mail
