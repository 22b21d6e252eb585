// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/ossl.hpp"

#include <vector>

namespace sealwright {

/// The certificates of a file: any number in PEM, one in DER, or a certs-only CMS object (.p7c).
/// Empty when it holds none.
std::vector<Certificate> read_certificates(View file);
/// One DER certificate with nothing behind it; null when it is none.
Certificate read_certificate_der(View der);

Bytes der_of(const X509& certificate);
Bytes der_of(const X509_NAME& name);
/// SHA-256 over the DER form.
Bytes fingerprint(const X509& certificate);

/// The far past for a time that cannot be read, so that such a certificate counts as expired.
UnixTime time_of(const ASN1_TIME* time);

}  // namespace sealwright
