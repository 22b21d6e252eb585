// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <string>
#include <string_view>

namespace sealwright::mail {

/// What an HTML text says, without any of its markup: tags, comments, scripts and styles are gone,
/// blocks begin new lines, character references are resolved. Of a tag or comment that never ends
/// nothing is left. For reading only: no layout, lists or tables.
std::string without_markup(std::string_view html);

}  // namespace sealwright::mail
