// SPDX-License-Identifier: MPL-2.0
#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/report.hpp"
#include "tasks/read.hpp"
#include "wire/reply.hpp"

#include <iostream>
#include <memory>

namespace sealwright::cli {
namespace {

struct ReadArguments {
    std::string file;
    std::string output;
    std::string account;
    bool json = false;
    std::int64_t at = 0;
};

std::shared_ptr<ReadArguments> add_common(CLI::App* command) {
    auto arguments = std::make_shared<ReadArguments>();
    command->add_option("FILE", arguments->file, "the message as a file (.eml); '-' for stdin")
        ->required();
    command->add_flag("--json", arguments->json, "print the verdict as the browser gets it");
    command->add_option("--at", arguments->at,
                        "judge certificates as of this time (seconds since 1970)");
    return arguments;
}

Exit read_and_print(const ReadArguments& arguments, tasks::KeysAllowed keys,
                    tasks::Services services);
Exit finish_decrypt(const tasks::Reading& reading, const ReadArguments& arguments);

}  // namespace

void add_verify(CLI::App& app, Work& chosen) {
    CLI::App* command =
        app.add_subcommand("verify", "Say who signed a message and what of it holds");
    auto arguments = add_common(command);
    command->callback([arguments, &chosen] {
        chosen = [arguments](const tasks::Services& services) {
            return read_and_print(*arguments, tasks::KeysAllowed::no, services);
        };
    });
}

void add_decrypt(CLI::App& app, Work& chosen) {
    CLI::App* command =
        app.add_subcommand("decrypt", "Open an encrypted message and verify what is inside");
    auto arguments = add_common(command);
    command->add_option("-o,--output", arguments->output,
                        "write the decrypted entity here (a file only you can read)");
    command->callback([arguments, &chosen] {
        chosen = [arguments](const tasks::Services& services) {
            return read_and_print(*arguments, tasks::KeysAllowed::yes, services);
        };
    });
}

namespace {

Exit read_and_print(const ReadArguments& arguments, tasks::KeysAllowed keys,
                    tasks::Services services) {
    Result<MappedFile> file = open_message(arguments.file);
    if (!file) return report(file.error());
    if (arguments.at != 0)
        services.clock = [at = arguments.at] { return UnixTime(std::chrono::seconds(at)); };
    tasks::ReadOptions options;
    options.keys = keys;
    Result<tasks::Reading> reading = tasks::read_message(file->view(), options, services);
    if (!reading) return report(reading.error());

    if (arguments.json)
        std::cout << wire::to_json(*reading) << "\n";
    else
        print_reading(std::cout, *reading);
    if (keys == tasks::KeysAllowed::yes) return finish_decrypt(*reading, arguments);
    return verdict::is_positive(reading->verdict.signature) ? Exit::done : Exit::not_proven;
}

/// Why there is no plaintext.
ErrorCode not_opened(EncryptionState state) {
    switch (state) {
        case EncryptionState::none:
            return ErrorCode::mail_not_encrypted;
        case EncryptionState::failed:
            return ErrorCode::mail_decrypt_failed;
        case EncryptionState::unsupported:
            return ErrorCode::mail_unsupported;
        case EncryptionState::no_key:
        case EncryptionState::locked:
            return ErrorCode::mail_no_key;
        default:
            return ErrorCode::mail_refused;
    }
}

Exit finish_decrypt(const tasks::Reading& reading, const ReadArguments& arguments) {
    if (reading.key_error) return report(*reading.key_error);
    if (!reading.plaintext) return report({not_opened(reading.verdict.encryption), arguments.file});
    if (arguments.output.empty()) return Exit::done;
    Result<void> written =
        write_file_by_rename(arguments.output, reading.plaintext->view(), Durability::unsynced);
    return written ? Exit::done : report(written.error());
}

}  // namespace
}  // namespace sealwright::cli
