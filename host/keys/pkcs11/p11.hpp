// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"

#include <p11-kit/pkcs11.h>

namespace sealwright::keys::pkcs11 {

/// What a module's refusal means to a person; the only place that reads CKR_* for that. `call` is
/// the function that was refused, e.g. "C_Sign".
Error from_p11(CK_RV rv, const char* call);

/// As above for the *Init functions, where many modules answer "bad argument" to parameters they
/// do not have: that is `key.unsupported`.
Error from_p11_init(CK_RV rv, const char* call);

/// True for refusals which say something about the token or the person and nothing about the
/// ciphertext, so that decryption may report them as they are (C-09).
bool concerns_token(CK_RV rv);

}  // namespace sealwright::keys::pkcs11
