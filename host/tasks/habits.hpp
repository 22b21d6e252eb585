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
/// . Then remembers what it proved or lacked. Signatures that anybody can make are no part of
/// a habit, and a message whose inside nobody has seen says nothing.
void judge_habit(const Received& received, const Services& services, verdict::Verdict& verdict);

}  // namespace sealwright::tasks
