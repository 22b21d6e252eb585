// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/worker_protocol.hpp"

#include <map>

namespace sealwright::keys::pkcs11 {

/// What a token worker does with requests: loads its one module and works its tokens. Logins last
/// until the token is removed or the worker ends.
class Service {
  public:
    /// Answers every request, whatever it says; the answer has its id.
    Reply answer(const Request& request);

  private:
    Reply open(const ModuleSpec& spec);
    Reply list();
    Reply operate(Verb verb, const Operation& operation);

    Result<TokenListing> list_token(CK_SLOT_ID slot);
    /// The token of the key wherever it is plugged in now.
    Result<Token> find_token(const KeyRef& key);
    /// The session that stays open so that the login does.
    Result<const Session*> login_session_on(CK_SLOT_ID slot);

    std::unique_ptr<Module> module_;
    std::map<CK_SLOT_ID, Session> sessions_;
};

}  // namespace sealwright::keys::pkcs11
