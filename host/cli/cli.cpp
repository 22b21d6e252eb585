// SPDX-License-Identifier: MPL-2.0
#include "cli/cli.hpp"

#include "cli/commands.hpp"
#include "cli/wording.hpp"

#include <iostream>

namespace sealwright::cli {
namespace {

constexpr const char* kFooter =
    "Exit codes: 0 done (verify: and the sender is proven) - 1 read, but the sender is not\n"
    "proven - 2 wrong usage - 3 a file, a store or the message stood in the way - 4 no key, or\n"
    "its use was refused.\n"
    "Start with 'sealwright doctor'; it says whether everything is in place.";

}  // namespace

int run(int argc, const char* const* argv, const tasks::Services& services) {
    CLI::App app{
        "Sealwright signs, verifies, encrypts and decrypts S/MIME mail with the keys "
        "of this computer.",
        "sealwright"};
    app.footer(kFooter);
    app.set_version_flag("--version", SEALWRIGHT_VERSION);
    app.require_subcommand(0, 1);
    Work chosen;
    add_verify(app, chosen);
    add_decrypt(app, chosen);
    add_sign(app, chosen);
    add_encrypt(app, chosen);
    add_identities(app, chosen);
    add_people(app, chosen);
    add_doctor(app, chosen);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        int code = app.exit(error);
        return code == 0 ? 0 : static_cast<int>(Exit::usage);
    }
    if (!chosen) {
        std::cerr << app.help();
        return static_cast<int>(Exit::usage);
    }
    return static_cast<int>(chosen(services));
}

Exit report(const Error& error) {
    const std::string sentence = wording("error", word(error.code), error.args);
    std::cerr << "sealwright: " << sentence;
    if (sentence.find(error.detail) == std::string::npos) std::cerr << " (" << error.detail << ")";
    std::cerr << "\n";
    const bool about_keys =
        word(error.code).starts_with("key.") || error.code == ErrorCode::mail_no_key;
    return about_keys ? Exit::key : Exit::failed;
}

}  // namespace sealwright::cli
