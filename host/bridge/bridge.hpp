// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/context.hpp"
#include "base/ossl.hpp"
#include "keys/keys.hpp"

#include <memory>
#include <optional>

namespace sealwright::bridge {

/// Where bound keys live: OpenSSL's default provider plus the built-in one that forwards private
/// operations to a PrivateKey. No configuration file, no environment. One per process, made on
/// first use and never torn down: keys of it may live anywhere.
OSSL_LIB_CTX* library_context();

/// A PrivateKey dressed as an EVP_PKEY for one task: RSA, RSA-PSS or EC. CMS_* functions sign and
/// decrypt with `pkey()`, whatever context they run in; when they fail, `failure()` says what the
/// key itself reported (cancelled, removed …). Use it from one thread at a time.
class BoundKey {
  public:
    /// `certificate` supplies the public half; another kind of key is `key.unsupported`.
    static Result<BoundKey> bind(const X509& certificate, std::shared_ptr<keys::PrivateKey> key,
                                 keys::KeyUse use);
    [[nodiscard]] EVP_PKEY* pkey() const { return pkey_.get(); }
    /// The last Error the key gave, if any operation of it failed. Never `mail.decrypt-failed`:
    /// after that one CMS_decrypt goes on with a random key, so that nobody, our caller included,
    /// learns whether it was the padding or the content that did not fit (C-09).
    [[nodiscard]] std::optional<Error> failure() const;

    struct State;

  private:
    BoundKey(std::shared_ptr<State> state, PkeyPtr pkey);
    std::shared_ptr<State> state_;
    PkeyPtr pkey_;
};

}  // namespace sealwright::bridge
