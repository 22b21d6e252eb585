// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"

#include <string>
#include <vector>

namespace sealwright::support {

/// Adds an extension given as in an OpenSSL configuration file; throws when it cannot be read.
void add_extension(X509& certificate, const X509* issuer, const std::string& name,
                   const std::string& value);

/// subjectAltName with octets exactly as given, however wrong they are.
void add_alternative_names(X509& certificate, const std::vector<std::string>& addresses,
                           const std::vector<std::string>& utf8_addresses);

}  // namespace sealwright::support
