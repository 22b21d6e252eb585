// SPDX-License-Identifier: MPL-2.0
#include "cli/report.hpp"

#include "base/text.hpp"
#include "cli/wording.hpp"

#include <ctime>
#include <iomanip>
#include <ostream>

namespace sealwright::cli {
namespace {

std::string day(UnixTime time) {
    std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc);
    return text;
}

void line(std::ostream& out, std::string_view label, std::string_view value) {
    if (!value.empty()) out << "  " << std::left << std::setw(14) << label << value << "\n";
}

std::string mailboxes(const std::vector<tasks::ShownMailbox>& list) {
    std::string text;
    for (const tasks::ShownMailbox& mailbox : list) {
        if (!text.empty()) text += ", ";
        text +=
            mailbox.name.empty() ? mailbox.address : mailbox.name + " <" + mailbox.address + ">";
    }
    return text;
}

void print_headline(std::ostream& out, const tasks::Reading& reading) {
    const verdict::Verdict& verdict = reading.verdict;
    std::vector<std::string> args = {verdict.address, verdict.issuer,
                                     mailboxes(reading.fields.from)};
    std::string_view signature = word(verdict.signature);
    std::string_view encryption = word(verdict.encryption);
    if (verdict.encryption != EncryptionState::none) {
        out << wording("encryption", encryption, args, "headline") << " · ";
    }
    out << wording("state", signature, args, "headline") << "\n";
    if (verdict.encryption != EncryptionState::none)
        out << "  " << wording("encryption", encryption, args, "sentence") << "\n";
    out << "  " << wording("state", signature, args, "sentence") << "\n";
    for (Flag flag : verdict.flags)
        out << "  ! " << wording("flag", word(flag), args, "sentence") << "\n";
}

void print_signer(std::ostream& out, const tasks::SignerDetails& signer) {
    std::string addresses;
    for (const std::string& address : signer.certificate.addresses)
        addresses += (addresses.empty() ? "" : ", ") + address;
    out << "\n";
    line(out, "Signer", signer.certificate.subject);
    line(out, "Addresses", addresses);
    line(out, "Issuer", signer.certificate.issuer);
    line(out, "Valid",
         day(signer.certificate.not_before) + " to " + day(signer.certificate.not_after));
    line(out, "Method", signer.certificate.key + ", " + signer.algorithm + ", " + signer.digest);
    if (signer.signing_time) line(out, "Signed", day(*signer.signing_time));
    line(out, "SHA-256", signer.certificate.sha256);
}

void print_findings(std::ostream& out, const Findings& findings) {
    if (findings.list().empty()) return;
    out << "\n";
    for (const Finding& finding : findings.list()) {
        std::string_view outcome =
            finding.outcome == Outcome::passed ? "remark" : word(finding.outcome);
        line(out, std::string(word(finding.check)) + " " + std::string(outcome),
             wording("reason", word(finding.reason), finding.args));
    }
}

}  // namespace

void print_reading(std::ostream& out, const tasks::Reading& reading) {
    print_headline(out, reading);
    out << "\n";
    line(out, "From", mailboxes(reading.fields.from));
    line(out, "To", mailboxes(reading.fields.to));
    line(out, "Subject", reading.fields.subject);
    line(out, "State",
         std::string(word(reading.verdict.signature)) + " " +
             std::string(word(reading.verdict.encryption)) + " " +
             std::string(word(reading.verdict.headers)));
    line(out, "Cipher", reading.cipher);
    for (const tasks::SignerDetails& signer : reading.signers) print_signer(out, signer);
    print_findings(out, reading.verdict.findings);
}

}  // namespace sealwright::cli
