// SPDX-License-Identifier: MPL-2.0
#include "base/file.hpp"
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "tasks/protect.hpp"

#include <iostream>
#include <memory>

namespace sealwright::cli {
namespace {

struct ProtectArguments {
    std::string file;
    std::string output;
    std::string account;
    std::vector<std::string> recipients;
    bool opaque = false;
    bool gcm = false;
};

std::shared_ptr<ProtectArguments> add_common(CLI::App* command) {
    auto arguments = std::make_shared<ProtectArguments>();
    command->add_option("FILE", arguments->file, "the message as a file (.eml); '-' for stdin")
        ->required();
    command->add_option("--as", arguments->account, "your own address; its certificate signs")
        ->required();
    command->add_option("-o,--output", arguments->output, "write the protected message here")
        ->required();
    return arguments;
}

Exit protect_file(const ProtectArguments& arguments, tasks::ProtectRequest request,
                  const tasks::Services& services) {
    Result<MappedFile> file = open_message(arguments.file);
    if (!file) return report(file.error());
    request.account = arguments.account;
    Result<Bytes> message = tasks::protect_file(file->view(), std::move(request), services);
    if (!message) return report(message.error());
    Result<void> written = write_file_by_rename(arguments.output, *message, Durability::unsynced);
    if (!written) return report(written.error());
    std::cout << arguments.output << "\n";
    return Exit::done;
}

}  // namespace

void add_sign(CLI::App& app, Work& chosen) {
    CLI::App* command = app.add_subcommand("sign", "Sign a message with your certificate");
    auto arguments = add_common(command);
    command->add_flag("--opaque", arguments->opaque,
                      "wrap the text in the signature instead of adding it beside");
    command->callback([arguments, &chosen] {
        chosen = [arguments](const tasks::Services& services) {
            tasks::ProtectRequest request;
            if (arguments->opaque) request.form = cms::Form::opaque;
            return protect_file(*arguments, std::move(request), services);
        };
    });
}

void add_encrypt(CLI::App& app, Work& chosen) {
    CLI::App* command = app.add_subcommand(
        "encrypt", "Sign a message and encrypt it to its recipients and to yourself");
    auto arguments = add_common(command);
    command->add_option("--to", arguments->recipients, "address of a recipient; may be repeated")
        ->required();
    command->add_flag("--gcm", arguments->gcm,
                      "AES-256-GCM; only for recipients whose program can open it");
    command->callback([arguments, &chosen] {
        chosen = [arguments](const tasks::Services& services) {
            tasks::ProtectRequest request;
            request.protection = tasks::Protection::sign_and_encrypt;
            request.recipients = arguments->recipients;
            if (arguments->gcm) request.cipher = cms::Cipher::aes_256_gcm;
            return protect_file(*arguments, std::move(request), services);
        };
    });
}

}  // namespace sealwright::cli
