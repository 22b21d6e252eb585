// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/words.hpp"

#include <array>
#include <string>
#include <vector>

namespace sealwright {

/// Why a check came out as it did: a word clients translate, and what to put into the sentence.
struct Finding {
    Check check;
    Outcome outcome;
    Reason reason;
    std::vector<std::string> args = {};

    friend bool operator==(const Finding&, const Finding&) = default;
};

/// One outcome per check of the requirement sheet (V-01 …). A check nobody ran is `not_run`,
/// which positive states treat as failed; the worst outcome said of a check stands.
class Findings {
  public:
    void pass(Check check);
    void fail(Check check, Reason reason, std::vector<std::string> args = {});
    void unknown(Check check, Reason reason, std::vector<std::string> args = {});
    /// A remark that changes no outcome, such as "line ends were converted".
    void note(Check check, Reason reason, std::vector<std::string> args = {});
    /// Takes over everything `other` says.
    void add(const Findings& other);

    [[nodiscard]] Outcome operator[](Check check) const;
    [[nodiscard]] bool passed(Check check) const { return (*this)[check] == Outcome::passed; }
    [[nodiscard]] bool failed(Check check) const { return (*this)[check] == Outcome::failed; }
    /// Failed, unknown and noted findings in the order they were said.
    [[nodiscard]] const std::vector<Finding>& list() const { return list_; }
    [[nodiscard]] bool has(Reason reason) const;

  private:
    void say(Check check, Outcome outcome);

    std::array<Outcome, kCheckCount> outcomes_{};
    std::vector<Finding> list_;
};

}  // namespace sealwright
