// SPDX-License-Identifier: MPL-2.0
#include "keys/assuan.hpp"

#include "base/text.hpp"

#include <charconv>

namespace sealwright::keys {
namespace {

/// The protocol's limit on a line, without its end.
constexpr std::size_t kLine = 1'000;
/// A command is never that long; its text is cut before.
constexpr std::size_t kArgument = 900;
/// More lines than this are no answer (status and comment lines come with most answers).
constexpr int kLinesOfReply = 100;

bool begins_character(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
}

/// UTF-8 goes as it is; only what would end the line or start an escape is escaped. Cut between
/// characters.
std::string encoded(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (line.size() >= kArgument && begins_character(c)) break;
        const auto octet = static_cast<unsigned char>(c);
        if (c == '%' || octet < 0x20 || octet == 0x7f) {
            line += '%' + hex({&c, 1});
        } else {
            line += c;
        }
    }
    return line;
}

int digit(std::uint8_t c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// Decodes the data behind "D " without leaving a copy.
SecretBytes decoded(View line) {
    SecretBytes data(line.size());
    std::size_t length = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const bool escaped = line[i] == '%' && i + 2 < line.size() && digit(line[i + 1]) >= 0 &&
                             digit(line[i + 2]) >= 0;
        data.writable()[length++] =
            escaped ? static_cast<std::uint8_t>(16 * digit(line[i + 1]) + digit(line[i + 2]))
                    : line[i];
        if (escaped) i += 2;
    }
    data.shrink(length);
    return data;
}

bool starts_with(View line, std::string_view word) {
    return as_text(line).starts_with(word);
}

/// "ERR 83886179 Operation cancelled": the low 16 bits are the error, the rest is its source.
Assuan::Reply refused(std::string_view line) {
    unsigned long number = 0;
    const auto rest = std::from_chars(line.data(), line.data() + line.size(), number);
    line.remove_prefix(static_cast<std::size_t>(rest.ptr - line.data()));
    return {{}, static_cast<int>(number & 0xffff), shown(line.substr(line.starts_with(' ')))};
}

}  // namespace

Result<Assuan> Assuan::start(const std::filesystem::path& program, const Environment& environment,
                             std::stop_token stop) {
    auto child = Child::start(program, {}, environment);
    if (!child) return child.error();
    Assuan conversation(std::move(child).value(), std::move(stop));
    auto greeting = conversation.reply();
    if (!greeting) return greeting.error();
    if (greeting->error) return Error{ErrorCode::system_child, "greeting: " + greeting->text};
    return conversation;
}

Result<Assuan::Reply> Assuan::command(std::string_view verb, std::string_view argument) {
    std::string line(verb);
    if (!argument.empty()) line += " " + encoded(argument);
    line += "\n";
    auto written = child_.write_all(as_view(line), {stop_, {}});
    if (!written) return written.error();
    return reply();
}

Result<Assuan::Reply> Assuan::reply() {
    Reply answer;
    for (int lines = 0; lines < kLinesOfReply; ++lines) {
        auto line = child_.read_line(kLine, {stop_, {}});
        if (!line) return line.error();
        const View text = line->view();
        if (starts_with(text, "D ")) {
            answer.data = decoded(text.subspan(2));
        } else if (starts_with(text, "OK")) {
            return answer;
        } else if (starts_with(text, "ERR ")) {
            return refused(as_text(text.subspan(4)));
        } else if (starts_with(text, "INQUIRE")) {
            break;
        }
    }
    return Error{ErrorCode::system_child, "unexpected answer"};
}

}  // namespace sealwright::keys
