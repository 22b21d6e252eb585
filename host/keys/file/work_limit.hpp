// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/limits.hpp"
#include "base/ossl.hpp"
#include "base/result.hpp"

namespace sealwright::keys {

/// The password work one file may ask for, counted before it is done: iterations of all its
/// derivations together.
class WorkLimit {
  public:
    explicit WorkLimit(std::int64_t iterations) : left_(iterations) {}
    /// `request.limit` when the limit is passed or the number is none.
    Result<void> spend(const ASN1_INTEGER* iterations);
    /// The same for the derivation that an encryption algorithm of PKCS#5 or PKCS#12 names;
    /// `key.unsupported` for those without an iteration count.
    Result<void> spend(const X509_ALGOR& encryption);

  private:
    Result<void> spend_pbes2(const X509_ALGOR& encryption);
    std::int64_t left_;
};

}  // namespace sealwright::keys
