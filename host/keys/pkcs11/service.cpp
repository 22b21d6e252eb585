// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/service.hpp"

#include "keys/pkcs11/operation.hpp"

#include <optional>

namespace sealwright::keys::pkcs11 {
namespace {

Reply failed(const Error& error) {
    Reply reply;
    reply.kind = ReplyKind::failed;
    reply.code = error.code;
    reply.detail = error.detail;
    return reply;
}

Reply ask_for_pin(const Token& token, const Operation& operation) {
    if (token.has(CKF_USER_PIN_LOCKED))
        return failed({ErrorCode::key_pin_locked, "the token says its PIN is locked"});
    Reply reply;
    reply.kind = ReplyKind::pin_needed;
    reply.pin.token = token.label;
    reply.pin.last_was_wrong = operation.pin_source != PinSource::none;
    reply.pin.count_low = token.has(CKF_USER_PIN_COUNT_LOW);
    reply.pin.final_try = token.has(CKF_USER_PIN_FINAL_TRY);
    reply.pin.on_reader = token.has(CKF_PROTECTED_AUTHENTICATION_PATH);
    return reply;
}

Result<void> login(const Session& session, CK_USER_TYPE user, const Operation& operation) {
    if (operation.pin_source == PinSource::none)
        return Error{ErrorCode::key_pin_wrong, "no PIN given yet"};
    std::optional<View> pin;
    if (operation.pin_source == PinSource::text) pin = operation.pin.view();
    return session.login(user, pin);
}

Result<void> ensure_login(const Session& session, const Token& token, const Operation& operation) {
    const auto logged_in = session.logged_in();
    if (!logged_in) return logged_in.error();
    // A token that wants no login may still turn out to want one for this key.
    const bool wanted = token.has(CKF_LOGIN_REQUIRED) || operation.pin_source != PinSource::none;
    if (*logged_in || !wanted) return {};
    return login(session, CKU_USER, operation);
}

Result<SecretBytes> run(Verb verb, const Operation& operation, const KeyOperation& key) {
    switch (verb) {
        case Verb::sign_pkcs1:
            return key.sign_pkcs1(operation.md, operation.input);
        case Verb::sign_pss:
            return key.sign_pss(operation.md, operation.mgf1, operation.salt, operation.input);
        case Verb::sign_ecdsa:
            return key.sign_ecdsa(operation.input,
                                  read_public_key(operation.key.marks.public_key).size);
        case Verb::decrypt_pkcs1:
            return key.decrypt_pkcs1(operation.input);
        case Verb::decrypt_oaep:
            return key.decrypt_oaep(operation.md, operation.mgf1, operation.label, operation.input);
        case Verb::agree:
            return key.agree(operation.input);
        case Verb::registered:
        case Verb::open:
        case Verb::list:
            break;
    }
    return Error{ErrorCode::key_unsupported, "no such operation"};
}

/// One operation on a token that lets us in.
Result<SecretBytes> use_key(const Session& session, Verb verb, const Operation& operation) {
    const auto key = TokenKeys(session).private_key(operation.key.marks);
    if (key == CK_INVALID_HANDLE)
        return Error{ErrorCode::key_none, "the token holds no private key for this certificate"};
    const bool every_time = session.flag(key, CKA_ALWAYS_AUTHENTICATE, false);
    if (every_time && operation.pin_source == PinSource::none)
        return Error{ErrorCode::key_pin_wrong, "this key wants its PIN every time"};
    const auto authenticate = [&](const Session& active) -> Result<void> {
        return every_time ? login(active, CKU_CONTEXT_SPECIFIC, operation) : Result<void>();
    };
    return run(verb, operation, KeyOperation(session, key, authenticate));
}

Reply registered() {
    Reply reply;
    for (auto& module : registered_modules())
        reply.modules.push_back({module.name, {module.path}, module.parameters});
    return reply;
}

}  // namespace

Reply Service::answer(const Request& request) {
    const auto reply_to = [&]() -> Reply {
        if (request.verb == Verb::registered) return registered();
        if (request.verb == Verb::open) return open(request.module);
        if (!module_) return failed({ErrorCode::key_token_failed, "no module is loaded"});
        if (request.verb == Verb::list) return list();
        return operate(request.verb, request.operation);
    };
    Reply reply = reply_to();
    reply.id = request.id;
    return reply;
}

Reply Service::open(const ModuleSpec& spec) {
    if (module_) return failed({ErrorCode::key_token_failed, "a module is loaded already"});
    if (spec.candidates.size() != 1)
        return failed({ErrorCode::key_token_failed, "one library is opened at a time"});
    auto module = Module::load(spec.candidates.front(), spec.parameters);
    if (!module) return failed(module.error());
    module_ = std::move(*module);
    Reply reply;
    reply.version = module_->version();
    return reply;
}

Reply Service::list() {
    const auto slots = module_->slots_with_token();
    if (!slots) return failed(slots.error());
    Reply reply;
    for (const auto slot : *slots) {
        // A token that cannot be read, such as an uninitialised one, hides no other.
        auto listing = list_token(slot);
        if (listing) reply.tokens.push_back(std::move(*listing));
    }
    return reply;
}

Result<TokenListing> Service::list_token(CK_SLOT_ID slot) {
    const auto token = read_token(*module_, slot);
    if (!token) return token.error();
    const auto session = Session::open(*module_, slot);
    if (!session) return session.error();
    auto certificates = list_certificates(*session, *token);
    if (!certificates) return certificates.error();
    return TokenListing{slot, token->label, token->serial, std::move(*certificates)};
}

Reply Service::operate(Verb verb, const Operation& operation) {
    const auto token = find_token(operation.key);
    if (!token) return failed(token.error());
    const auto session = login_session_on(token->slot);
    if (!session) return failed(session.error());
    const auto work = [&]() -> Result<SecretBytes> {
        if (auto in = ensure_login(**session, *token, operation); !in) return in.error();
        const auto own = Session::open(*module_, token->slot);
        if (!own) return own.error();
        return use_key(*own, verb, operation);
    };
    auto result = work();
    if (result) {
        Reply reply;
        reply.result = std::move(*result);
        return reply;
    }
    if (result.error().code == ErrorCode::key_token_removed) sessions_.erase(token->slot);
    if (result.error().code != ErrorCode::key_pin_wrong) return failed(result.error());
    const auto now = read_token(*module_, token->slot);
    return now ? ask_for_pin(*now, operation) : failed(now.error());
}

Result<Token> Service::find_token(const KeyRef& key) {
    const auto slots = module_->slots_with_token();
    if (!slots) return slots.error();
    std::optional<Token> found;
    for (const auto slot : *slots) {
        auto token = read_token(*module_, slot);
        if (!token || token->label != key.token || token->serial != key.serial) continue;
        if (!found || slot == key.slot) found = std::move(*token);
    }
    if (found) return std::move(*found);
    return Error{ErrorCode::key_token_removed, "the token is not plugged in"};
}

Result<const Session*> Service::login_session_on(CK_SLOT_ID slot) {
    const auto kept = sessions_.find(slot);
    if (kept != sessions_.end()) {
        // A token that was pulled out and put back has closed its sessions; not all modules tell.
        const auto logged_in = kept->second.logged_in();
        if (logged_in && *logged_in) return &kept->second;
        sessions_.erase(kept);
    }
    auto opened = Session::open(*module_, slot);
    if (!opened) return opened.error();
    return &sessions_.emplace(slot, std::move(*opened)).first->second;
}

}  // namespace sealwright::keys::pkcs11
