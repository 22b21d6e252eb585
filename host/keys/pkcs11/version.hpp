// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <compare>
#include <cstdint>

namespace sealwright::keys::pkcs11 {

/// Of a module's library, as it says itself (CK_INFO::libraryVersion).
struct Version {
    std::uint64_t major = 0;
    std::uint64_t minor = 0;
    friend auto operator<=>(const Version&, const Version&) = default;
};

}  // namespace sealwright::keys::pkcs11
