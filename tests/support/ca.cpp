// SPDX-License-Identifier: MPL-2.0
#include "support/ca.hpp"

#include "support/ca_extensions.hpp"

#include <openssl/pem.h>

#include <atomic>
#include <stdexcept>

namespace sealwright::support {
namespace {

using namespace std::chrono_literals;

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(std::string(what) + ": " + take_openssl_errors());
}

/// With a plain string type OpenSSL checks no upper bound, so hostile names are possible.
void add_to_name(X509_NAME& name, const char* field, int type, const std::string& value) {
    const auto* octets = reinterpret_cast<const unsigned char*>(value.data());
    require(X509_NAME_add_entry_by_txt(&name, field, type, octets, static_cast<int>(value.size()),
                                       -1, 0) == 1,
            field);
}

void set_subject(X509& certificate, const std::string& common_name, const Options& options) {
    const X509NamePtr name(X509_NAME_new());
    add_to_name(*name, "CN", V_ASN1_UTF8STRING, common_name);
    if (!options.subject_email.empty()) {
        add_to_name(*name, "emailAddress", V_ASN1_IA5STRING, options.subject_email);
    }
    X509_set_subject_name(&certificate, name.get());
}

void set_validity(X509& certificate, const Options& options) {
    const UnixTime now = system_now();
    const UnixTime from = options.not_before.value_or(now - 24h);
    const UnixTime to = options.not_after.value_or(now + 365 * 24h);
    const auto seconds = [](UnixTime time) {
        return static_cast<time_t>(time.time_since_epoch().count());
    };
    ASN1_TIME_set(X509_getm_notBefore(&certificate), seconds(from));
    ASN1_TIME_set(X509_getm_notAfter(&certificate), seconds(to));
}

void set_serial(X509& certificate, const Options& options) {
    static std::atomic<long> next = 1000;
    ASN1_INTEGER_set(X509_get_serialNumber(&certificate), options.serial.value_or(next++));
}

enum class Role { authority, leaf };

bool given(const Options& options, const std::string& name) {
    for (const auto& extension : options.extensions) {
        if (extension.first == name) return true;
    }
    return false;
}

/// The usual profile of RFC 5280; what `options.extensions` names replaces it.
std::vector<std::pair<std::string, std::string>> profile(Role role, const Options& options) {
    std::vector<std::pair<std::string, std::string>> all;
    const auto usual = [&](const char* name, const std::string& value) {
        if (!value.empty() && !given(options, name)) all.emplace_back(name, value);
    };
    const bool authority = role == Role::authority;
    usual("basicConstraints", authority ? "critical,CA:TRUE" : "critical,CA:FALSE");
    usual("subjectKeyIdentifier", "hash");
    usual("authorityKeyIdentifier", "keyid");
    usual("keyUsage", authority ? "critical,keyCertSign,cRLSign" : options.key_usage);
    usual("extendedKeyUsage", authority ? "" : options.extended_key_usage);
    for (const auto& extension : options.extensions) {
        if (!extension.second.empty()) all.push_back(extension);
    }
    return all;
}

const EVP_MD* digest_for(EVP_PKEY& key, const char* name) {
    return EVP_PKEY_is_a(&key, "ED25519") ? nullptr : EVP_get_digestbyname(name);
}

/// `issuer` is null for a self-signed certificate.
Ca issue(const Ca* issuer, Role role, const std::string& common_name, const Options& options) {
    Ca made;
    made.certificate = own_certificate(X509_new());
    made.key = options.private_key ? options.private_key : pooled_key(options.key);
    X509& certificate = *made.certificate;
    const Ca& signer = issuer ? *issuer : made;
    X509_set_version(&certificate, X509_VERSION_3);
    set_serial(certificate, options);
    set_subject(certificate, common_name, options);
    set_validity(certificate, options);
    X509_set_issuer_name(&certificate, X509_get_subject_name(signer.certificate.get()));
    require(X509_set_pubkey(&certificate, made.key.get()) == 1, "public key");
    if (!options.addresses.empty() || !options.utf8_addresses.empty()) {
        add_alternative_names(certificate, options.addresses, options.utf8_addresses);
    }
    for (const auto& [name, value] : profile(role, options)) {
        add_extension(certificate, signer.certificate.get(), name, value);
    }
    const EVP_MD* digest = digest_for(*signer.key, options.digest);
    require(X509_sign(&certificate, signer.key.get(), digest) > 0, "signing a certificate");
    return made;
}

std::string common_name_or(const Options& options, const std::string& otherwise) {
    return options.common_name.empty() ? otherwise : options.common_name;
}

std::string contents(BIO& memory) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(&memory, &data);
    return {data, static_cast<std::size_t>(size)};
}

}  // namespace

Ca Ca::root(const std::string& name, Options options) {
    return issue(nullptr, Role::authority, common_name_or(options, name), options);
}

Ca Ca::intermediate(const std::string& name, Options options) const {
    return issue(this, Role::authority, common_name_or(options, name), options);
}

Ca Ca::leaf(const std::string& address, Options options) const {
    const bool named = !options.addresses.empty() || !options.utf8_addresses.empty() ||
                       !options.subject_email.empty();
    if (!named && !address.empty()) options.addresses = {address};
    return issue(this, Role::leaf, common_name_or(options, address), options);
}

std::string Ca::pem_certificate() const {
    const BioPtr memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509(memory.get(), certificate.get());
    return contents(*memory);
}

std::string Ca::pem_key() const {
    const BioPtr memory(BIO_new(BIO_s_mem()));
    PEM_write_bio_PrivateKey(memory.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return contents(*memory);
}

std::string Ca::pkcs12(const std::string& password, const std::vector<Certificate>& chain) const {
    STACK_OF(X509)* enclosed = sk_X509_new_null();
    for (const auto& link : chain) sk_X509_push(enclosed, link.get());
    const Pkcs12Ptr file(PKCS12_create(password.c_str(), "test", key.get(), certificate.get(),
                                       enclosed, NID_aes_256_cbc, NID_aes_256_cbc, 0, 0, 0));
    sk_X509_free(enclosed);
    require(file != nullptr, "PKCS#12");
    const BioPtr memory(BIO_new(BIO_s_mem()));
    i2d_PKCS12_bio(memory.get(), file.get());
    return contents(*memory);
}

}  // namespace sealwright::support
