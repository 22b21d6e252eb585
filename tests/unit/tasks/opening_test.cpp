// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "base/limits.hpp"
#include "counting_key.hpp"
#include "mail/compose.hpp"
#include "people/key_limits.hpp"
#include "support/envelope_builder.hpp"
#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <random>

using namespace sealwright;
using namespace sealwright::support;
using namespace std::chrono_literals;

namespace {

std::string mail_of(const World& world, const EnvelopeSpec& spec) {
    return fields(world) +
           std::string(as_text(mail::pkcs7_mime(envelope(spec), mail::SmimeType::enveloped_data)));
}

/// A CBC envelope that names Bob as a GCM one did (its recipients are the same), with ciphertext of
/// the attacker's.
EnvelopeSpec downgraded(const World& world, Bytes ciphertext) {
    EnvelopeSpec spec;
    spec.mode = CipherMode::cbc;
    spec.recipients = {key_transport(world.bob, spec.key)};
    spec.ciphertext = std::move(ciphertext);
    return spec;
}

/// Noise that was padded properly: the decryption itself succeeds.
EnvelopeSpec well_padded(const World& world, Bytes noise) {
    EnvelopeSpec spec;
    spec.mode = CipherMode::cbc;
    spec.recipients = {key_transport(world.bob, spec.key)};
    spec.content = std::move(noise);
    return spec;
}

Bytes noise(std::mt19937& source, std::size_t size) {
    Bytes out(size);
    for (auto& octet : out) octet = static_cast<std::uint8_t>(source());
    return out;
}

/// What somebody who sends ciphertexts can see of the answer.
struct Seen {
    EncryptionState state;
    std::optional<ErrorCode> code;
    std::string detail;
    std::chrono::milliseconds time;
    friend bool operator==(const Seen&, const Seen&) = default;
};

/// Reads with a clock that only reading and waiting move.
Seen seen(const Watched& bob, const std::string& message) {
    std::chrono::milliseconds clock{0};
    Watched watched = bob;
    watched.services.steady = [&] { return clock += 7ms; };
    watched.services.pause = [&](std::chrono::milliseconds time) { clock += time; };
    const auto reading = watched.open(message);
    CHECK(gives_nothing(reading));
    const auto& error = reading.key_error;
    return {reading.verdict.encryption, error ? std::optional(error->code) : std::nullopt,
            error ? error->detail : "", clock};
}

/// Whether reading counts as a failed decryption: one more than there were stops the key.
bool counts(const World& world, const Watched& bob, const std::string& message) {
    const TempFolder folder;
    Watched watched = bob;
    watched.services.limits = std::make_shared<people::KeyLimits>(
        std::make_shared<people::Database>(folder.file("people.sqlite")));
    const Bytes name = fingerprint(*world.bob.certificate);
    for (int i = 1; i < limits::kDecryptionFailuresPerHour; ++i)
        REQUIRE(watched.services.limits->note_failure(name, world.now));
    (void)watched.open(message);
    return watched.services.limits->needs_consent(name, world.now).value();
}

}  // namespace

TEST_CASE("E-22 mail to a certificate that expired years ago opens, with nothing said about it") {
    World world;
    constexpr std::chrono::hours kYear{24 * 365};
    Options old;
    old.not_before = world.now - 5 * kYear;
    old.not_after = world.now - 3 * kYear;
    world.bob = world.inter.leaf("bob@example.org", old);
    World then = world;
    then.now = world.now - 4 * kYear;
    for (const auto cipher : {cms::Cipher::aes_256_gcm, cms::Cipher::aes_256_cbc}) {
        const std::string inner = signed_opaque(world, world.alice, text_entity());
        const auto reading = world.open(fields(then) + encrypted(world, inner, cipher));
        CHECK(reading.verdict.encryption == EncryptionState::secret);
        CHECK_FALSE(reading.verdict.restricted);
        CHECK_FALSE(reading.key_error);
        CHECK_FALSE(reading.verdict.findings.has(Reason::path_expired));
        CHECK(reading.leaves.size() == 1);
    }
}

