// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped.hpp"
#include "cms/signed.hpp"
#include "mail/entity.hpp"
#include "tasks/read.hpp"

#include <deque>
#include <optional>
#include <variant>
#include <vector>

namespace sealwright::tasks {

/// A SignedData, or what stands where one should: then there are no signers, and the findings say
/// why (V-06 malformed, V-07 another kind of object).
struct SigningLayer {
    cms::SignedData data;
};
struct EncryptingLayer {
    cms::Envelope envelope;
    verdict::Encryption outcome = verdict::Encryption::failed;
};
using Layer = std::variant<SigningLayer, EncryptingLayer>;

/// The Envelope of a message (RFC 9787 §4.2): its Cryptographic Layers, outermost first, and the
/// Payload inside them as far as it could be reached. Owns every buffer the Payload points into.
struct Layers {
    std::vector<Layer> layers;
    Findings findings;                       ///< V-01 … V-05, V-30 … V-33
    const mail::Message* message = nullptr;  ///< that the payload is a part of
    const mail::Entity* payload = nullptr;
    std::optional<Error> key_error;

    /// The innermost signing layer with no encrypting layer inside it (V-04), or null.
    [[nodiscard]] const SigningLayer* deciding() const;
    /// Whether there are layers and the payload inside all of them was reached.
    [[nodiscard]] bool reached_payload() const;
    /// Whether what was found inside may be given out: not before every encrypting layer was
    /// opened, and never of an encrypted message that is beyond a limit.
    [[nodiscard]] bool may_be_released() const;
    [[nodiscard]] bool has_signing() const;
    [[nodiscard]] bool has_encrypting() const;

    std::deque<mail::Message> messages;
    std::deque<SecretBytes> opaque;  ///< signed, perhaps inside an encrypting layer
    std::deque<SecretBytes> plain;
};

/// Walks from the root inwards while the part is a layer (V-03). Keys are used only when
/// `options.keys` says so. Nothing found on the way is an Error: it is in the findings.
Layers open_layers(mail::Message message, const ReadOptions& options, const Services& services);

}  // namespace sealwright::tasks
