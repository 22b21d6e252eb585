// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"
#include "net/smtp.hpp"
#include "tasks/protect.hpp"
#include "tasks/read.hpp"
#include "wire/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace sealwright::wire {

// What a client can ask (see PROTOCOL.md), checked once here; nothing behind this sees JSON.

/// A message that the client sends in pieces.
struct MessageRef {
    std::uint64_t transfer = 0;
    std::optional<std::size_t> size;  ///< octets, when the client knows
};

struct ReadRequest {
    MessageRef message;
    tasks::Context context;
    tasks::Leaves leaves = tasks::Leaves::leave_out;
    tasks::Payload payload = tasks::Payload::leave_out;
};
struct VerifyRequest : ReadRequest {};
struct DecryptRequest : ReadRequest {};
struct GlanceRequest {
    std::string head;
    tasks::Context context;
};
struct GenuineRequest {
    MessageRef message;
    tasks::Context context;
};
struct ProtectRequest {
    MessageRef message;
    std::vector<tasks::HeaderField> fields;
    std::string account;
    std::vector<std::string> recipients;
    std::vector<std::string> bcc;
    tasks::Protection protection = tasks::Protection::sign;
};
/// `protect` of a message that is not finished.
struct DraftRequest {
    MessageRef message;
    std::vector<tasks::HeaderField> fields;
    std::string account;
};
struct IdentitiesRequest {};
struct RecipientsRequest {
    std::vector<std::string> addresses;
};
struct PeopleRequest {
    std::string after;
};
struct LearnRequest {
    MessageRef message;
};
struct ImportRequest {
    MessageRef message;
    std::string name;
};
struct ForgetRequest {
    std::string address;
};
struct SubmitRequest {
    MessageRef message;
    net::Envelope envelope;
    net::Server server;
    std::string token;
};
struct KeepRequest {
    MessageRef message;
    net::Server server;
    std::string folder;
    std::string token;
};
struct PasswordRequest {
    std::vector<net::Server> servers;
};
struct ForgetPasswordRequest {
    std::vector<net::Server> servers;
};
struct DoctorRequest {};
struct RepairRequest {
    std::string name;
};
struct CancelRequest {
    std::uint64_t of = 0;
};

using Task =
    std::variant<VerifyRequest, DecryptRequest, GlanceRequest, GenuineRequest, ProtectRequest,
                 DraftRequest, IdentitiesRequest, RecipientsRequest, PeopleRequest, LearnRequest,
                 ImportRequest, ForgetRequest, SubmitRequest, KeepRequest, PasswordRequest,
                 ForgetPasswordRequest, DoctorRequest, RepairRequest, CancelRequest>;
struct Request {
    std::uint64_t id = 0;
    Task task;
};
/// Notice that no request will name a transfer.
struct Drop {
    std::uint64_t transfer = 0;
};

/// Errors: `request.unknown` for a verb we do not have, `request.malformed` for members that are
/// missing, of the wrong type, out of range or not ours, `request.limit`, and `request.refused`
/// for encryption without a signature and for drafts that are more than kept.
Result<std::variant<Request, Drop>> parse_request(const Json& object);

/// The transfer that a request names, also one that parse_request refuses, if that can be told.
std::optional<std::uint64_t> transfer_of(const Json& object);

/// The message a task waits for, if it is one of those that take a message.
const MessageRef* message_of(const Task& task);
/// What a task may have to wait for besides its own work: tokens are slow to list, and may hang.
enum class WaitsFor { nothing, tokens, person, mail_server };
WaitsFor waits_for(const Task& task);
/// Whether a task that is cancelled still says how it ended: what a mail server was told cannot be
/// taken back.
bool answers_when_cancelled(const Task& task);

}  // namespace sealwright::wire
