// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/signed.hpp"
#include "tasks/signers.hpp"

namespace sealwright::tasks {

/// Whether a message is received mail that may teach us something about its sender: an account of
/// ours got it at a known time, and it is neither ours, junk nor unfinished. For all others no
/// database is opened.
bool is_received_mail(const Context& context);
/// `context` with the time at which the last server took the message, unless the client knows
/// better.
Context with_reception(Context context, const mail::Entity& root);

/// Remembers how to write to the signer of a message whose verdict is positive: the certificate it
/// prefers (N-107), else its own, else one beside it, whichever is for the proven address and
/// trusted to receive mail; and which ciphers it opens (N-106). Not from several signers, nor when
/// the signing time is impossible (E-24). Of many certificates beside it only the first are tried.
void harvest(const cms::SignedData& data, const std::vector<JudgedSigner>& judged,
             const verdict::Verdict& verdict, const trust::PathBudget& budget,
             const Services& services);

}  // namespace sealwright::tasks
