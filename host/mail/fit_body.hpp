// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

namespace sealwright::mail {

/// RFC 5322 §2.1.1; longer lines are cut by transports.
inline constexpr std::size_t kLineOctets = 998;
/// RFC 2045 §6.7 and §6.8.
inline constexpr std::size_t kEncodedLineOctets = 76;

/// Whether `body` survives every transport unchanged once its line ends are CRLF (G.12): 7-bit, no
/// NUL, no bare CR, no line over `most` octets, none that starts with "From " or ends with a space.
bool is_fit(View body, std::size_t most);

/// The same lines, each ended by CRLF; a last line without an end stays without.
Bytes with_crlf(View text);

/// Whether any line ends with LF alone.
bool has_bare_lf(View text);

}  // namespace sealwright::mail
