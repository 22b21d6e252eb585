// SPDX-License-Identifier: MPL-2.0
#include "tasks/passwords.hpp"

#include "base/text.hpp"

namespace sealwright::tasks {
namespace {

using Kept = net::Secrets::Kept;

Result<void> check_all(std::span<const net::Server> servers) {
    for (const net::Server& server : servers) {
        if (auto fit = net::check(server); !fit) return fit;
        // One answer is one password: another account's must not end up at this server.
        if (server.user != servers.front().user)
            return Error{ErrorCode::request_malformed, "servers: not of one user"};
    }
    if (servers.empty()) return Error{ErrorCode::request_malformed, "servers: none is named"};
    return {};
}

keys::PinPrompt::Question question(std::span<const net::Server> servers) {
    std::string hosts;
    for (const net::Server& server : servers) {
        if (hosts.find(server.host) != std::string::npos) continue;
        hosts += (hosts.empty() ? "" : " and ") + server.host;
    }
    keys::PinPrompt::Question asked;
    asked.title = "Password of " + servers.front().user;
    asked.description = "It is kept on this computer and goes to " + hosts + " alone.";
    return asked;
}

}  // namespace

net::SecretName secret_name(const net::Server& server) {
    return {lower_ascii(server.host), server.user};
}

Result<Kept> ask_password(std::span<const net::Server> servers, const std::stop_token& stop,
                          const Services& services) {
    if (auto fit = check_all(servers); !fit) return fit.error();
    const auto password = services.prompt->ask(question(servers), stop);
    if (!password) return password.error();
    if (password->empty() || !net::is_one_line(as_text(password->view())))
        return Error{ErrorCode::key_cancelled, "nothing that can be a password was entered"};
    Kept all = Kept::lastingly;
    for (const net::Server& server : servers) {
        const auto kept = services.secrets->put(secret_name(server), password->view(), stop);
        if (!kept) return kept.error();
        if (*kept == Kept::while_running) all = Kept::while_running;
    }
    return all;
}

Result<bool> forget_password(std::span<const net::Server> servers, const std::stop_token& stop,
                             const Services& services) {
    if (auto fit = check_all(servers); !fit) return fit.error();
    bool known = false;
    for (const net::Server& server : servers) {
        const auto erased = services.secrets->erase(secret_name(server), stop);
        if (!erased) return erased.error();
        known = known || *erased;
    }
    return known;
}

}  // namespace sealwright::tasks
