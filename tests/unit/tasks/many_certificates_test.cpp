// SPDX-License-Identifier: MPL-2.0
#include "people_world.hpp"
#include "signed_mail.hpp"

#include <doctest/doctest.h>

#include <ctime>

using namespace sealwright;
using namespace sealwright::support;

namespace {

double cpu_seconds() {
    std::timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

/// Nothing but its name tells which key issued it.
const Options kPlain{.key = KeyType::p521,
                     .extensions = {{"authorityKeyIdentifier", ""}, {"subjectKeyIdentifier", ""}}};

/// Two names that certify each other with many keys: every way leads to every other one.
struct Maze {
    std::vector<Ca> a, b;
    std::vector<Certificate> crossed;

    explicit Maze(std::size_t width) {
        for (std::size_t i = 0; i < width; ++i) {
            a.push_back(Ca::root("A", kPlain));
            b.push_back(Ca::root("B", kPlain));
        }
        for (std::size_t i = 0; i < width; ++i) {
            for (std::size_t j = 0; j < width; ++j) {
                Options mine = kPlain;
                mine.private_key = b[j].key;
                crossed.push_back(a[i].intermediate("B", mine).certificate);
                mine.private_key = a[j].key;
                crossed.push_back(b[i].intermediate("A", mine).certificate);
            }
        }
    }
};

/// The state of a mail from Alice, and that it was found in time.
SignatureState state_in_time(PeopleWorld& world, const std::string& mail) {
    const double began = cpu_seconds();
    const auto reading = world.receive(mail);
    CHECK(cpu_seconds() - began < 2.5);
    return reading.verdict.signature;
}

std::vector<Certificate> certificates_of(const std::vector<Ca>& all) {
    std::vector<Certificate> certificates;
    for (const Ca& each : all) certificates.push_back(each.certificate);
    return certificates;
}

}  // namespace

TEST_CASE("E-77 5,000 enclosed certificates hide no signer and cost no time") {
    PeopleWorld world;
    const Ca stranger = Ca::root("Stranger", {.key = KeyType::p256});
    const std::vector<Certificate> many(5'000, stranger.certificate);
    const std::string mail = mail_with(world.world, SignerSpec{world.world.alice}, many);
    const SignatureState state = state_in_time(world, mail);
    CHECK((state == SignatureState::verified || state == SignatureState::unknown_issuer));
}

TEST_CASE("E-77 a signer behind 200 cross-certificates of equal names is S-10") {
    PeopleWorld world;
    const Maze maze(10);
    const SignerSpec signer{maze.a[0].leaf("alice@example.com", kPlain)};
    CHECK(state_in_time(world, mail_with(world.world, signer, maze.crossed)) ==
          SignatureState::unsupported);
}

TEST_CASE("E-77 eight signers behind a maze share the time of one") {
    PeopleWorld world;
    const Maze maze(7);
    SignedSpec object;
    object.content = to_bytes(as_view(text_entity()));
    object.enclosed = object.content;
    object.certificates = maze.crossed;
    for (int i = 0; i < 8; ++i)
        object.signers.push_back({maze.a[0].leaf("alice@example.com", kPlain)});
    const Bytes cms = signed_data(object);
    const std::string mail =
        fields(world.world) +
        std::string(as_text(mail::pkcs7_mime(cms, mail::SmimeType::signed_data)));
    CHECK_FALSE(verdict::is_positive(state_in_time(world, mail)));
}

TEST_CASE("E-77 a signer at the end of a chain of 64 is S-10") {
    PeopleWorld world;
    std::vector<Ca> chain{world.world.root};
    for (int i = 0; i < 63; ++i)
        chain.push_back(
            chain.back().intermediate("Link " + std::to_string(i), {.key = KeyType::p256}));
    const SignerSpec signer{chain.back().leaf("alice@example.com", {.key = KeyType::p256})};
    CHECK(state_in_time(world, mail_with(world.world, signer, certificates_of(chain))) ==
          SignatureState::unsupported);
}

TEST_CASE("E-77 certificates beside a good signature that lead into a maze end within the budget") {
    PeopleWorld world;
    const World& who = world.world;
    const Ca signing =
        who.inter.leaf("alice@example.com", {.key_usage = "critical,digitalSignature"});
    const Maze maze(5);
    std::vector<Certificate> beside = maze.crossed;
    for (int i = 0; i < 40; ++i)
        beside.push_back(maze.a[0].leaf("alice@example.com", kPlain).certificate);
    const std::string mail = mail_with(who, SignerSpec{signing}, beside);
    const double began = cpu_seconds();
    const auto reading = world.receive(mail);
    CHECK(cpu_seconds() - began < 2.5);
    CHECK(reading.verdict.signature == SignatureState::verified);
    CHECK(world.services.people->addresses()->empty());
}
