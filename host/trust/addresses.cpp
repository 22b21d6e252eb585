// SPDX-License-Identifier: MPL-2.0
#include "trust/names.hpp"
#include "trust/trust.hpp"

#include <algorithm>

namespace sealwright::trust {
namespace {

using NamesPtr = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;

std::string_view octets(const ASN1_STRING& text) {
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(&text)),
            static_cast<std::size_t>(ASN1_STRING_length(&text))};
}

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

/// The mailbox a subject alternative name stands for: rfc822Name (RFC 5280 §4.2.1.6) or
/// SmtpUTF8Mailbox (RFC 9598 §3); nothing for names of another kind.
std::optional<std::string> mailbox_in(const GENERAL_NAME& name) {
    if (name.type == GEN_EMAIL) return std::string(octets(*name.d.rfc822Name));
    if (name.type != GEN_OTHERNAME) return std::nullopt;
    const OTHERNAME& other = *name.d.otherName;
    if (OBJ_obj2nid(other.type_id) != NID_id_on_SmtpUTF8Mailbox) return std::nullopt;
    if (!other.value || other.value->type != V_ASN1_UTF8STRING) return std::string();
    return std::string(octets(*other.value->value.utf8string));
}

void take(std::string_view text, bool ascii_only, CertificateAddresses& found) {
    auto address = parse_address(text);
    if (!address || (ascii_only && !is_ascii(text))) {
        ++found.malformed;
        return;
    }
    auto& all = found.addresses;
    if (std::find(all.begin(), all.end(), address.value()) == all.end()) {
        all.push_back(std::move(address).value());
    }
}

bool holds(const CertificateAddresses& certificate, const std::optional<Address>& address) {
    const auto& all = certificate.addresses;
    return address && std::find(all.begin(), all.end(), *address) != all.end();
}

std::string listed(const CertificateAddresses& certificate) {
    std::string text;
    for (const auto& address : certificate.addresses) {
        text += (text.empty() ? "" : ", ") + address.text();
    }
    return text;
}

}  // namespace

CertificateAddresses addresses_of(const X509& certificate) {
    CertificateAddresses found;
    int critical = -1;
    const NamesPtr names(static_cast<GENERAL_NAMES*>(
        X509_get_ext_d2i(&certificate, NID_subject_alt_name, &critical, nullptr)));
    if (!names && critical != -1) ++found.malformed;  // unreadable, or there twice
    for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
        if (const auto text = mailbox_in(*name)) take(*text, name->type == GEN_EMAIL, found);
    }
    if (!found.addresses.empty() || found.malformed != 0) return found;
    const X509_NAME* subject = X509_get_subject_name(&certificate);
    for (const auto& text : values_of(*subject, NID_pkcs9_emailAddress)) take(text, true, found);
    found.from_subject_only = !found.addresses.empty();
    return found;
}

void bind_address(const CertificateAddresses& certificate,
                  const std::vector<std::optional<Address>>& from,
                  const std::optional<Address>& sender, Findings& findings) {
    const bool readable = std::all_of(from.begin(), from.end(),
                                      [](const auto& address) { return address.has_value(); });
    if (readable) findings.pass(Check::V_27);
    if (!readable) findings.fail(Check::V_27, Reason::address_malformed);

    const bool covered =
        !from.empty() && std::all_of(from.begin(), from.end(), [&](const auto& address) {
            return holds(certificate, address);
        });
    if (covered) return findings.pass(Check::V_26);
    if (from.empty()) return findings.fail(Check::V_26, Reason::address_no_from);
    if (certificate.addresses.empty()) {
        return findings.fail(Check::V_26, certificate.malformed != 0
                                              ? Reason::address_malformed
                                              : Reason::address_none_in_certificate);
    }
    const Reason reason = from.size() > 1              ? Reason::address_several_from
                          : holds(certificate, sender) ? Reason::address_sender_only
                                                       : Reason::address_differs;
    findings.fail(Check::V_26, reason, {listed(certificate)});
}

}  // namespace sealwright::trust
