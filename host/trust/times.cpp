// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "trust/trust.hpp"

namespace sealwright::trust {
namespace {

using namespace std::chrono_literals;

/// Mail may lie in an outbox for a day; clocks of honest senders are off by minutes (V-28).
constexpr auto kFromDateAtMost = 24h;
constexpr auto kAheadAtMost = 10min;

auto distance(UnixTime a, UnixTime b) {
    return a < b ? b - a : a - b;
}

}  // namespace

void check_times(const X509& certificate, const Times& times, Findings& findings) {
    findings.pass(Check::V_28);
    if (!times.signing) return;  // nobody claimed a time
    const UnixTime signing = *times.signing;
    if (times.date && distance(signing, *times.date) > kFromDateAtMost) {
        findings.fail(Check::V_28, Reason::time_far_from_date);
    }
    if (times.received && signing > *times.received + kAheadAtMost) {
        findings.fail(Check::V_28, Reason::time_in_future);
    }
    if (signing < time_of(X509_get0_notBefore(&certificate)) ||
        signing > time_of(X509_get0_notAfter(&certificate))) {
        findings.fail(Check::V_28, Reason::time_signed_outside_validity);
    }
}

}  // namespace sealwright::trust
