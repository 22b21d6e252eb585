// SPDX-License-Identifier: MPL-2.0
#include "base/finding.hpp"

#include <algorithm>

namespace sealwright {
namespace {

/// How much an outcome outweighs another one said of the same check.
int weight(Outcome outcome) {
    switch (outcome) {
        case Outcome::not_run:
            return 0;
        case Outcome::passed:
            return 1;
        case Outcome::unknown:
            return 2;
        case Outcome::failed:
            return 3;
    }
    return 3;
}

}  // namespace

void Findings::pass(Check check) {
    say(check, Outcome::passed);
}

void Findings::fail(Check check, Reason reason, std::vector<std::string> args) {
    say(check, Outcome::failed);
    list_.push_back({check, Outcome::failed, reason, std::move(args)});
}

void Findings::unknown(Check check, Reason reason, std::vector<std::string> args) {
    say(check, Outcome::unknown);
    list_.push_back({check, Outcome::unknown, reason, std::move(args)});
}

void Findings::note(Check check, Reason reason, std::vector<std::string> args) {
    list_.push_back({check, Outcome::passed, reason, std::move(args)});
}

void Findings::add(const Findings& other) {
    for (std::size_t i = 0; i < kCheckCount; ++i) say(static_cast<Check>(i), other.outcomes_[i]);
    list_.insert(list_.end(), other.list_.begin(), other.list_.end());
}

Outcome Findings::operator[](Check check) const {
    return outcomes_[static_cast<std::size_t>(check)];
}

bool Findings::has(Reason reason) const {
    return std::any_of(list_.begin(), list_.end(),
                       [&](const Finding& finding) { return finding.reason == reason; });
}

void Findings::say(Check check, Outcome outcome) {
    Outcome& old = outcomes_[static_cast<std::size_t>(check)];
    if (weight(outcome) > weight(old)) old = outcome;
}

}  // namespace sealwright
