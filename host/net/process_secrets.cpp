// SPDX-License-Identifier: MPL-2.0
#include "net/secrets.hpp"

namespace sealwright::net {
namespace {

bool was_stopped(const Error& error) {
    return error.code == ErrorCode::request_cancelled;
}

}  // namespace

Result<std::optional<SecretBytes>> ProcessSecrets::get(const SecretName& name,
                                                       const std::stop_token& stop) {
    {
        const std::scoped_lock hold(mutex_);
        const auto found = here_.find(name);
        if (found != here_.end()) return std::optional(SecretBytes(found->second.view()));
    }
    auto lasting = lasting_->get(name, stop);
    if (!lasting && !was_stopped(lasting.error())) return std::optional<SecretBytes>();
    return lasting;
}

Result<Secrets::Kept> ProcessSecrets::put(const SecretName& name, View secret,
                                          const std::stop_token& stop) {
    auto kept = lasting_->put(name, secret, stop);
    if (!kept && was_stopped(kept.error())) return kept;
    const std::scoped_lock hold(mutex_);
    if (kept)
        here_.erase(name);
    else
        here_.insert_or_assign(name, SecretBytes(secret));
    return kept ? kept : Kept::while_running;
}

Result<bool> ProcessSecrets::erase(const SecretName& name, const std::stop_token& stop) {
    const auto lasting = lasting_->erase(name, stop);
    const std::scoped_lock hold(mutex_);
    const bool was_here = here_.erase(name) != 0;
    // A store that is not there has nothing of ours; one that failed may still have it.
    if (!lasting && was_stopped(lasting.error())) return lasting;
    return was_here || (lasting && lasting.value());
}

}  // namespace sealwright::net
