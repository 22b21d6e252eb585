// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/leaves.hpp"
#include "tasks/services.hpp"
#include "verdict/verdict.hpp"

#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace sealwright::tasks {

enum class Folder { inbox, sent, junk, drafts, other };

/// Where a message lies and for whom it is read. An empty account means "just looking": nothing
/// is remembered. `servers` are the authserv-ids the user relies on for that account (RFC 8601).
struct Context {
    std::string account;
    Folder folder = Folder::other;
    std::optional<UnixTime> received;
    std::string client;
    std::vector<std::string> servers = {};
};

enum class KeysAllowed { no, yes };
enum class Leaves { leave_out, include };
enum class Payload { leave_out, include };

/// Digests somebody has computed already while the message arrived; each answers nothing when it
/// does not know exactly that range. Never trusted for anything but speed: the bytes are the same.
struct KnownDigests {
    std::function<std::optional<Bytes>(Range, const char* algorithm)> of_range;
    std::optional<Bytes> whole_sha256;
};

struct ReadOptions {
    Context context;
    KeysAllowed keys = KeysAllowed::no;
    Leaves leaves = Leaves::leave_out;
    Payload payload = Payload::leave_out;
    KnownDigests known;
    std::stop_token stop;
};

struct SignerDetails {
    trust::CertificateSummary certificate;
    std::vector<trust::CertificateSummary> chain;  ///< above the leaf, the anchor last
    std::optional<UnixTime> signing_time;
    std::string digest;
    std::string algorithm;
    Findings findings;
};

struct RecipientDetails {
    std::string issuer;  ///< fit to show; empty when named by key identifier
    std::string serial;  ///< hex; the key identifier when there is no issuer
};

struct ShownMailbox {
    std::string name;
    std::string address;
};

/// Header fields as they may be shown. Without header protection they come from outside.
struct ShownFields {
    std::vector<ShownMailbox> from, sender, to, cc, reply_to;
    std::string subject;
    std::optional<std::int64_t> date;
};

/// What came of reading one message: the verdict, what it rests on, and what to show.
struct Reading {
    Bytes sha256;  ///< of the raw bytes the verdict is about (B.0.6)
    verdict::Verdict verdict;
    std::vector<SignerDetails> signers;
    std::string cipher;
    std::vector<RecipientDetails> recipients;
    ShownFields fields;
    std::vector<mail::Leaf> leaves;  ///< none while an encrypting layer is closed
    /// The entity inside the Envelope, when every layer around it was opened: where it stands in
    /// the message as it was given, its exact bytes when it does not stand there, or one text/plain
    /// entity with what they say when the verdict is restricted.
    std::optional<std::variant<Range, SecretBytes>> payload;
    std::optional<SecretBytes> plaintext;  ///< the innermost decrypted entity, when all was opened
    std::optional<Error> key_error;        ///< why a key could not be used (ENC-5, ENC-6)
};

/// Reads a message: finds its Envelope, checks signatures, opens what our keys open if that is
/// allowed, and decides. Every oddity of the message is part of the Reading; Errors are only
/// `request.cancelled` and `system.*`.
Result<Reading> read_message(View message, const ReadOptions& options, const Services& services);

/// Answers for a message of which only the header block is known: S-0 when nothing in it announces
/// protection, else nothing, and the whole message is needed.
std::optional<Reading> glance(View header_block, const Context& context, const Services& services);

}  // namespace sealwright::tasks
