// SPDX-License-Identifier: MPL-2.0
#include "world.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::trust;

namespace {

struct UsageWorld : World {
    bool fit(const Options& options, Purpose purpose = Purpose::sign_mail) const {
        const Path path = check(alice(options), {inter}, purpose);
        REQUIRE((faults(path) == Faults{} || faults(path) == Faults{Check::V_22}));
        CHECK(path.findings.has(Reason::path_unfit_usage) == path.findings.failed(Check::V_22));
        return path.findings.passed(Check::V_22);
    }
};

}  // namespace

TEST_CASE_FIXTURE(UsageWorld, "E-33 extended key usage of a signer: absent, any or e-mail") {
    CHECK(fit({.extended_key_usage = ""}));
    CHECK(fit({.extended_key_usage = "anyExtendedKeyUsage"}));
    CHECK(fit({.extended_key_usage = "emailProtection"}));
    CHECK(fit({.extended_key_usage = "clientAuth,emailProtection"}));
    CHECK_FALSE(fit({.extended_key_usage = "serverAuth"}));
    CHECK_FALSE(fit({.extended_key_usage = "clientAuth,codeSigning"}));
}

TEST_CASE_FIXTURE(UsageWorld, "E-33 key usage of a signer: absent, signature or non-repudiation") {
    CHECK(fit({.key_usage = ""}));
    CHECK(fit({.key_usage = "critical,nonRepudiation"}));
    CHECK(fit({.key_usage = "digitalSignature"}));
    CHECK_FALSE(fit({.key_usage = "critical,keyEncipherment"}));
    CHECK_FALSE(fit({.key_usage = "keyAgreement"}));
}

TEST_CASE_FIXTURE(UsageWorld,
                  "E-28 a recipient's key usage must allow encryption, by kind of key") {
    const auto receive = Purpose::receive_mail;
    CHECK(fit({.key_usage = ""}, receive));
    CHECK(fit({.key_usage = "keyAgreement"}, receive));
    CHECK_FALSE(fit({.key_usage = "digitalSignature"}, receive));
    CHECK_FALSE(fit({.key_usage = "keyEncipherment"}, receive));  // of no use to an EC key
    CHECK_FALSE(fit({.extended_key_usage = "serverAuth"}, receive));
    const Ca rsa = inter.leaf("a@example.com", {.key_usage = "keyEncipherment"});
    CHECK(faults(check(rsa, {inter}, receive)) == Faults{});
    const Ca rsa_signs = inter.leaf("a@example.com", {.key_usage = "digitalSignature"});
    CHECK(faults(check(rsa_signs, {inter}, receive)) == Faults{Check::V_22});
}

TEST_CASE_FIXTURE(UsageWorld, "extended key usage of an intermediate binds what it issues") {
    const Ca tls = root.intermediate(
        "TLS", {.key = KeyType::p256, .extensions = {{"extendedKeyUsage", "serverAuth"}}});
    CHECK(faults(check(alice_of(tls), {tls})) == Faults{Check::V_22});
    const Ca mail = root.intermediate(
        "Mail",
        {.key = KeyType::p256, .extensions = {{"extendedKeyUsage", "emailProtection,clientAuth"}}});
    CHECK(faults(check(alice_of(mail), {mail})) == Faults{});
}
