// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"

#include <stop_token>
#include <string>

namespace sealwright::tasks {

/// Brings a certificate with its key into the file store. `origin` names the file in prompts and
/// errors; its password is asked for when the empty one does not open it, until `stop`.
Result<trust::CertificateSummary> import_identity(View pkcs12, const std::string& origin,
                                                  const Services& services,
                                                  const std::stop_token& stop = {});

/// Remembers the first certificate in `file` (PEM, DER or certs-only CMS) that is somebody's own,
/// for every address it names; the others are kept as its chain.
Result<trust::CertificateSummary> add_known_certificate(View file, const std::string& origin,
                                                        const Services& services);

}  // namespace sealwright::tasks
