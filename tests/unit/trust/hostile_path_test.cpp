// SPDX-License-Identifier: MPL-2.0
#include "base/limits.hpp"
#include "trust/key_strength.hpp"
#include "world.hpp"

#include <doctest/doctest.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>

#include <ctime>

using namespace sealwright;
using namespace sealwright::trust;

namespace {

double cpu_seconds() {
    std::timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

std::vector<Certificate> certificates_of(const std::vector<Ca>& all) {
    std::vector<Certificate> certificates;
    for (const auto& each : all) certificates.push_back(each.certificate);
    return certificates;
}

/// Whether the answer is a clear no or "too complex", and never anything good.
bool is_no(const Path& path) {
    return !path.findings.passed(Check::V_20);
}

}  // namespace

TEST_CASE_FIXTURE(World, "E-77 a chain of 64 is beyond what is looked at") {
    std::vector<Ca> chain{root};
    for (int i = 0; i < 63; ++i) {
        chain.push_back(
            chain.back().intermediate("Link " + std::to_string(i), {.key = KeyType::p256}));
    }
    const Ca leaf = alice_of(chain.back());
    const Path path =
        check_path(leaf.certificate, certificates_of(chain), *anchors, now, Purpose::sign_mail);
    CHECK(path.findings[Check::V_20] == Outcome::unknown);
    CHECK(path.findings.has(Reason::path_too_complex));
}

TEST_CASE_FIXTURE(World, "just ten certificates make a path, eleven do not") {
    std::vector<Ca> chain{root};
    while (chain.size() < limits::kPathDepth) {
        const Path path = check(alice_of(chain.back()), chain);
        CHECK(faults(path) == Faults{});
        CHECK(path.certificates.size() == chain.size() + 1);
        chain.push_back(chain.back().intermediate("Link " + std::to_string(chain.size()),
                                                  {.key = KeyType::p256}));
    }
    CHECK(is_no(check(alice_of(chain.back()), chain)));
}

TEST_CASE_FIXTURE(World, "E-77 200 cross-certificates of equal names end within the budget") {
    // Two names that certify each other with many keys: every way leads to every other one.
    const Options plain{
        .key = KeyType::p256,
        .extensions = {{"authorityKeyIdentifier", ""}, {"subjectKeyIdentifier", ""}}};
    std::vector<Ca> a, b;
    for (int i = 0; i < 10; ++i) {
        a.push_back(Ca::root("A", plain));
        b.push_back(Ca::root("B", plain));
    }
    std::vector<Certificate> crossed;
    for (int i = 0; i < 10; ++i) {
        for (int j = 0; j < 10; ++j) {
            Options mine = plain;
            mine.private_key = b[static_cast<std::size_t>(j)].key;
            crossed.push_back(a[static_cast<std::size_t>(i)].intermediate("B", mine).certificate);
            mine.private_key = a[static_cast<std::size_t>(j)].key;
            crossed.push_back(b[static_cast<std::size_t>(i)].intermediate("A", mine).certificate);
        }
    }
    const Ca leaf = a[0].leaf("alice@example.com", plain);
    const double began = cpu_seconds();
    const Path path = check_path(leaf.certificate, crossed, *anchors, now, Purpose::sign_mail);
    CHECK(is_no(path));
    CHECK(cpu_seconds() - began < 2.0);
}

TEST_CASE_FIXTURE(World, "E-77 5,000 enclosed certificates cost no more than 100") {
    std::vector<Certificate> many(5'000, stranger.certificate);
    many[0] = inter.certificate;
    const double began = cpu_seconds();
    const Ca leaf = alice();
    CHECK(faults(check_path(leaf.certificate, many, *anchors, now, Purpose::sign_mail)) ==
          Faults{});
    CHECK(cpu_seconds() - began < 2.0);
}

TEST_CASE_FIXTURE(World, "two authorities that certify each other are no loop") {
    const Ca one = Ca::root("One", {.key = KeyType::p256});
    const Ca two = one.intermediate("Two", {.key = KeyType::p256});
    const Ca back = two.intermediate("One", {.key = KeyType::p256, .private_key = one.key});
    const Path path = check(alice_of(one), {two, back, one});
    CHECK(faults(path) == Faults{Check::V_20});
}

TEST_CASE_FIXTURE(World, "E-31 an issuer's key of absurd size is never computed with") {
    // An odd number of 16,385 bits for a modulus; nothing was signed with it.
    const PkeyPtr huge = [] {
        const BignumPtr n(BN_new()), e(BN_new());
        BN_set_bit(n.get(), 16'384);
        BN_set_bit(n.get(), 0);
        BN_set_word(e.get(), 65'537);
        OSSL_PARAM_BLD* builder = OSSL_PARAM_BLD_new();
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n.get());
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e.get());
        OSSL_PARAM* params = OSSL_PARAM_BLD_to_param(builder);
        const PkeyCtxPtr context(EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr));
        EVP_PKEY* key = nullptr;
        EVP_PKEY_fromdata_init(context.get());
        EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, params);
        OSSL_PARAM_free(params);
        OSSL_PARAM_BLD_free(builder);
        return PkeyPtr(key);
    }();
    REQUIRE(huge);
    CHECK_FALSE(is_of_usual_size(*huge));
    CHECK(is_of_usual_size(*root.key));
    CHECK(is_of_usual_size(*support::pooled_key(KeyType::rsa2048)));
}
