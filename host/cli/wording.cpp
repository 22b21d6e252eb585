// SPDX-License-Identifier: MPL-2.0
#include "cli/wording.hpp"

#include "cli/wording_table.hpp"

#include <algorithm>
#include <cctype>

namespace sealwright::cli {
namespace {

std::string key_of(std::string_view kind, std::string_view word, std::string_view suffix) {
    std::string key = std::string(kind) + "_" + std::string(word);
    if (!suffix.empty()) key += "_" + std::string(suffix);
    for (char& c : key)
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    return key;
}

std::string filled_in(std::string_view text, const std::vector<std::string>& args) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        bool placeholder =
            text[i] == '$' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9';
        if (!placeholder) {
            out += text[i];
            continue;
        }
        auto number = static_cast<std::size_t>(text[++i] - '1');
        if (number < args.size()) out += args[number];
    }
    return out;
}

}  // namespace

std::string wording(std::string_view kind, std::string_view word,
                    const std::vector<std::string>& args, std::string_view suffix) {
    std::string key = key_of(kind, word, suffix);
    const auto* row = std::find_if(kWording.begin(), kWording.end(),
                                   [&](const auto& entry) { return entry.first == key; });
    return row == kWording.end() ? std::string(word) : filled_in(row->second, args);
}

}  // namespace sealwright::cli
