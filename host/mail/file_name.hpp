// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

namespace sealwright::mail {

/// The name a part gives itself (RFC 2183 filename, else the name of its Content-Type), decoded,
/// exactly as it says: not fit for a file system.
std::string raw_file_name(const Entity& entity);

/// The same, fit to show and to save: the last path component without characters that any file
/// system or shell gives a meaning to, no leading dot, no Windows device name; may be empty.
std::string safe_file_name(const Entity& entity);

}  // namespace sealwright::mail
