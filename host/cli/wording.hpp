// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sealwright::cli {

/// The sentence for `kind` ("reason", "state", "error" …) and one of its words ("path.no-anchor"),
/// with $1, $2 … replaced by `args`; `suffix` as in "state_S_1_headline". The word itself when the
/// table has no sentence for it.
std::string wording(std::string_view kind, std::string_view word,
                    const std::vector<std::string>& args = {}, std::string_view suffix = "");

}  // namespace sealwright::cli
