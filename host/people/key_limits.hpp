// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "people/database.hpp"

#include <memory>

namespace sealwright::people {

/// Counts that limit the abuse of keys. They live in the file all hosts share, so that starting a
/// new host resets nothing (E-84). Thread-safe. A store that cannot be used refuses: its error is
/// `people.store`.
class KeyLimits {
  public:
    explicit KeyLimits(std::shared_ptr<Database> database);

    /// Counts a dialog that is about to open; `key.limited` when there were too many in the last
    /// minute, or when the last ones were all refused and the latest of them a moment ago.
    Result<void> begin_prompt(UnixTime now);
    enum class Answer { given, denied };
    Result<void> note_answer(Answer answer, UnixTime now);

    /// `key` names one private key; the SHA-256 of its certificate does.
    Result<void> note_failure(View key, UnixTime now);
    /// Whether decryption failed so often within an hour that a person has to agree to more.
    Result<bool> needs_consent(View key, UnixTime now);
    /// The person agreed: counting begins anew.
    Result<void> forgive(View key);

  private:
    std::shared_ptr<Database> database_;
};

}  // namespace sealwright::people
