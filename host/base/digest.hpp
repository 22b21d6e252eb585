// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"

namespace sealwright {

/// SHA-256 of `bytes` (32 octets).
Bytes sha256(View bytes);

}  // namespace sealwright
