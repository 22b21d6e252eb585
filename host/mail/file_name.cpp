// SPDX-License-Identifier: MPL-2.0
#include "mail/file_name.hpp"

#include "base/text.hpp"
#include "mail/content_type.hpp"
#include "mail/encoded_word.hpp"

#include <algorithm>
#include <array>

namespace sealwright::mail {
namespace {

constexpr std::array<std::string_view, 4> kDevices = {"con", "prn", "aux", "nul"};

bool is_device(std::string_view name) {
    const std::string stem = lower_ascii(name.substr(0, name.find('.')));
    if (std::find(kDevices.begin(), kDevices.end(), stem) != kDevices.end()) return true;
    return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) &&
           stem[3] >= '0' && stem[3] <= '9';
}

bool is_trouble(char c) {
    constexpr std::string_view kTrouble = "<>:\"|?*";
    return kTrouble.find(c) != std::string_view::npos;
}

}  // namespace

std::string raw_file_name(const Entity& entity) {
    std::string name;
    if (const Field* field = entity.first("Content-Disposition")) {
        name = parse_disposition(field->value).parameter("filename").value_or("");
    }
    if (name.empty()) name = entity.type.parameter("name").value_or("");
    return decode_encoded_words(name);
}

std::string safe_file_name(const Entity& entity) {
    std::string name = shown(raw_file_name(entity));
    name.erase(0, name.find_last_of("/\\") + 1);
    std::replace_if(name.begin(), name.end(), is_trouble, '_');
    name.erase(0, name.find_first_not_of(". "));
    name.erase(name.find_last_not_of(". ") + 1);
    return is_device(name) ? '_' + name : name;
}

}  // namespace sealwright::mail
