// SPDX-License-Identifier: MPL-2.0
#include "base/context.hpp"
#include "keys/file/pkcs12.hpp"

#include <openssl/objects.h>

#include <algorithm>

namespace sealwright::keys {
namespace {

using Pkcs8InfoPtr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;

/// Half a second on a slow machine, once per session.
constexpr int kIterations = 600'000;

struct CertificatesFree {
    void operator()(STACK_OF(X509) * list) const { sk_X509_free(list); }
};

}  // namespace

std::shared_ptr<EVP_PKEY> read_pkcs8(View der) {
    const unsigned char* at = der.data();
    const Pkcs8InfoPtr parsed(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    EVP_PKEY* key = parsed ? EVP_PKCS82PKEY_ex(parsed.get(), plain_context(), nullptr) : nullptr;
    return key ? std::shared_ptr<EVP_PKEY>(key, FreeWith<EVP_PKEY_free>{}) : nullptr;
}

Result<Bytes> make_pkcs12(const KeyPair& pair, const std::vector<Certificate>& chain,
                          View password) {
    const auto key = read_pkcs8(pair.pkcs8.view());
    const std::unique_ptr<STACK_OF(X509), CertificatesFree> others(sk_X509_new_null());
    for (const auto& certificate : chain) sk_X509_push(others.get(), certificate.get());
    SecretBytes text(password.size() + 1);  // zero-terminated for OpenSSL
    std::copy(password.begin(), password.end(), text.writable().begin());
    const int iterations = password.empty() ? 1 : kIterations;
    const Pkcs12Ptr made(PKCS12_create_ex(reinterpret_cast<const char*>(text.view().data()),
                                          nullptr, key.get(), pair.certificate.get(), others.get(),
                                          NID_aes_256_cbc, -1, iterations, iterations, 0,
                                          plain_context(), nullptr));
    unsigned char* encoded = nullptr;
    const int length = made ? i2d_PKCS12(made.get(), &encoded) : 0;
    if (length <= 0) return Error{ErrorCode::system_crypto, "PKCS#12: " + take_openssl_errors()};
    Bytes der(encoded, encoded + length);
    OPENSSL_free(encoded);
    return der;
}

}  // namespace sealwright::keys
