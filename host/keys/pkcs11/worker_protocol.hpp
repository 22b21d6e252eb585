// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/keys.hpp"
#include "keys/pkcs11/certificates.hpp"
#include "keys/pkcs11/fields.hpp"
#include "keys/pkcs11/key_search.hpp"
#include "keys/pkcs11/version.hpp"

#include <array>
#include <optional>

namespace sealwright::keys::pkcs11 {

// The language between the host and its token workers: frames of a 32-bit little-endian length and
// the fields of a Request (down) or a Reply (up). Every Request gets one Reply with its id. The
// first one says what to load: a worker serves one module and knows no other way to be told.

enum class Verb : std::uint8_t {
    registered,  ///< which modules has p11-kit?
    open,
    list,
    sign_pkcs1,
    sign_pss,
    sign_ecdsa,
    decrypt_pkcs1,
    decrypt_oaep,
    agree,
};

/// A module to load.
struct ModuleSpec {
    std::string name;  ///< for people: "softhsm2", "nss"
    /// Its libraries: the host takes the newest, a worker is given the one to load.
    std::vector<std::string> candidates;
    std::string parameters;  ///< for C_Initialize, mostly empty

    friend bool operator==(const ModuleSpec&, const ModuleSpec&) = default;
};

struct KeyRef {
    std::uint64_t slot = 0;  ///< where it was seen last; settles ties between equal tokens
    std::string token;       ///< label
    std::string serial;
    KeyMarks marks;
};

enum class PinSource : std::uint8_t { none, text, reader };

/// A private operation. `pin` belongs to it alone; the worker wipes it afterwards.
struct Operation {
    KeyRef key;
    Digest md = Digest::sha256;
    Digest mgf1 = Digest::sha256;
    std::uint64_t salt = 0;
    Bytes input;
    Bytes label;
    PinSource pin_source = PinSource::none;
    SecretBytes pin;
};

struct Request {
    std::uint64_t id = 0;
    Verb verb = Verb::list;
    ModuleSpec module;
    Operation operation;
};

enum class ReplyKind : std::uint8_t { done, failed, pin_needed };

/// What the person must know before being asked.
struct PinNeeded {
    std::string token;
    bool last_was_wrong = false;
    bool count_low = false;  ///< wrong PINs were entered since the last right one
    bool final_try = false;
    bool on_reader = false;  ///< typed on the reader's own keys
};

struct TokenListing {
    std::uint64_t slot = 0;
    std::string token;
    std::string serial;
    std::vector<StoredCertificate> certificates;
};

struct Reply {
    std::uint64_t id = 0;
    ReplyKind kind = ReplyKind::done;
    ErrorCode code = ErrorCode::key_token_failed;
    std::string detail;
    PinNeeded pin;
    SecretBytes result;  ///< signature, message or shared secret
    Version version;     ///< of the library that was opened
    std::vector<TokenListing> tokens;
    std::vector<ModuleSpec> modules;
};

/// The length that goes before a frame.
using FrameHead = std::array<std::uint8_t, 4>;
FrameHead frame_head(std::size_t size);
/// Nothing when it is more than any honest frame.
std::optional<std::size_t> frame_size(const FrameHead& head);

SecretBytes encode(Request& request);
SecretBytes encode(Reply& reply);
std::optional<Request> decode_request(View frame);
std::optional<Reply> decode_reply(View frame);

}  // namespace sealwright::keys::pkcs11
