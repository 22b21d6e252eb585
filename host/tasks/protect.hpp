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
    /// Of the signature. Detached inside an envelope too: base64 of base64 is a third more to send.
    cms::Form form = cms::Form::detached;
    std::string account;                  ///< the address to act as
    std::vector<std::string> recipients;  ///< addr-specs, Bcc never among them
    std::vector<std::string> bcc;         ///< addr-specs; each gets a copy of an encrypted message
    std::optional<cms::Cipher> cipher;    ///< nothing: chosen by G.10
    std::stop_token stop;
};

/// The client sends exactly these fields and this entity; to each Bcc recipient of an encrypted
/// message the same fields with an entity of its own.
struct ProtectedMessage {
    struct Copy {
        std::string recipient;
        Bytes entity;
    };
    std::vector<HeaderField> outer;
    Bytes entity;
    std::vector<Copy> copies;
};

/// Signs, or signs and encrypts to all recipients and to the account itself (G.11). Nothing in the
/// message tells of `bcc`: each of them gets the same signature in an envelope that only it and
/// the account open (E-59). What is made has been verified and opened by our own code before it is
/// returned (E-90). Errors: `request.refused` for what is no MIME entity, `key.*`,
/// `people.no-certificate` and `people.unfit-certificate` with the addresses in args,
/// `mail.self-check`. Never a weaker message than asked for.
Result<ProtectedMessage> protect(const ProtectRequest& request, const Services& services);

/// A message that is not finished, to be kept where others can read.
struct DraftRequest {
    std::vector<HeaderField> fields;
    View entity;
    std::string account;
    std::stop_token stop = {};
};
/// Encrypts it to the account alone, byte for byte and unsigned (N-910). No key is used, so nobody
/// is asked; only we read drafts, so that they can be authenticated by their cipher and reopen
/// whole. Errors as of protect().
Result<ProtectedMessage> protect_draft(const DraftRequest& request, const Services& services);

/// The same as protect() for a whole message as it stands in a file: fields and entity are taken
/// apart, and the protected message is put together again.
Result<Bytes> protect_file(View message, ProtectRequest request, const Services& services);

}  // namespace sealwright::tasks
