// SPDX-License-Identifier: MPL-2.0
#include "mail/boundaries.hpp"

#include "mail/delimiter.hpp"

#include <algorithm>
#include <iterator>

namespace sealwright::mail {

bool Boundaries::open(const std::string& boundary, std::size_t owner) {
    const bool apart = std::none_of(owners_.begin(), owners_.end(), [&](const auto& entry) {
        return entry.first.starts_with(boundary) || boundary.starts_with(entry.first);
    });
    if (!apart) prefix_free_ = false;
    owners_[boundary].push_back({owner});
    return apart;
}

void Boundaries::end(const std::string& boundary) {
    owners_.at(boundary).back().ended = true;
}

void Boundaries::close(const std::string& boundary) {
    const auto entry = owners_.find(boundary);
    entry->second.pop_back();
    if (entry->second.empty()) owners_.erase(entry);
}

Boundaries::Line Boundaries::read(std::string_view text) const {
    Line line;
    if (owners_.empty() || !text.starts_with("--")) return line;
    if (prefix_free_ && !begins_like_any(text.substr(2))) return line;
    const std::string_view rest = without_padding(text.substr(2));
    match(rest, false, line);
    if (rest.ends_with("--")) match(rest.substr(0, rest.size() - 2), true, line);
    // Such a line goes on otherwise, or stands behind the closing delimiter.
    if (!line.owner && prefix_free_) line.doubtful = true;
    return line;
}

/// Takes the innermost owner that has not ended.
void Boundaries::match(std::string_view boundary, bool closing, Line& line) const {
    const auto entry = owners_.find(boundary);
    if (entry == owners_.end()) return;
    const auto& all = entry->second;
    const auto owner =
        std::find_if(all.rbegin(), all.rend(), [](const Owner& o) { return !o.ended; });
    if (owner == all.rend() || (line.owner && *line.owner > owner->number)) return;
    line.owner = owner->number;
    line.closing = closing;
}

// Among boundaries of which none begins another, only the last one that sorts before the text can
// begin it. (Where one does begin another, the whole message is in doubt already.)
bool Boundaries::begins_like_any(std::string_view rest) const {
    const auto after = owners_.upper_bound(rest);
    return after != owners_.begin() && rest.starts_with(std::prev(after)->first);
}

}  // namespace sealwright::mail
