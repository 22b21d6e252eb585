// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/client.hpp"

#include "base/text.hpp"
#include "keys/pkcs11/newest.hpp"

namespace sealwright::keys::pkcs11 {
namespace {

Error failure_in(const Reply& reply, const std::string& module) {
    // Nothing may tell one undecryptable ciphertext from another (C-09).
    if (reply.code == ErrorCode::mail_decrypt_failed) return {reply.code, ""};
    return {reply.code, module + ": " + shown(reply.detail)};
}

}  // namespace

Result<std::vector<TokenListing>> Client::list(const std::stop_token& stop) {
    const auto turn = call_turn_.take(stop);
    if (!turn) return turn.error();
    return hang_.instead_of([&] { return list_now(stop); });
}

Result<std::vector<TokenListing>> Client::list_now(const std::stop_token& stop) {
    if (auto open = ensure_open(stop); !open) return open.error();
    Request request;
    request.verb = Verb::list;
    auto reply = call(request, at_most(deadlines_.list, stop));
    if (!reply) return reply.error();
    return std::move(reply->tokens);
}

Result<Reply> Client::operate(Verb verb, Operation operation, const std::stop_token& stop) {
    const auto turn = call_turn_.take(stop);
    if (!turn) return turn.error();
    if (auto open = ensure_open(stop); !open) return open.error();
    const bool person_types = operation.pin_source == PinSource::reader;
    Request request;
    request.verb = verb;
    request.operation = std::move(operation);
    auto reply =
        call(request, person_types ? Patience{stop, {}} : at_most(deadlines_.operation, stop));
    // The reader would go on waiting for keys that nobody is going to press.
    if (!reply && person_types) worker_.reset();
    return reply;
}

Result<void> Client::ensure_open(const std::stop_token& stop) {
    if (worker_) return {};
    auto opened = open_newest(program_, module_, deadlines_.open, stop);
    if (!opened) return opened.error();
    worker_ = std::move(opened->process);
    return {};
}

Result<Reply> Client::call(Request& request, const Patience& patience) {
    auto reply = worker_->call(request, patience);
    if (!reply) {
        if (!worker_->usable()) worker_.reset();
        return blame(module_.name, reply.error());
    }
    if (reply->kind == ReplyKind::failed) return failure_in(*reply, module_.name);
    return reply;
}

Result<std::vector<ModuleSpec>> registered_modules(const WorkerProgram& program,
                                                   const Deadlines& deadlines,
                                                   const std::stop_token& stop) {
    auto worker = WorkerProcess::start(program);
    if (!worker) return worker.error();
    Request request;
    request.verb = Verb::registered;
    auto reply = worker->call(request, at_most(deadlines.open, stop));
    if (!reply && reply.error().code == ErrorCode::request_cancelled) return reply.error();
    if (!reply)
        return Error{ErrorCode::key_token_failed, "asking p11-kit: " + reply.error().detail};
    return std::move(reply->modules);
}

}  // namespace sealwright::keys::pkcs11
