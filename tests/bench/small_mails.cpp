// SPDX-License-Identifier: MPL-2.0
// Reads small signed mails in one process, and beside it the plain loop anybody would write:
// d2i_CMS_ContentInfo and CMS_verify with the same root. Prints both as messages per second.
#include "base/base64.hpp"
#include "people/people.hpp"
#include "support/ca.hpp"
#include "tasks/read.hpp"
#include "trust/path_cache.hpp"

#include <openssl/cms.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <stdexcept>

namespace {

using namespace sealwright;

constexpr int kMails = 200;
constexpr int kRounds = 7;

struct SignedMail {
    std::string entity;
    Bytes cms;
    std::string message;
};

X509* certificate_of(const support::Ca& ca) {
    return ca.certificate.get();
}

Bytes sign(const std::string& entity, const support::Ca& leaf, const support::Ca& issuer) {
    STACK_OF(X509)* chain = sk_X509_new_null();
    sk_X509_push(chain, certificate_of(issuer));
    BioPtr content(BIO_new_mem_buf(entity.data(), static_cast<int>(entity.size())));
    CmsPtr cms(CMS_sign(certificate_of(leaf), leaf.key.get(), chain, content.get(),
                        CMS_DETACHED | CMS_BINARY));
    sk_X509_free(chain);
    unsigned char* der = nullptr;
    int size = cms ? i2d_CMS_ContentInfo(cms.get(), &der) : -1;
    if (size <= 0) throw std::runtime_error(take_openssl_errors());
    Bytes out(der, der + size);
    OPENSSL_free(der);
    return out;
}

SignedMail make_mail(int number, const support::Ca& leaf, const support::Ca& issuer) {
    SignedMail mail;
    mail.entity = "Content-Type: text/plain\r\n\r\nMessage " + std::to_string(number) + "\r\n";
    mail.cms = sign(mail.entity, leaf, issuer);
    mail.message =
        "From: alice@example.com\r\nTo: bob@example.com\r\nSubject: small\r\nDate: Mon, 23 Nov "
        "2026 12:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/signed; "
        "protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=b\r\n\r\n--b\r\n" +
        mail.entity +
        "\r\n--b\r\nContent-Type: application/pkcs7-signature\r\nContent-Transfer-Encoding: "
        "base64\r\n\r\n" +
        encode_base64_lines(mail.cms) + "\r\n--b--\r\n";
    return mail;
}

void read_ours(const SignedMail& mail, const tasks::Services& services) {
    View message(reinterpret_cast<const unsigned char*>(mail.message.data()), mail.message.size());
    Result<tasks::Reading> reading = tasks::read_message(message, {}, services);
    if (!reading || !verdict::is_positive(reading->verdict.signature))
        throw std::runtime_error("our reading is not positive");
}

void read_plainly(const SignedMail& mail, X509_STORE* store) {
    const unsigned char* at = mail.cms.data();
    CmsPtr cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(mail.cms.size())));
    BioPtr content(BIO_new_mem_buf(mail.entity.data(), static_cast<int>(mail.entity.size())));
    if (CMS_verify(cms.get(), nullptr, store, content.get(), nullptr, CMS_BINARY) != 1)
        throw std::runtime_error(take_openssl_errors());
}

template <class Work>
double seconds(const std::vector<SignedMail>& mails, Work work) {
    auto begin = std::chrono::steady_clock::now();
    for (const SignedMail& mail : mails) work(mail);
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

}  // namespace

int main() {
    support::Ca root = support::Ca::root("Root R");
    support::Ca issuer = root.intermediate("Inter I");
    support::Ca leaf = issuer.leaf("alice@example.com");
    std::vector<SignedMail> mails;
    for (int i = 0; i < kMails; ++i) mails.push_back(make_mail(i, leaf, issuer));

    tasks::Services services;
    services.anchors = trust::fixed_anchors({root.certificate});
    services.paths = std::make_shared<trust::PathCache>();
    services.revocation = trust::revocation_not_asked();
    X509StorePtr store(X509_STORE_new());
    X509_STORE_add_cert(store.get(), certificate_of(root));

    double ours = 1e9;
    double plain = 1e9;
    for (int round = 0; round < kRounds; ++round) {
        ours = std::min(ours, seconds(mails, [&](const auto& m) { read_ours(m, services); }));
        plain =
            std::min(plain, seconds(mails, [&](const auto& m) { read_plainly(m, store.get()); }));
    }
    std::printf("%.0f %.0f\n", kMails / ours, kMails / plain);
}
