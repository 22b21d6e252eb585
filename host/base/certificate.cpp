// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"

#include "base/digest.hpp"
#include "base/limits.hpp"

#include <openssl/pem.h>

#include <ctime>

namespace sealwright {
namespace {

using StackPtr =
    std::unique_ptr<STACK_OF(X509),
                    decltype([](STACK_OF(X509) * stack) { sk_X509_pop_free(stack, X509_free); })>;

std::vector<Certificate> read_pem(BIO& file) {
    std::vector<Certificate> all;
    while (X509* next = PEM_read_bio_X509(&file, nullptr, nullptr, nullptr)) {
        all.push_back(own_certificate(next));
    }
    take_openssl_errors();  // the end of the file is one
    return all;
}

std::vector<Certificate> read_bag(View file) {
    const unsigned char* at = file.data();
    const CmsPtr bag(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(file.size())));
    const StackPtr enclosed(bag ? CMS_get1_certs(bag.get()) : nullptr);
    take_openssl_errors();
    std::vector<Certificate> all;
    for (int i = 0; enclosed && i < sk_X509_num(enclosed.get()); ++i) {
        all.push_back(share_certificate(sk_X509_value(enclosed.get(), i)));
    }
    return all;
}

}  // namespace

std::vector<Certificate> read_certificates(View file) {
    if (file.empty() || file.size() > limits::kCmsBytes) return {};
    if (auto single = read_certificate_der(file)) return {single};
    const BioPtr memory(BIO_new_mem_buf(file.data(), static_cast<int>(file.size())));
    auto all = read_pem(*memory);
    return all.empty() ? read_bag(file) : all;
}

Certificate read_certificate_der(View der) {
    const unsigned char* at = der.data();
    auto certificate = own_certificate(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
    if (!certificate) take_openssl_errors();
    return at == der.data() + der.size() ? certificate : nullptr;
}

Bytes der_of(const X509& certificate) {
    const int size = i2d_X509(&certificate, nullptr);
    Bytes der(size > 0 ? static_cast<std::size_t>(size) : 0);
    unsigned char* at = der.data();
    if (!der.empty()) i2d_X509(&certificate, &at);
    return der;
}

Bytes der_of(const X509_NAME& name) {
    const unsigned char* der = nullptr;
    std::size_t size = 0;
    if (X509_NAME_get0_der(&name, &der, &size) != 1) return {};
    return {der, der + size};
}

Bytes fingerprint(const X509& certificate) {
    return sha256(der_of(certificate));
}

UnixTime time_of(const ASN1_TIME* time) {
    std::tm parts{};
    if (!time || ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return UnixTime(std::chrono::seconds(timegm(&parts)));
}

}  // namespace sealwright
