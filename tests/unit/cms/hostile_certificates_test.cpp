// SPDX-License-Identifier: MPL-2.0
#include "base/limits.hpp"
#include "fixtures.hpp"
#include "support/cms_builder.hpp"

#include <ctime>

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

namespace der = cms::der;

double cpu_seconds() {
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

Bytes repeated(const Bytes& one, std::size_t times) {
    Bytes all;
    all.reserve(one.size() * times);
    for (std::size_t i = 0; i < times; ++i) append(all, one);
    return all;
}

Bytes common_name(const char* text) {
    const Bytes value = der::write(0x0c, as_view(text));
    return der::write(der::kSet, der::sequence({der::oid(cms::Oid{"2.5.4.3"}), value}));
}

Bytes name_of(std::size_t parts) {
    return der::sequence({repeated(common_name("a"), parts)});
}

/// The least that reads as a certificate.
Bytes bare_certificate(View issuer, std::size_t padding = 0) {
    const Bytes empty = der::sequence({});
    const Bytes subject = der::sequence({Bytes(padding)});
    const Bytes fields = der::sequence({der::integer(5), empty, issuer, empty, subject, empty});
    return der::sequence({fields, empty, empty});
}

/// A SignerInfo by `issuer` and serial number 5.
Bytes signer_by(View issuer) {
    return der::sequence({der::integer(1), der::sequence({issuer, der::integer(5)}),
                          digest_algorithm("SHA256"), rsa_algorithm(),
                          der::octet_string(Bytes(256, 1))});
}

Bytes with_certificates(View certificates, const std::vector<Bytes>& signers) {
    const Bytes content = der::sequence({der::oid(cms::oid::kData)});
    return content_info(
        cms::oid::kSignedData,
        der::sequence({der::integer(1), der::set_of({digest_algorithm("SHA256")}), content,
                       der::write(der::constructed(0), certificates), der::set_of(signers)}));
}

}  // namespace

TEST_CASE("C-25 certificates that look like the signer's cost next to no time, however many") {
    struct Shape {
        std::size_t parts_of_signer, parts_of_issuer, certificates;
    };
    for (const Shape& shape : {Shape{20'000, 1, 9'000}, Shape{300, 300, 9'000},
                               Shape{20'000, 20'000, 100}, Shape{300, 299, 9'000}}) {
        const std::vector<Bytes> signers(8, signer_by(name_of(shape.parts_of_signer)));
        const Bytes certificate = bare_certificate(name_of(shape.parts_of_issuer));
        const Bytes object = with_certificates(repeated(certificate, shape.certificates), signers);
        const double began = cpu_seconds();
        const auto result = cms::verify(object, cms::digest_of(mail()));
        CHECK(cpu_seconds() - began < 2.0);
        CHECK((!result.ok() || !cms::is_sound(*result)));
    }
}

TEST_CASE("C-25 too many certificates with the signer's serial number are beyond a limit") {
    const Bytes issuer = name_of(1);
    const auto judged = [&](std::size_t count) {
        const Bytes certificates = repeated(bare_certificate(name_of(2)), count);
        auto data = verified(with_certificates(certificates, {signer_by(issuer)}), mail());
        return data.signers.at(0).findings;
    };
    CHECK(judged(limits::kCertificates).has(Reason::cms_signer_certificate_missing));
    CHECK_FALSE(judged(limits::kCertificates).failed(Check::V_01));
    CHECK(judged(limits::kCertificates + 1).failed(Check::V_01));
}

TEST_CASE("E-76 as many and as large certificates as the limits are read, more are refused") {
    const auto verify = [](const Bytes& certificates) {
        return cms::verify(with_certificates(certificates, {}), cms::digest_of(mail()));
    };
    const Bytes small = bare_certificate(name_of(1));
    CHECK(verify(repeated(small, limits::kCertificatesEnclosed)).ok());
    const auto one_more = verify(repeated(small, limits::kCertificatesEnclosed + 1));
    REQUIRE_FALSE(one_more.ok());
    CHECK(one_more.error().code == ErrorCode::mail_limit);

    const std::size_t around = bare_certificate(name_of(1), 40'000).size() - 40'000;
    const auto of_size = [&](std::size_t size) {
        return verify(bare_certificate(name_of(1), size - around));
    };
    CHECK(of_size(limits::kCertificateOctets).ok());
    CHECK_FALSE(of_size(limits::kCertificateOctets + 1).ok());
}

TEST_CASE("E-77 the signer's certificate is found behind thousands of others") {
    const Bytes info = signer_info(SignerSpec{alice()}, mail());
    Bytes certificates = repeated(bare_certificate(name_of(1)), 5'000);
    append(certificates, der_of(alice().certificate));
    CHECK(cms::is_sound(verified(with_certificates(certificates, {info}), mail())));
}
