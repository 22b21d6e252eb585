// SPDX-License-Identifier: MPL-2.0
#include "wire/origin.hpp"

#include "base/descriptor.hpp"
#include "base/text.hpp"
#include "wire/origin_ids.hpp"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <optional>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

namespace sealwright::wire {
namespace {

constexpr std::string_view kScheme = "chrome-extension://";
constexpr std::size_t kListOctets = 64 * 1024;

Error refused(const std::string& detail) {
    return {ErrorCode::request_origin, detail};
}

bool is_manifest_path(const std::string& text) {
    return text.starts_with('/') && text.ends_with(".json");
}

bool contains(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

/// Opened first and looked at then, so that what is checked is what is read.
std::optional<std::string> read_owned(const std::filesystem::path& path, uid_t owner) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat facts {};
    if (!file || ::fstat(file.number(), &facts) != 0) return std::nullopt;
    const bool writable = (facts.st_mode & (S_IWGRP | S_IWOTH)) != 0;
    if (!S_ISREG(facts.st_mode) || facts.st_uid != owner || writable) return std::nullopt;
    std::string text(kListOctets, '\0');
    const ssize_t got = ::read(file.number(), text.data(), text.size());
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

/// The administrator's lines, without comments and surrounding blanks.
std::vector<std::string> more_origins(const Origins& origins) {
    std::vector<std::string> lines;
    std::istringstream text(read_owned(origins.more, origins.owner).value_or(""));
    for (std::string line; std::getline(text, line);) {
        std::istringstream words(line.substr(0, line.find('#')));
        if (std::string word; words >> word) lines.push_back(word);
    }
    return lines;
}

Result<std::string> check_chromium(const std::string& origin, const Origins& origins) {
    const bool ours = std::any_of(
        origins.chromium.begin(), origins.chromium.end(),
        [&](const std::string& id) { return origin == std::string(kScheme) + id + "/"; });
    if (ours || contains(more_origins(origins), origin)) return origin;
    return refused(shown(origin) + " is not one of our extensions");
}

Result<std::string> check_gecko(const std::string& manifest, const std::string& id,
                                const Origins& origins) {
    if (!contains(origins.gecko, id) && !contains(more_origins(origins), id))
        return refused("\"" + shown(id) + "\" is not one of our extensions");
    struct stat facts {};
    if (::stat(manifest.c_str(), &facts) != 0 || !S_ISREG(facts.st_mode))
        return refused(shown(manifest) + " is not a file");
    const bool own = facts.st_uid == 0 || facts.st_uid == ::geteuid();
    if (!own || (facts.st_mode & S_IWOTH) != 0)
        return refused(shown(manifest) + " can be changed by others; run 'chmod o-w' on it");
    return id;
}

}  // namespace

Origins shipped_origins() {
    return {{kChromiumId}, {kGeckoId}, "/etc/sealwright/origins", 0};
}

bool is_browser_start(const std::vector<std::string>& args) {
    if (args.empty()) return false;
    return args[0].find("://") != std::string::npos || is_manifest_path(args[0]);
}

Result<std::string> check_origin(const std::vector<std::string>& args, const Origins& origins) {
    if (args.empty()) return refused("no extension is named");
    if (args[0].starts_with(kScheme)) return check_chromium(args[0], origins);
    if (!is_manifest_path(args[0])) return refused(shown(args[0]) + " is no origin of ours");
    return check_gecko(args[0], args.size() > 1 ? args[1] : "", origins);
}

}  // namespace sealwright::wire
