// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/syntax.hpp"

#include <string>
#include <utility>
#include <vector>

namespace sealwright::mail {

/// The parameters of a structured field, each in one piece (RFC 2045 §5.1, RFC 2231).
struct Parameters {
    std::vector<std::pair<std::string, std::string>> values;  ///< names in lower case, UTF-8
    bool ambiguous = false;                                   ///< see ContentType::ambiguous
};

/// Reads `; name=value …` up to the end of the field.
Parameters read_parameters(Cursor cursor);

}  // namespace sealwright::mail
