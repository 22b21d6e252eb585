// SPDX-License-Identifier: MPL-2.0
#include "net/imap.hpp"

#include "base/text.hpp"
#include "net/conversation.hpp"

#include <algorithm>
#include <array>

namespace sealwright::net {
namespace {

constexpr std::size_t kFolderOctets = 1'000;
/// For servers that know no SPECIAL-USE; best first.
constexpr std::array<std::string_view, 5> kUsualNames = {"Sent", "Sent Items", "Sent Messages",
                                                         "INBOX.Sent", "INBOX/Sent"};

struct Folder {
    std::string attributes;
    std::string name;
};

/// A quoted string or an atom (RFC 9051 §9). Literals are left alone: nobody names folders so.
std::optional<std::string> read_name(std::string_view text) {
    if (text.empty() || text.front() == '{') return std::nullopt;
    if (text.front() != '"') return std::string(text);
    std::string name;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] == '"') return i + 1 == text.size() ? std::optional(name) : std::nullopt;
        if (text[i] == '\\' && ++i == text.size()) break;
        name += text[i];
    }
    return std::nullopt;
}

/// `* LIST (\HasNoChildren \Sent) "/" "Sent"`
std::optional<Folder> read_line(std::string_view line) {
    constexpr std::string_view start = "* LIST (";
    if (!equal_ignoring_case(line.substr(0, start.size()), start)) return std::nullopt;
    line.remove_prefix(start.size());
    const std::size_t end = line.find(") ");
    if (end == std::string_view::npos) return std::nullopt;
    const std::string attributes = " " + lower_ascii(line.substr(0, end)) + " ";
    line.remove_prefix(end + 2);
    const std::size_t separator = line.find(' ');
    if (separator == std::string_view::npos) return std::nullopt;
    const auto name = read_name(line.substr(separator + 1));
    if (!name || !is_folder(*name)) return std::nullopt;
    return Folder{attributes, *name};
}

std::vector<Folder> read_list(std::string_view list) {
    std::vector<Folder> folders;
    while (!list.empty()) {
        const std::size_t end = std::min(list.find('\n'), list.size());
        std::string_view line = list.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        if (auto folder = read_line(line)) folders.push_back(std::move(*folder));
        list.remove_prefix(std::min(end + 1, list.size()));
    }
    return folders;
}

/// Servers without RFC 6154 refuse to choose by use, but may still mark folders.
Result<std::string> find_folder(Conversation& conversation, const Server& server) {
    Outcome outcome;
    for (const char* command : {R"(LIST (SPECIAL-USE) "" "*")", R"(LIST "" "*")"}) {
        Job job;
        job.command = command;
        outcome = conversation.run(job);
        if (outcome.end != Outcome::End::done && outcome.end != Outcome::End::refused)
            return error_of(outcome, server);
        if (const auto folder = sent_folder(outcome.body)) return *folder;
    }
    return Error{ErrorCode::send_refused, "no folder for sent mail", {"no folder for sent mail"}};
}

}  // namespace

bool is_folder(std::string_view name) {
    return !name.empty() && name.size() <= kFolderOctets &&
           std::all_of(name.begin(), name.end(), [](char c) { return c >= 0x20 && c < 0x7F; });
}

std::optional<std::string> sent_folder(std::string_view list) {
    const std::vector<Folder> folders = read_list(list);
    for (const Folder& folder : folders) {
        if (folder.attributes.find(" \\sent ") != std::string::npos) return folder.name;
    }
    for (const std::string_view usual : kUsualNames) {
        for (const Folder& folder : folders) {
            if (equal_ignoring_case(folder.name, usual)) return folder.name;
        }
    }
    return std::nullopt;
}

Result<void> append(const Access& access, const std::string& folder, View message) {
    Conversation conversation(Conversation::Protocol::imap, access);
    Job job;
    job.path = folder;
    if (folder.empty()) {
        auto found = find_folder(conversation, access.server);
        if (!found) return found.error();
        job.path = std::move(found).value();
    }
    job.upload = message;
    const Outcome outcome = conversation.run(job);
    if (outcome.end != Outcome::End::done) return error_of(outcome, access.server);
    return {};
}

}  // namespace sealwright::net
