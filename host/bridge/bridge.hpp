// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/ossl.hpp"
#include "keys/keys.hpp"

#include <memory>
#include <optional>

namespace sealwright::bridge {

/// The library context all our cryptography runs in: OpenSSL's default provider plus the built-in
/// one that forwards private operations to a PrivateKey. No configuration file, no environment.
/// One per process, made on first use and never torn down while a key lives.
OSSL_LIB_CTX* library_context();

/// A PrivateKey dressed as an EVP_PKEY for one task. CMS_* functions sign and decrypt with
/// `pkey()`; when they fail, `failure()` says what the key itself reported (cancelled, removed …).
class BoundKey {
  public:
    /// `certificate` supplies the public half.
    static Result<BoundKey> bind(const X509& certificate, std::shared_ptr<keys::PrivateKey> key,
                                 keys::KeyUse use);
    [[nodiscard]] EVP_PKEY* pkey() const { return pkey_.get(); }
    /// The last Error the key gave, if any operation of it failed.
    [[nodiscard]] std::optional<Error> failure() const;

    struct State;

  private:
    BoundKey(std::shared_ptr<State> state, PkeyPtr pkey);
    std::shared_ptr<State> state_;
    PkeyPtr pkey_;
};

}  // namespace sealwright::bridge
