// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"

#include <string>
#include <vector>

namespace sealwright::trust {

/// Every value of one attribute of a name, octets as they are; UTF-8 where the type says so.
std::vector<std::string> values_of(const X509_NAME& name, int nid);

/// Common name, else organisation, else e-mail address; fit to show, perhaps empty.
std::string short_name(const X509_NAME& name);
std::string short_subject(const Certificate& certificate);
std::string short_issuer(const Certificate& certificate);

}  // namespace sealwright::trust
