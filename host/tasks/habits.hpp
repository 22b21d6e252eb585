// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/signed.hpp"
#include "mail/entity.hpp"
#include "tasks/read.hpp"

namespace sealwright::tasks {

/// A received message as its sender's habits see it.
struct Received {
    const mail::Message& message;
    const cms::SignedData* deciding = nullptr;  ///< null when nothing in it is signed
    const Context& context;
};

/// Compares a received message with what its sender usually does (B.5) and adds to `verdict` that a
/// signature is missed, that the certificate is new or that somebody else is imitated
/// . Everybody whom a reader may take for the sender is judged. Then remembers what the
/// message proved or lacked, when there is one sender only. No part of a habit are signatures that
/// anybody can make, and missing ones that were missed, that machines did not make or that
/// the sender's domain disowns; a message whose inside nobody has seen says nothing.
void judge_habit(const Received& received, const Services& services, verdict::Verdict& verdict);

/// The person has asked the sender by another way and knows who wrote the message: no signature is
/// missed in it any more, and it counts as one without (B.5). `people.store` when that cannot
/// be remembered, `request.malformed` for an account that is no address.
Result<void> note_genuine(View message, const Context& context, const Services& services);

}  // namespace sealwright::tasks
