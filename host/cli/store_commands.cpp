// SPDX-License-Identifier: MPL-2.0
#include "base/mapped_file.hpp"
#include "cli/commands.hpp"
#include "cli/wording.hpp"
#include "people/people.hpp"
#include "tasks/doctor.hpp"
#include "tasks/import.hpp"
#include "tasks/inventory.hpp"
#include "tasks/people_list.hpp"
#include "tasks/recipients.hpp"
#include "tasks/renewal.hpp"
#include "tasks/repair.hpp"

#include <iomanip>
#include <iostream>
#include <memory>

namespace sealwright::cli {
namespace {

void print_certificate(const trust::CertificateSummary& certificate, std::string_view store) {
    std::cout << certificate.subject;
    for (const std::string& address : certificate.addresses) std::cout << " <" << address << ">";
    std::cout << "\n  " << certificate.key << ", issued by " << certificate.issuer;
    if (!store.empty()) std::cout << ", in " << store;
    std::cout << "\n  SHA-256 " << certificate.sha256 << "\n";
}

Exit print_identities(const tasks::Services& services) {
    tasks::Identities all = tasks::list_identities(services);
    for (const tasks::ListedIdentity& listed : all.identities)
        print_certificate(listed.certificate, listed.identity.store);
    if (all.identities.empty())
        std::cout << "No certificate with a key was found. Bring one in with\n"
                     "  sealwright identities import FILE.p12\n";
    if (!all.skipped.empty()) std::cout << "\nNot usable:\n";
    for (const keys::Skipped& skipped : all.skipped)
        std::cout << "  " << skipped.subject << " in " << skipped.store << ": " << skipped.why
                  << "\n";
    for (const Error& error : all.unreachable) report(error);
    return all.identities.empty() ? Exit::key : Exit::done;
}

Exit import_identity(const std::string& path, const tasks::Services& services) {
    Result<MappedFile> file = MappedFile::open(path);
    if (!file) return report(file.error());
    Result<trust::CertificateSummary> imported =
        tasks::import_identity(file->view(), path, services);
    if (!imported) return report(imported.error());
    std::cout << "Imported:\n";
    print_certificate(*imported, "");
    return Exit::done;
}

/// For issuers that renew a certificate for the key one has.
Exit print_renewal_request(const std::string& account, const tasks::Services& services) {
    const Result<std::string> request = tasks::renewal_request(account, services);
    if (!request) return report(request.error());
    std::cout << *request;
    return Exit::done;
}

Exit add_person(const std::string& path, const tasks::Services& services) {
    Result<MappedFile> file = MappedFile::open(path);
    if (!file) return report(file.error());
    Result<trust::CertificateSummary> added =
        tasks::add_known_certificate(file->view(), path, services);
    if (!added) return report(added.error());
    std::cout << "Added:\n";
    print_certificate(*added, "");
    return Exit::done;
}

Exit show_person(const std::string& text, const tasks::Services& services) {
    Result<Address> address = parse_address(text);
    if (!address) return report(address.error());
    Result<tasks::RecipientCertificate> found = tasks::Recipients(services).find(*address);
    if (!found) return report(found.error());
    const tasks::RecipientCertificate& recipient = *found;
    if (!recipient.certificate) return report({ErrorCode::people_no_certificate, text, {text}});
    print_certificate(trust::summarise(*recipient.certificate), "");
    std::cout << (recipient.usable ? "  can be encrypted to\n" : "  cannot be encrypted to:\n");
    for (const Finding& finding : recipient.findings.list())
        std::cout << "    " << wording("reason", word(finding.reason), finding.args) << "\n";
    return recipient.usable ? Exit::done : Exit::failed;
}

Exit set_gcm(const std::string& whom, bool opens, const tasks::Services& services) {
    const Result<std::string> known = tasks::set_opens_gcm(whom, opens, services);
    if (!known) return report(known.error());
    std::cout << *known
              << (opens ? ": AES-GCM, unless their program says otherwise\n"
                        : ": AES-GCM only when their program says that it opens it\n");
    return Exit::done;
}

Exit use_gcm(const std::string& whom, const tasks::Services& services) {
    return set_gcm(whom, true, services);
}

Exit use_no_gcm(const std::string& whom, const tasks::Services& services) {
    return set_gcm(whom, false, services);
}

Exit print_doctor(const tasks::Services& services) {
    bool all_ok = true;
    for (const tasks::HealthCheck& check : tasks::doctor(services)) {
        std::cout << (check.ok ? "ok    " : "FAIL  ") << std::left << std::setw(14) << check.name
                  << check.text << "\n";
        if (!check.ok) std::cout << std::string(20, ' ') << "-> " << check.todo << "\n";
        all_ok = all_ok && check.ok;
    }
    return all_ok ? Exit::done : Exit::failed;
}

Exit repair_and_print(const tasks::Services& services) {
    for (const tasks::HealthCheck& check : tasks::doctor(services)) {
        if (!check.repairable) continue;
        if (const auto done = tasks::repair(check.name, services); !done) report(done.error());
    }
    return print_doctor(services);
}

/// A sub-command of `parent` that takes one argument and hands it to `work`.
void add_with_argument(CLI::App& parent, const char* name, const char* help, const char* argument,
                       const char* about, Exit (*work)(const std::string&, const tasks::Services&),
                       Work& chosen) {
    CLI::App* command = parent.add_subcommand(name, help);
    auto value = std::make_shared<std::string>();
    command->add_option(argument, *value, about)->required();
    command->callback([value, work, &chosen] {
        chosen = [value, work](const tasks::Services& services) { return work(*value, services); };
    });
}

}  // namespace

void add_identities(CLI::App& app, Work& chosen) {
    CLI::App* command = app.add_subcommand(
        "identities", "List your certificates with keys, and why others were skipped");
    command->require_subcommand(0, 1);
    // Parents are called after their sub-command, which then has chosen already.
    command->callback([&chosen] {
        if (!chosen) chosen = print_identities;
    });
    add_with_argument(*command, "import", "Bring in a certificate with its key (PKCS#12)", "FILE",
                      "the .p12 or .pfx file; its password is asked for", import_identity, chosen);
    add_with_argument(*command, "request",
                      "Print a certificate request (PKCS#10) for the key you have", "ADDRESS",
                      "your mail address; the issuer then renews the certificate of its key",
                      print_renewal_request, chosen);
}

void add_people(CLI::App& app, Work& chosen) {
    CLI::App* command = app.add_subcommand("people", "Certificates of the people you write to");
    command->require_subcommand(1);
    add_with_argument(*command, "add", "Remember somebody's certificate", "FILE",
                      "the certificate (PEM or DER)", add_person, chosen);
    add_with_argument(*command, "show", "Show what mail to an address is encrypted with", "ADDRESS",
                      "their mail address", show_person, chosen);
    add_with_argument(*command, "gcm", "Encrypt with AES-GCM where nobody has said what is opened",
                      "WHOM", "a mail address, or a whole domain", use_gcm, chosen);
    add_with_argument(*command, "no-gcm", "Take that back", "WHOM",
                      "a mail address, or a whole domain", use_no_gcm, chosen);
}

void add_doctor(CLI::App& app, Work& chosen) {
    CLI::App* command =
        app.add_subcommand("doctor", "Check whether everything is in place, and what to do");
    auto repair = std::make_shared<bool>(false);
    command->add_flag("--repair", *repair, "put right what can be put right without asking");
    command->callback([repair, &chosen] { chosen = *repair ? repair_and_print : print_doctor; });
}

}  // namespace sealwright::cli
