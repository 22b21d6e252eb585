// SPDX-License-Identifier: MPL-2.0
#include "mail/delimiter.hpp"

namespace sealwright::mail {

bool starts_like_delimiter(std::string_view text, std::string_view boundary) {
    return text.starts_with("--") && text.substr(2).starts_with(boundary);
}

LineRole line_role(std::string_view line, std::string_view boundary) {
    if (!starts_like_delimiter(line, boundary)) return LineRole::content;
    std::string_view rest = line.substr(2 + boundary.size());
    rest = rest.substr(0, rest.find_last_not_of(" \t") + 1);
    if (rest.empty()) return LineRole::delimiter;
    return rest == "--" ? LineRole::closing : LineRole::doubtful;
}

}  // namespace sealwright::mail
