// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>

namespace sealwright {

/// An OpenSSL release; ordered.
struct OpensslVersion {
    unsigned major = 0;
    unsigned minor = 0;
    unsigned patch = 0;

    [[nodiscard]] std::string text() const;
    friend auto operator<=>(const OpensslVersion&, const OpensslVersion&) = default;
};

/// The library this process runs with, which need not be the one it was built with.
OpensslVersion running_openssl();

/// The release whose fixes we want in that line (G.4): below it `hello` and `doctor` ask for an
/// update.
OpensslVersion wanted_openssl(OpensslVersion running);
inline bool is_outdated(OpensslVersion running) {
    return running < wanted_openssl(running);
}

/// Below 3.0.18 reading AuthEnvelopedData writes beyond a buffer before any key is used
/// (CVE-2025-15467): such content is refused (G.4, E-87).
bool can_read_auth_enveloped(OpensslVersion running);

}  // namespace sealwright
