// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped.hpp"
#include "cms/signed.hpp"
#include "tasks/services.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace sealwright::tasks {

struct HeaderField {
    std::string name;
    std::string value;
};

enum class Protection { sign, sign_and_encrypt };

/// A message to protect: its header fields, and the MIME entity (Content-* fields and body).
struct ProtectRequest {
    std::vector<HeaderField> fields;
    View entity;
    Protection protection = Protection::sign;
    cms::Form form = cms::Form::detached;  ///< of a signature that is not encrypted
    std::string account;                   ///< the address to act as
    std::vector<std::string> recipients;   ///< addr-specs, Bcc never among them
    std::optional<cms::Cipher> cipher;     ///< nothing: chosen by G.10
    std::stop_token stop;
};

/// The client sends exactly these fields and this entity.
struct ProtectedMessage {
    std::vector<HeaderField> outer;
    Bytes entity;
};

/// Signs, or signs and encrypts to all recipients and to the account itself (G.11). What is made
/// has been verified and opened by our own code before it is returned (E-90). Errors:
/// `request.refused` for what is no MIME entity, `key.*`, `people.no-certificate` and
/// `people.unfit-certificate` with the addresses in args, `mail.self-check`. Never a weaker
/// message than asked for.
Result<ProtectedMessage> protect(const ProtectRequest& request, const Services& services);

/// The same for a whole message as it stands in a file: fields and entity are taken apart, and the
/// protected message is put together again.
Result<Bytes> protect_file(View message, ProtectRequest request, const Services& services);

}  // namespace sealwright::tasks
