// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/secret.hpp"
#include "mail/entity.hpp"

namespace sealwright::mail {

/// Undoes quoted-printable (RFC 2045 §6.7). `junk` is set when an "=" begins no escape; such text
/// is kept as it stands. White space at line ends is dropped, as §6.7 (3) demands.
Bytes decode_quoted_printable(View text, bool& junk);

/// Quoted-printable for text with CRLF line ends in the form we sign (G.12): lines of at most 76
/// octets, no white space at their ends, none that begins with "From ", "." or "--".
Bytes encode_quoted_printable(View text);

/// Whether the body decodes to more than `most` octets; looks without decoding, so that nothing is
/// allocated for what is too large. Exact but for what decoding skips or takes off.
bool decodes_beyond(const Message& message, const Entity& entity, std::size_t most);

/// decoded_body() for what may be decrypted text.
SecretBytes secret_body(const Message& message, const Entity& entity);

}  // namespace sealwright::mail
