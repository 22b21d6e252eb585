// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped.hpp"
#include "tasks/read.hpp"

#include <chrono>
#include <optional>

namespace sealwright::tasks {

/// Every answer to a decryption waits for a multiple of this, so that its time says nothing about
/// why it failed (C-09). Longer than any software key needs, shorter than a person notices.
inline constexpr std::chrono::milliseconds kDecryptionStep{250};

/// What came of trying to open one envelope.
struct Opening {
    verdict::Encryption outcome = verdict::Encryption::failed;
    Findings findings;  ///< V-30 … V-32
    std::optional<SecretBytes> plaintext;
    std::optional<Error> error;  ///< why the key could not be used, or found
};

/// Opens `envelope` with the first of our identities it names, if keys are allowed. Plaintext is
/// handed out only when the decryption succeeded and looks like a MIME entity.
Opening open_envelope(View cms, const cms::Envelope& envelope, const ReadOptions& options,
                      const Services& services);

}  // namespace sealwright::tasks