TEST_CASE("E-54b ciphertexts moved from GCM to CBC all fail alike, whatever comes out") {
    const World world;
    const Watched bob(world);
    EnvelopeSpec damaged;
    damaged.content = to_bytes(as_view(text_entity()));
    damaged.recipients = {key_transport(world.bob, damaged.key)};
    damaged.ciphertext = Bytes(damaged.content.size(), 1);
    const std::string other_failure = mail_of(world, damaged);
    const Seen expected = seen(bob, other_failure);
    CHECK(expected == Seen{EncryptionState::failed, ErrorCode::mail_decrypt_failed, "", 257ms});
    CHECK(counts(world, bob, other_failure));

    std::mt19937 source(54);
    const std::string text =
        mail_of(world, well_padded(world, to_bytes(as_view("Hello Bob, this is no entity.\r\n"))));
    CHECK(seen(bob, text) == expected);
    CHECK(counts(world, bob, text));
    for (int i = 0; i < 20; ++i)
        CHECK(seen(bob, mail_of(world, well_padded(world, noise(source, 100)))) == expected);
    for (int i = 0; i < 280; ++i)
        CHECK(seen(bob, mail_of(world, downgraded(world, noise(source, 64)))) == expected);
    CHECK(counts(world, bob, mail_of(world, downgraded(world, noise(source, 64)))));
}

TEST_CASE("E-57 what stands between a message and its key is no failure of the message") {
    const World world;
    const std::string message = fields(world) + encrypted(world, text_entity());
    for (const ErrorCode code : {ErrorCode::people_store, ErrorCode::system_file,
                                 ErrorCode::system_memory, ErrorCode::system_child}) {
        const Watched bob(world);
        bob.key->answer = Error{code, "why"};
        const Seen locked = seen(bob, message);
        CHECK(locked.state == EncryptionState::locked);
        CHECK(locked.code == code);
        CHECK_FALSE(counts(world, bob, message));
    }
}

TEST_CASE("a store that cannot be asked is why a message stays closed, when no other has the key") {
    const World world;
    const Error down{ErrorCode::key_token_failed, "the reader does not answer"};
    const std::string message = fields(world) + encrypted(world, text_entity());
    keys::Inventory in_part;
    in_part.unreachable = {down};
    const std::shared_ptr<keys::KeyStore> broken[] = {std::make_shared<GivenStore>(down),
                                                      std::make_shared<GivenStore>(in_part)};
    for (const auto& store : broken) {
        Watched alice(world, world.alice);
        alice.services.stores.insert(alice.services.stores.begin(), store);
        const auto closed = alice.open(message);
        CHECK(closed.verdict.encryption == EncryptionState::locked);
        REQUIRE(closed.key_error);
        CHECK(closed.key_error->code == down.code);
        CHECK(closed.key_error->detail == down.detail);

        Watched bob(world);
        bob.services.stores.insert(bob.services.stores.begin(), store);
        CHECK(bob.open(message).verdict.encryption == EncryptionState::secret);
    }
    const auto stranger = Watched(world, world.alice).open(message);
    CHECK(stranger.verdict.encryption == EncryptionState::no_key);
}

TEST_CASE("of two identities a message names the one whose key can open it is asked, and once") {
    const World world;
    const Ca other = world.inter.leaf("bob@example.org");
    EnvelopeSpec spec;
    spec.content = to_bytes(as_view(text_entity()));
    spec.recipients = {key_transport(other, spec.key), key_transport(world.bob, spec.key)};
    const auto unable = std::make_shared<CountingKey>(other.key);
    unable->abilities_here = {.rsa_pkcs1 = true};
    Watched bob(world);
    bob.services.stores.insert(bob.services.stores.begin(),
                               std::make_shared<GivenStore>(
                                   keys::Inventory{{identity_with(world, other, unable)}, {}, {}}));
    CHECK(bob.open(mail_of(world, spec)).verdict.encryption == EncryptionState::secret);
    CHECK(unable->opened_with == 0);
    CHECK(bob.key->opened_with == 1);

    bob.key->answer = Error{ErrorCode::key_token_removed, ""};
    unable->abilities_here = keys::soft_abilities(*other.key);
    unable->answer = Error{ErrorCode::key_cancelled, ""};
    CHECK(bob.open(mail_of(world, spec)).verdict.encryption == EncryptionState::locked);
    CHECK(unable->opened_with == 1);
    CHECK(bob.key->opened_with == 1);
}
