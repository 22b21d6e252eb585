// SPDX-License-Identifier: MPL-2.0
#include "support/ca_extensions.hpp"

#include <openssl/conf.h>

#include <stdexcept>

namespace sealwright::support {
namespace {

using NamesPtr = std::unique_ptr<GENERAL_NAMES, FreeWith<GENERAL_NAMES_free>>;
using ConfigPtr = std::unique_ptr<CONF, FreeWith<NCONF_free>>;
using ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreeWith<X509_EXTENSION_free>>;

GENERAL_NAME* rfc822_name(const std::string& address) {
    ASN1_IA5STRING* text = ASN1_IA5STRING_new();
    ASN1_STRING_set(text, address.data(), static_cast<int>(address.size()));
    GENERAL_NAME* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_value(name, GEN_EMAIL, text);
    return name;
}

GENERAL_NAME* smtp_utf8_mailbox(const std::string& address) {
    ASN1_UTF8STRING* text = ASN1_UTF8STRING_new();
    ASN1_STRING_set(text, address.data(), static_cast<int>(address.size()));
    ASN1_TYPE* value = ASN1_TYPE_new();
    ASN1_TYPE_set(value, V_ASN1_UTF8STRING, text);
    GENERAL_NAME* name = GENERAL_NAME_new();
    GENERAL_NAME_set0_othername(name, OBJ_txt2obj("1.3.6.1.5.5.7.8.9", 1), value);
    return name;
}

}  // namespace

void add_extension(X509& certificate, const X509* issuer, const std::string& name,
                   const std::string& value) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, const_cast<X509*>(issuer), &certificate, nullptr, nullptr, 0);
    // Some extensions want a configuration to look names up in, even when there are none.
    const ConfigPtr configuration(NCONF_new(nullptr));
    X509V3_set_nconf(&context, configuration.get());
    const ExtensionPtr extension(
        X509V3_EXT_nconf(configuration.get(), &context, name.c_str(), value.c_str()));
    if (!extension) {
        throw std::runtime_error(name + " = " + value + ": " + take_openssl_errors());
    }
    X509_add_ext(&certificate, extension.get(), -1);
}

void add_alternative_names(X509& certificate, const std::vector<std::string>& addresses,
                           const std::vector<std::string>& utf8_addresses) {
    const NamesPtr names(GENERAL_NAMES_new());
    for (const auto& address : addresses) sk_GENERAL_NAME_push(names.get(), rfc822_name(address));
    for (const auto& address : utf8_addresses) {
        sk_GENERAL_NAME_push(names.get(), smtp_utf8_mailbox(address));
    }
    X509_add1_ext_i2d(&certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT);
}

}  // namespace sealwright::support
