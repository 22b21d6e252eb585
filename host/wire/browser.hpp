// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/services.hpp"
#include "wire/origin.hpp"

#include <functional>
#include <string>
#include <vector>

namespace sealwright::wire {

/// Exit codes of the program as a browser's host.
enum class BrowserExit : int {
    done = 0,     ///< the browser closed its end
    broken = 1,   ///< what it sent were no frames
    refused = 3,  ///< whoever started us is none of our extensions
};

/// Serves the browser that gave these arguments, on standard input and output, until it goes. The
/// services are made only after its origin was checked: for others nothing is opened (E-81).
BrowserExit serve_browser(const std::vector<std::string>& args, const Origins& origins,
                          const std::function<tasks::Services()>& make_services);

}  // namespace sealwright::wire
