// SPDX-License-Identifier: MPL-2.0
#include "trust/names.hpp"

#include "base/text.hpp"

namespace sealwright::trust {
namespace {

std::string text_of(const ASN1_STRING& value) {
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, &value);
    if (size < 0) return {};
    std::string text(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
    return text;
}

}  // namespace

std::vector<std::string> values_of(const X509_NAME& name, int nid) {
    std::vector<std::string> values;
    for (int at = -1; (at = X509_NAME_get_index_by_NID(&name, nid, at)) >= 0;) {
        const X509_NAME_ENTRY* entry = X509_NAME_get_entry(&name, at);
        values.push_back(text_of(*X509_NAME_ENTRY_get_data(entry)));
    }
    return values;
}

std::string short_name(const X509_NAME& name) {
    for (const int nid : {NID_commonName, NID_organizationName, NID_pkcs9_emailAddress}) {
        for (const auto& value : values_of(name, nid)) {
            if (std::string text = shown(value); !text.empty()) return text;
        }
    }
    return {};
}

std::string short_subject(const Certificate& certificate) {
    return short_name(*X509_get_subject_name(certificate.get()));
}

std::string short_issuer(const Certificate& certificate) {
    return short_name(*X509_get_issuer_name(certificate.get()));
}

}  // namespace sealwright::trust
