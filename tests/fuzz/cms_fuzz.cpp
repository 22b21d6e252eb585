// SPDX-License-Identifier: MPL-2.0
#include "base/limits.hpp"
#include "cms/enveloped.hpp"
#include "cms/signed.hpp"
#include "fuzz/cms_certificates.hpp"

#include <openssl/pem.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace {

using namespace sealwright;

void must_hold(bool rule, const char* what) {
    if (rule) return;
    std::fprintf(stderr, "broken rule: %s\n", what);
    std::abort();
}

/// Answers everything with keys of the right size, so that all code behind a key is reached.
class AnsweringKey final : public keys::PrivateKey {
  public:
    [[nodiscard]] keys::Abilities abilities() const override { return {}; }
    Result<SecretBytes> decrypt_pkcs1(View, const keys::KeyUse&) override { return key(); }
    Result<SecretBytes> decrypt_oaep(keys::Digest, keys::Digest, View, View,
                                     const keys::KeyUse&) override {
        return key();
    }
    Result<SecretBytes> agree(View point, const keys::KeyUse&) override {
        must_hold(point.size() == 65 && point[0] == 4, "peers' points are uncompressed");
        return key();
    }

  private:
    static SecretBytes key() { return SecretBytes(std::size_t{32}); }
};

keys::Identity identity_of(const char* pem) {
    const BioPtr in(BIO_new_mem_buf(pem, -1));
    return {own_certificate(PEM_read_bio_X509(in.get(), nullptr, nullptr, nullptr)),
            {},
            std::make_shared<AnsweringKey>(),
            "fuzz"};
}

void check_signatures(View bytes, const cms::ContentDigest& detached) {
    const auto data = cms::verify(bytes, detached);
    if (!data) return;
    must_hold(data->signers.size() <= limits::kSigners, "signers are limited");
    must_hold(data->certificates.size() <= limits::kCertificates, "certificates are limited");
    must_hold(!detached || !data->content, "detached signatures have no content of their own");
    if (!cms::is_sound(*data)) return;
    must_hold(!data->signers.empty(), "what nobody signed is never sound");
    must_hold(std::ranges::all_of(data->signers,
                                  [](const auto& signer) { return signer.certificate != nullptr; }),
              "a sound signer has a certificate");
}

void check_envelope(View bytes) {
    static const keys::Identity owners[] = {identity_of(fuzz::kEcCertificate),
                                            identity_of(fuzz::kRsaCertificate)};
    const auto envelope = cms::inspect(bytes);
    if (!envelope) return;
    for (const keys::Identity& owner : owners) {
        const auto plaintext = cms::decrypt(bytes, *envelope, owner, {});
        if (!plaintext) continue;
        must_hold(envelope->findings.passed(Check::V_31), "only what passed V-31 is opened");
        must_hold(plaintext->size() <= bytes.size(), "plaintext is not longer than its envelope");
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const View bytes(data, size);
    static const Bytes mail = to_bytes(as_view("Content-Type: text/plain\r\n\r\nfuzz\r\n"));
    static_cast<void>(cms::content_of(bytes));
    check_signatures(bytes, nullptr);
    check_signatures(bytes, cms::digest_of(mail));
    check_envelope(bytes);
    return 0;
}
