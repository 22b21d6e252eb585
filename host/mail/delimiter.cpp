// SPDX-License-Identifier: MPL-2.0
#include "mail/delimiter.hpp"

namespace sealwright::mail {

bool starts_like_delimiter(std::string_view text, std::string_view boundary) {
    return text.starts_with("--") && text.substr(2).starts_with(boundary);
}

std::string_view without_padding(std::string_view line) {
    return line.substr(0, line.find_last_not_of(" \t") + 1);
}

LineRole line_role(std::string_view line, std::string_view boundary) {
    if (!starts_like_delimiter(line, boundary)) return LineRole::content;
    const std::string_view rest = without_padding(line.substr(2 + boundary.size()));
    if (rest.empty()) return LineRole::delimiter;
    return rest == "--" ? LineRole::closing : LineRole::doubtful;
}

}  // namespace sealwright::mail
