// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "base/text.hpp"
#include "trust/names.hpp"
#include "trust/trust.hpp"

#include <array>

namespace sealwright::trust {
namespace {

using PoliciesPtr = std::unique_ptr<CERTIFICATEPOLICIES, FreeWith<CERTIFICATEPOLICIES_free>>;

/// S/MIME BR §7.1.6.1: 2.23.140.1.5.{class}.{generation}, both counted from 1.
constexpr std::array kClasses = {"mailbox", "organization", "sponsor", "individual"};
constexpr std::string_view kReserved = "2.23.140.1.5.";
constexpr std::size_t kGenerations = 3;

std::string dotted(const ASN1_OBJECT& object) {
    std::array<char, 128> text{};
    OBJ_obj2txt(text.data(), text.size(), &object, 1);
    return text.data();
}

std::string class_named_by(std::string_view policy) {
    if (policy.substr(0, kReserved.size()) != kReserved) return {};
    const std::string_view arcs = policy.substr(kReserved.size());
    if (arcs.size() != 3 || arcs[1] != '.') return {};
    const auto number = static_cast<std::size_t>(arcs[0] - '1');
    const auto generation = static_cast<std::size_t>(arcs[2] - '1');
    if (number >= kClasses.size() || generation >= kGenerations) return {};
    return kClasses[number];
}

std::string validation_of(const X509& certificate) {
    const PoliciesPtr policies(static_cast<CERTIFICATEPOLICIES*>(
        X509_get_ext_d2i(&certificate, NID_certificate_policies, nullptr, nullptr)));
    for (int i = 0; policies && i < sk_POLICYINFO_num(policies.get()); ++i) {
        const POLICYINFO* policy = sk_POLICYINFO_value(policies.get(), i);
        if (auto name = class_named_by(dotted(*policy->policyid)); !name.empty()) return name;
    }
    return {};
}

std::string curve_name(const EVP_PKEY& key) {
    std::array<char, 80> group{};
    EVP_PKEY_get_group_name(&key, group.data(), group.size(), nullptr);
    const char* nist = EC_curve_nid2nist(OBJ_txt2nid(group.data()));
    return nist ? nist : group.data();
}

std::string key_text(const X509& certificate) {
    const EVP_PKEY* key = X509_get0_pubkey(&certificate);
    if (!key) return {};
    if (EVP_PKEY_is_a(key, "EC")) return shown("EC " + curve_name(*key));
    const char* type = EVP_PKEY_get0_type_name(key);
    const std::string name = type ? type : "";
    const bool rsa = EVP_PKEY_is_a(key, "RSA") || EVP_PKEY_is_a(key, "RSA-PSS");
    return shown(rsa ? name + ' ' + std::to_string(EVP_PKEY_get_bits(key)) : name);
}

std::string serial_text(const X509& certificate) {
    const ASN1_INTEGER* serial = X509_get0_serialNumber(&certificate);
    const auto* data = reinterpret_cast<const char*>(ASN1_STRING_get0_data(serial));
    return shown(hex({data, static_cast<std::size_t>(ASN1_STRING_length(serial))}));
}

}  // namespace

CertificateSummary summarise(const X509& certificate) {
    CertificateSummary summary;
    for (const auto& address : addresses_of(certificate).addresses) {
        summary.addresses.push_back(shown(address.text()));
    }
    summary.subject = short_name(*X509_get_subject_name(&certificate));
    if (summary.subject.empty() && !summary.addresses.empty()) {
        summary.subject = summary.addresses.front();
    }
    summary.issuer = short_name(*X509_get_issuer_name(&certificate));
    summary.serial = serial_text(certificate);
    summary.sha256 = hex(as_text(fingerprint(certificate)));
    summary.key = key_text(certificate);
    summary.not_before = time_of(X509_get0_notBefore(&certificate));
    summary.not_after = time_of(X509_get0_notAfter(&certificate));
    summary.validation = validation_of(certificate);
    return summary;
}

}  // namespace sealwright::trust
