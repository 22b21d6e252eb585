// SPDX-License-Identifier: MPL-2.0
#include "base/openssl_version.hpp"

#include <openssl/crypto.h>

namespace sealwright {

std::string OpensslVersion::text() const {
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

OpensslVersion running_openssl() {
    return {OPENSSL_version_major(), OPENSSL_version_minor(), OPENSSL_version_patch()};
}

OpensslVersion wanted_openssl(OpensslVersion running) {
    constexpr OpensslVersion kFirstLine{3, 0, 22};
    constexpr OpensslVersion kLongTermLine{3, 5, 9};
    return running < OpensslVersion{3, 1, 0} ? kFirstLine : kLongTermLine;
}

bool can_read_auth_enveloped(OpensslVersion running) {
    constexpr OpensslVersion kFixed{3, 0, 18};
    return running >= kFixed;
}

}  // namespace sealwright
