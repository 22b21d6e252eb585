// SPDX-License-Identifier: MPL-2.0
#include "tasks/import.hpp"

#include "base/certificate.hpp"
#include "base/file.hpp"
#include "keys/file/file_store.hpp"
#include "people/people.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

constexpr int kPasswordTries = 3;

using Imported = Result<std::vector<keys::Identity>>;

Imported import_asking(View pkcs12, const std::string& origin, const Services& services,
                       const std::stop_token& stop);

/// The store does not know which file it was given.
Error naming(Error error, const std::string& origin) {
    error.detail = origin + ": " + error.detail;
    error.args = {error.code == ErrorCode::system_file ? error.detail : origin};
    return error;
}

bool names_address(const Certificate& certificate) {
    return !trust::addresses_of(*certificate).addresses.empty();
}

/// A certs-only object has no order, and issuers sometimes name an address of theirs.
std::vector<Certificate>::iterator find_leaf(std::vector<Certificate>& certificates) {
    const auto leaf =
        std::find_if(certificates.begin(), certificates.end(), [](const Certificate& each) {
            return names_address(each) && X509_check_ca(each.get()) == 0;
        });
    if (leaf != certificates.end()) return leaf;
    return std::find_if(certificates.begin(), certificates.end(), names_address);
}

}  // namespace

Result<trust::CertificateSummary> import_identity(View pkcs12, const std::string& origin,
                                                  const Services& services,
                                                  const std::stop_token& stop) {
    Imported imported = services.own_files->import_pkcs12(pkcs12, {}, {});
    if (!imported && imported.error().code == ErrorCode::key_pin_wrong)
        imported = import_asking(pkcs12, origin, services, stop);
    if (!imported) return naming(imported.error(), origin);
    return trust::summarise(*imported->front().certificate);
}

Result<trust::CertificateSummary> add_known_certificate(View file, const std::string& origin,
                                                        const Services& services) {
    std::vector<Certificate> certificates = read_certificates(file);
    if (certificates.empty())
        return file_problem(origin +
                            " holds no certificate in PEM or DER form; ask its owner for a .cer, "
                            ".crt or .pem file");
    const auto leaf = find_leaf(certificates);
    if (leaf == certificates.end())
        return Error{ErrorCode::people_unfit_certificate,
                     "the certificate in " + origin + " names no mail address",
                     {origin}};
    std::rotate(certificates.begin(), leaf, leaf + 1);
    const std::vector<Address> addresses = trust::addresses_of(*certificates.front()).addresses;
    people::KnownCertificate known;
    known.certificate = certificates.front();
    known.chain.assign(certificates.begin() + 1, certificates.end());
    known.added = services.clock();
    if (Result<void> added = services.people->add(known, addresses); !added) return added.error();
    return trust::summarise(*known.certificate);
}

namespace {

/// The key is kept under the password it came with: nobody has to learn a second one.
Imported import_asking(View pkcs12, const std::string& origin, const Services& services,
                       const std::stop_token& stop) {
    keys::PinPrompt::Question question;
    question.title = origin;
    question.description = "The password that protects this certificate file.";
    Imported imported = Error{ErrorCode::key_pin_wrong, ""};
    for (int left = kPasswordTries; left > 0; --left) {
        question.tries_left = left;
        Result<SecretBytes> password = services.prompt->ask(question, stop);
        if (!password) return password.error();
        imported = services.own_files->import_pkcs12(pkcs12, password->view(), password->view());
        if (imported || imported.error().code != ErrorCode::key_pin_wrong) break;
        question.last_was_wrong = true;
    }
    return imported;
}

}  // namespace
}  // namespace sealwright::tasks
