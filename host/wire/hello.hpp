// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/openssl_version.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace sealwright::wire {

/// Raised whenever an older client would misunderstand a newer host, or the other way round.
inline constexpr int kProtocol = 1;

/// The host's first frame. `openssl` is the version that runs.
std::string hello_frame(std::string_view version, OpensslVersion openssl,
                        const std::vector<std::string>& stores);

}  // namespace sealwright::wire
