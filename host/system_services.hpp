// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"

namespace sealwright {

/// The stores, anchors and memory of the person who runs this program. Nothing is opened yet.
tasks::Services system_services();

}  // namespace sealwright
