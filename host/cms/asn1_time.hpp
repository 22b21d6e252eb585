// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "cms/der.hpp"

#include <optional>

namespace sealwright::cms {

/// UTCTime or GeneralizedTime in the DER form that ends in Z (RFC 5652 §11.3); two-digit years
/// from 50 on are of the last century.
std::optional<UnixTime> read_time(const der::Element& element);
/// UTCTime through 2049, then GeneralizedTime.
Bytes write_time(UnixTime time);

}  // namespace sealwright::cms
