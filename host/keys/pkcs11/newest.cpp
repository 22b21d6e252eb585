// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/newest.hpp"

#include "base/text.hpp"

namespace sealwright::keys::pkcs11 {
namespace {

Result<OpenWorker> open_one(const WorkerProgram& program, const ModuleSpec& module,
                            const std::string& library, const Patience& patience) {
    auto process = WorkerProcess::start(program);
    if (!process) return process.error();
    Request request;
    request.verb = Verb::open;
    request.module = {module.name, {library}, module.parameters};
    auto reply = process->call(request, patience);
    if (!reply) return blame(module.name, reply.error());
    if (reply->kind == ReplyKind::failed)
        return Error{reply->code, module.name + ": " + shown(reply->detail)};
    return OpenWorker{std::move(*process), library, reply->version};
}

}  // namespace

Result<OpenWorker> open_newest(const WorkerProgram& program, const ModuleSpec& module,
                               std::chrono::milliseconds each, const std::stop_token& stop) {
    Result<OpenWorker> newest = Error{ErrorCode::key_token_failed, "no library is known"};
    for (const auto& library : module.candidates) {
        auto opened = open_one(program, module, library, at_most(each, stop));
        if (!opened && opened.error().code == ErrorCode::request_cancelled) return opened;
        const bool better = opened ? !newest || opened->version > newest->version : !newest;
        if (better) newest = std::move(opened);
    }
    return newest;
}

}  // namespace sealwright::keys::pkcs11
