// SPDX-License-Identifier: MPL-2.0
#include "tasks/renewal.hpp"

#include "bridge/bridge.hpp"
#include "tasks/inventory.hpp"

#include <openssl/pem.h>

#include <algorithm>

namespace sealwright::tasks {
namespace {

using RequestPtr = std::unique_ptr<X509_REQ, FreeWith<X509_REQ_free>>;
using bridge::BoundKey;

std::string pem_of(X509_REQ& request);

/// The same names again: the subject, and the alternative names with the addresses.
bool copy_names(const X509& from, X509_REQ& to) {
    if (X509_REQ_set_subject_name(&to, X509_get_subject_name(&from)) != 1) return false;
    const int at = X509_get_ext_by_NID(&from, NID_subject_alt_name, -1);
    if (at < 0) return true;
    STACK_OF(X509_EXTENSION)* names = sk_X509_EXTENSION_new_null();
    sk_X509_EXTENSION_push(names, X509_get_ext(&from, at));
    const bool added = X509_REQ_add_extensions(&to, names) == 1;
    sk_X509_EXTENSION_free(names);
    return added;
}

/// Signed by the key that the certificate is for, and nothing else is.
RequestPtr make_request(const X509& certificate, const BoundKey& key) {
    RequestPtr request(X509_REQ_new_ex(bridge::library_context(), nullptr));
    const bool made = request && X509_REQ_set_version(request.get(), X509_REQ_VERSION_1) == 1 &&
                      X509_REQ_set_pubkey(request.get(), X509_get0_pubkey(&certificate)) == 1 &&
                      copy_names(certificate, *request) &&
                      X509_REQ_sign(request.get(), key.pkey(), EVP_sha256()) > 0 &&
                      X509_REQ_verify(request.get(), X509_get0_pubkey(&certificate)) == 1;
    return made ? std::move(request) : nullptr;
}

}  // namespace

Result<std::string> renewal_request(const std::string& account, const Services& services,
                                    const std::stop_token& stop) {
    const Result<keys::Identity> identity = newest_identity(account, services, stop);
    if (!identity) return identity.error();
    const X509& certificate = *identity->certificate;
    Result<BoundKey> key =
        BoundKey::bind(certificate, identity->key, {keys::Action::sign, account, {}, stop});
    if (!key) return key.error();
    const RequestPtr request = make_request(certificate, *key);
    if (request) return pem_of(*request);
    return key->failure().value_or(Error{ErrorCode::system_crypto, take_openssl_errors()});
}

namespace {

std::string pem_of(X509_REQ& request) {
    const BioPtr out(BIO_new(BIO_s_mem()));
    PEM_write_bio_X509_REQ(out.get(), &request);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace
}  // namespace sealwright::tasks
