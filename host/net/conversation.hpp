// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/server.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sealwright::net {

/// One thing to be done at a mail server. All texts were checked to be one line each.
struct Job {
    std::string path;             ///< SMTP: our own name; IMAP: the folder
    std::string from;             ///< SMTP: the envelope
    std::vector<std::string> to;  ///< SMTP: the envelope
    std::string command;          ///< IMAP: instead of an upload
    std::optional<View> upload;
};

struct Outcome {
    enum class End {
        done,
        refused,      ///< the server said no
        login,        ///< the server did not take name and secret
        unreachable,  ///< no server, or it went away before it had the whole message
        no_tls,       ///< no encryption where there must be some
        certificate,  ///< nobody here vouches for the server's certificate
        unanswered,   ///< the server had the whole message and did not say what became of it
        cancelled,
        no_library,  ///< this machine has no libcurl that fits
    };
    End end = End::done;
    std::string said;  ///< the line in which the server said no
    int code = 0;      ///< SMTP's reply code, 0 when there was none
    std::string body;  ///< what `command` gave
};

/// A connection to one mail server: made with its first job, closed with its end. The only class
/// that uses libcurl.
class Conversation {
  public:
    enum class Protocol { smtp, imap };
    Conversation(Protocol protocol, const Access& access);
    Conversation(const Conversation&) = delete;
    Conversation& operator=(const Conversation&) = delete;
    ~Conversation();

    Outcome run(const Job& job);

  private:
    class Handle;
    std::unique_ptr<Handle> handle_;
};

/// Why a job was not done. Nothing was sent, unless the code is `send.unknown`.
Error error_of(const Outcome& outcome, const Server& server);

}  // namespace sealwright::net
