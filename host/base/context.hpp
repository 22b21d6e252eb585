// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <openssl/types.h>

namespace sealwright {

// OpenSSL library contexts without configuration file, engine or environment. Each is made on
// first use, shared by all threads and never freed. bridge::library_context() is the third one.

/// The default provider alone.
OSSL_LIB_CTX* plain_context();

/// Default and legacy provider: RC2, DES and the like, for reading what old software wrote and for
/// nothing else. Null when this machine has no legacy provider.
OSSL_LIB_CTX* legacy_context();

}  // namespace sealwright
