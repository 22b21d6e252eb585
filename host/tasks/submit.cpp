// SPDX-License-Identifier: MPL-2.0
#include "tasks/submit.hpp"

#include "net/imap.hpp"
#include "tasks/passwords.hpp"

namespace sealwright::tasks {
namespace {

Result<SecretBytes> secret_for(const Delivery& delivery, const Services& services) {
    const net::Server& server = delivery.server;
    if (server.auth == net::Auth::xoauth2) {
        if (delivery.token.empty() || !net::is_one_line(as_text(delivery.token.view())))
            return Error{
                ErrorCode::send_login, "the access token is missing or none", {server.host}};
        return SecretBytes(delivery.token.view());
    }
    auto password = services.secrets->get(secret_name(server), delivery.stop);
    if (!password) return password.error();
    if (!*password) return Error{ErrorCode::send_no_password, server.host, {server.host}};
    return std::move(**password);
}

Result<void> checked(const Delivery& delivery, View message) {
    if (auto server = net::check(delivery.server); !server) return server;
    return net::check_message(message);
}

net::Access access(const Delivery& delivery, const SecretBytes& secret, const Services& services) {
    return {delivery.server, secret.view(), services.server_anchors, delivery.sent, delivery.stop};
}

}  // namespace

Result<void> submit(View message, const net::Envelope& envelope, const Delivery& delivery,
                    const Services& services) {
    if (auto fit = checked(delivery, message); !fit) return fit;
    const auto recipients = net::checked(envelope);
    if (!recipients) return recipients.error();
    const auto secret = secret_for(delivery, services);
    if (!secret) return secret.error();
    return net::submit(access(delivery, *secret, services), *recipients, message);
}

Result<void> keep(View message, const std::string& folder, const Delivery& delivery,
                  const Services& services) {
    if (auto fit = checked(delivery, message); !fit) return fit;
    if (!folder.empty() && !net::is_folder(folder))
        return Error{ErrorCode::request_malformed, "folder: not a name in ASCII"};
    const auto secret = secret_for(delivery, services);
    if (!secret) return secret.error();
    return net::append(access(delivery, *secret, services), folder, message);
}

}  // namespace sealwright::tasks
