// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/read.hpp"

#include <iosfwd>

namespace sealwright::cli {

/// A reading for a person: headline, the one sentence, who signed, what was checked and what not.
void print_reading(std::ostream& out, const tasks::Reading& reading);

}  // namespace sealwright::cli
