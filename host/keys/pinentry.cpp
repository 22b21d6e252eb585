// SPDX-License-Identifier: MPL-2.0
#include "keys/pinentry.hpp"

#include "base/text.hpp"
#include "keys/assuan.hpp"

#include <array>
#include <unistd.h>

namespace sealwright::keys {
namespace {

// GnuPG's error numbers (libgpg-error).
constexpr int kTimeout = 62;
constexpr int kCanceled = 99;
constexpr int kNotConfirmed = 114;
constexpr int kFullyCanceled = 198;

Error no_prompt(const std::string& detail) {
    return {ErrorCode::key_no_prompt, detail};
}

/// Stopping keeps its code; whatever else goes wrong with the program means that nobody was asked.
Error not_asked(const Error& error) {
    return error.code == ErrorCode::request_cancelled ? error : no_prompt(error.detail);
}

Error unanswered(const Assuan::Reply& reply) {
    const int number = *reply.error;
    if (number == kCanceled || number == kFullyCanceled || number == kTimeout) {
        return {ErrorCode::key_cancelled, "pinentry"};
    }
    return no_prompt(reply.text);
}

std::string tries(int left) {
    if (left < 0) return {};
    return left == 1 ? "This is the last try.\n" : std::to_string(left) + " tries left.\n";
}

/// Lines of the dialog. Our own words come first, where text of others cannot push them out;
/// shown() keeps each of theirs one line.
std::string description(const PinPrompt::Question& question) {
    return tries(question.tries_left) + shown(question.title) + "\n" + shown(question.description);
}

/// Settings are wishes: a dialog that does not know one is still a dialog.
Result<void> set(Assuan& dialog, std::string_view verb, std::string_view text) {
    if (text.empty()) return {};
    auto reply = dialog.command(verb, text);
    if (!reply) return not_asked(reply.error());
    return {};
}

std::string option(const char* name, const Environment& environment, const char* variable) {
    const auto found = environment.find(variable);
    return found == environment.end() ? "" : std::string(name) + "=" + found->second;
}

const std::filesystem::path* first_existing(const std::vector<std::filesystem::path>& programs) {
    for (const auto& program : programs) {
        if (::access(program.c_str(), X_OK) == 0) return &program;
    }
    return nullptr;
}

/// A dialog with its texts set, not yet on the screen.
Result<Assuan> open(const std::vector<std::filesystem::path>& programs,
                    const Environment& environment, const PinPrompt::Question& question,
                    std::stop_token stop) {
    const auto* program = first_existing(programs);
    if (!program) return no_prompt("no pinentry program is installed");
    auto started = Assuan::start(*program, environment, std::move(stop));
    if (!started) return not_asked(started.error());
    const std::pair<const char*, std::string> settings[] = {
        {"OPTION", "grab"},
        {"OPTION", option("display", environment, "DISPLAY")},
        {"OPTION", option("ttyname", environment, "GPG_TTY")},
        {"OPTION", option("ttytype", environment, "TERM")},
        {"OPTION", option("lc-ctype", environment, "LC_CTYPE")},
        {"SETTITLE", "Sealwright"},
        {"SETDESC", description(question)}};
    for (const auto& [verb, text] : settings) {
        auto said = set(*started, verb, text);
        if (!said) return said.error();
    }
    return started;
}

std::vector<std::filesystem::path> session_programs(bool graphical) {
    // "pinentry" is whatever the administrator chose, perhaps one for terminals only.
    if (graphical) {
        return {"/usr/bin/pinentry-x11",   "/usr/bin/pinentry-gnome3", "/usr/bin/pinentry-qt",
                "/usr/bin/pinentry-gtk-2", "/usr/bin/pinentry-fltk",   "/usr/bin/pinentry"};
    }
    return {"/usr/bin/pinentry-curses", "/usr/bin/pinentry-tty", "/usr/bin/pinentry"};
}

Environment session_environment() {
    auto environment =
        pick_environment({"DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "XDG_RUNTIME_DIR",
                          "XDG_SESSION_TYPE", "XDG_CURRENT_DESKTOP", "DBUS_SESSION_BUS_ADDRESS",
                          "GPG_TTY", "TERM", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES"});
    environment["PATH"] = "/usr/bin:/bin";
    // A browser talks to us through pipes; only the command line has a terminal there.
    std::array<char, 256> terminal{};
    if (!environment.contains("GPG_TTY") &&
        ::ttyname_r(STDIN_FILENO, terminal.data(), terminal.size()) == 0) {
        environment["GPG_TTY"] = terminal.data();
    }
    return environment;
}

}  // namespace

Pinentry::Pinentry(std::vector<std::filesystem::path> programs, Environment environment)
    : programs_(std::move(programs)), environment_(std::move(environment)) {}

std::shared_ptr<PinPrompt> Pinentry::of_session() {
    auto environment = session_environment();
    const bool graphical =
        environment.contains("DISPLAY") || environment.contains("WAYLAND_DISPLAY");
    return std::make_shared<Pinentry>(session_programs(graphical), std::move(environment));
}

std::filesystem::path Pinentry::program_of_session() {
    const auto environment = session_environment();
    const bool graphical =
        environment.contains("DISPLAY") || environment.contains("WAYLAND_DISPLAY");
    const auto programs = session_programs(graphical);
    const auto* program = first_existing(programs);
    if (!program) return {};
    std::error_code unknown;
    const std::string real = std::filesystem::canonical(*program, unknown).filename().string();
    const bool for_terminals = real == "pinentry-curses" || real == "pinentry-tty";
    return for_terminals && !environment.contains("GPG_TTY") ? std::filesystem::path() : *program;
}

Result<SecretBytes> Pinentry::ask(const Question& question, std::stop_token stop) {
    auto turn = turn_.take(stop);
    if (!turn) return turn.error();
    auto dialog = open(programs_, environment_, question, stop);
    if (!dialog) return dialog.error();
    auto prompted = set(*dialog, "SETPROMPT", "PIN or password:");
    if (!prompted) return prompted.error();
    if (question.last_was_wrong) {
        auto warned = set(*dialog, "SETERROR", "That was wrong. Try again.");
        if (!warned) return warned.error();
    }
    auto reply = dialog->command("GETPIN");
    if (!reply) return not_asked(reply.error());
    if (reply->error) return unanswered(*reply);
    return reply->data ? std::move(*reply->data) : SecretBytes();
}

Result<bool> Pinentry::confirm(const Question& question, std::stop_token stop) {
    auto turn = turn_.take(stop);
    if (!turn) return turn.error();
    auto dialog = open(programs_, environment_, question, stop);
    if (!dialog) return dialog.error();
    for (const auto& [verb, text] :
         {std::pair{"SETOK", "Allow"}, std::pair{"SETNOTOK", "Refuse"}}) {
        auto said = set(*dialog, verb, text);
        if (!said) return said.error();
    }
    auto reply = dialog->command("CONFIRM");
    if (!reply) return not_asked(reply.error());
    if (!reply->error) return true;
    if (*reply->error == kNotConfirmed) return false;
    return unanswered(*reply);
}

}  // namespace sealwright::keys
