// SPDX-License-Identifier: MPL-2.0
#include "net/smtp.hpp"

#include "base/address.hpp"
#include "net/conversation.hpp"

#include <algorithm>

namespace sealwright::net {
namespace {

/// An address literal (RFC 5321 §4.1.3): the machine's name is nobody's business.
constexpr const char* kOwnName = "[127.0.0.1]";
constexpr int kTooLarge = 552;                  ///< RFC 1870 §6.1
constexpr const char* kTooLargeText = "5.3.4";  ///< RFC 3463 §3.4

Result<std::string> checked_address(const std::string& text) {
    const Result<Address> address = parse_address(text);
    const std::size_t at = text.rfind('@');
    const auto fits = [](char c) { return (c & 0x80) == 0 && c != '<' && c != '>'; };
    if (!address ||
        !std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), fits))
        return Error{ErrorCode::request_malformed, "envelope: not an address to send to", {text}};
    return text.substr(0, at + 1) + address->domain;
}

bool is_too_large(const Outcome& outcome) {
    return outcome.code == kTooLarge ||
           (outcome.code >= 500 && outcome.said.find(kTooLargeText) != std::string::npos);
}

}  // namespace

Result<Envelope> checked(const Envelope& envelope) {
    Envelope fit;
    auto from = checked_address(envelope.from);
    if (!from) return from.error();
    fit.from = std::move(from).value();
    for (const std::string& recipient : envelope.to) {
        auto to = checked_address(recipient);
        if (!to) return to.error();
        fit.to.push_back(std::move(to).value());
    }
    if (fit.to.empty()) return Error{ErrorCode::request_malformed, "envelope: nobody gets it"};
    return fit;
}

Result<void> check_message(View message) {
    const Error refused{ErrorCode::mail_refused, "a line does not end with CRLF, or is not ASCII"};
    for (std::size_t i = 0; i < message.size(); ++i) {
        const std::uint8_t octet = message[i];
        if (octet == '\r' && i + 1 < message.size() && message[i + 1] == '\n')
            ++i;
        else if (octet == '\r' || octet == '\n' || octet == 0 || octet > 127)
            return refused;
    }
    if (message.size() < 2 || message[message.size() - 1] != '\n') return refused;
    return {};
}

Result<void> submit(const Access& access, const Envelope& envelope, View message) {
    Conversation conversation(Conversation::Protocol::smtp, access);
    Job job;
    job.path = kOwnName;
    job.from = envelope.from;
    job.to = envelope.to;
    job.upload = message;
    const Outcome outcome = conversation.run(job);
    if (outcome.end == Outcome::End::done) return {};
    Error error = error_of(outcome, access.server);
    if (error.code == ErrorCode::send_refused && is_too_large(outcome))
        error.code = ErrorCode::send_limit;
    return error;
}

}  // namespace sealwright::net
