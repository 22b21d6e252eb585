// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "support/ca.hpp"
#include "trust/trust.hpp"

#include <doctest/doctest.h>

namespace sealwright::trust {

using support::Ca;
using support::KeyType;
using support::Options;

/// Root R (an anchor for e-mail), R2 (none), intermediate I of R. P-256 unless a test says so:
/// its certificates are made and checked in no time.
struct World {
    Ca root = Ca::root("Root R", {.key = KeyType::p256});
    Ca stranger = Ca::root("Root R2", {.key = KeyType::p256});
    Ca inter = root.intermediate("Inter I", {.key = KeyType::p256});
    std::unique_ptr<AnchorSource> anchors = fixed_anchors({root.certificate});
    UnixTime now = system_now();

    [[nodiscard]] Ca alice(Options options = {}) const { return alice_of(inter, options); }
    [[nodiscard]] static Ca alice_of(const Ca& issuer, Options options = {}) {
        if (options.key == KeyType::rsa2048) options.key = KeyType::p256;
        return issuer.leaf("alice@example.com", options);
    }

    [[nodiscard]] Path check(const Ca& leaf, const std::vector<Ca>& enclosed,
                             Purpose purpose = Purpose::sign_mail) const {
        std::vector<Certificate> certificates;
        for (const auto& each : enclosed) certificates.push_back(each.certificate);
        return check_path(leaf.certificate, certificates, *anchors, now, purpose);
    }
};

/// The path checks that did not pass; empty for a path without fault.
inline std::vector<Check> faults(const Path& path) {
    std::vector<Check> all;
    for (const Check check : {Check::V_20, Check::V_21, Check::V_22, Check::V_23, Check::V_24}) {
        if (!path.findings.passed(check)) all.push_back(check);
    }
    return all;
}

using Faults = std::vector<Check>;

}  // namespace sealwright::trust

namespace doctest {
template <>
struct StringMaker<std::vector<sealwright::Check>> {
    static String convert(const std::vector<sealwright::Check>& checks) {
        std::string text = "{";
        for (const auto check : checks) text += " " + std::string(sealwright::word(check));
        return (text + " }").c_str();
    }
};
}  // namespace doctest
