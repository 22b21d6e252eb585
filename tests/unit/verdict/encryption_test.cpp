// SPDX-License-Identifier: MPL-2.0
#include "facts.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::verdict;

namespace {

struct Shown {
    SignatureState signature;
    EncryptionState encryption;
    friend bool operator==(const Shown&, const Shown&) = default;
};
Shown shown(const Facts& facts) {
    const Verdict verdict = decide(facts);
    return {verdict.signature, verdict.encryption};
}

constexpr bool kGcm = true, kCbc = false;

}  // namespace

TEST_CASE("E-50 nesting shows what table B.3 says") {
    using S = SignatureState;
    using E = EncryptionState;
    Facts outer_signed_gcm = opened_but({}, kGcm, Inside::nothing);
    outer_signed_gcm.signature_outside_encryption_only = true;
    Facts outer_signed_cbc = outer_signed_gcm;
    outer_signed_cbc.encryption_authenticated = false;
    Facts list_footer;
    list_footer.message = passed_but(kMessageChecks, {});
    list_footer.errant_signature = true;
    Facts errant_envelope;
    errant_envelope.message = passed_but(kMessageChecks, {});
    errant_envelope.errant_encryption = true;
    Facts too_deep = opened_but({{Check::V_01, Outcome::failed}}, kGcm, Inside::nothing);
    Facts weakest_of_two = opened_but({}, kCbc, Inside::nothing);

    CHECK(shown(signed_but()) == Shown{S::verified, E::none});
    CHECK(shown(opened_but({}, kGcm, Inside::signature)) == Shown{S::verified, E::secret});
    CHECK(shown(opened_but({}, kCbc, Inside::signature)) == Shown{S::verified, E::secret});
    CHECK(shown(outer_signed_gcm) == Shown{S::outer_only, E::secret});
    CHECK(shown(outer_signed_cbc) == Shown{S::outer_only, E::secret_unauthenticated});
    CHECK(shown(list_footer) == Shown{S::partial, E::none});
    CHECK(shown(errant_envelope) == Shown{S::none, E::partial});
    CHECK(shown(too_deep) == Shown{S::none, E::refused});
    CHECK(shown(weakest_of_two) == Shown{S::none, E::secret_unauthenticated});
}

TEST_CASE("CBC is locked only around a signature that holds") {
    const Facts broken = opened_but({{Check::V_14, Outcome::failed}}, kCbc, Inside::signature);
    CHECK(decide(broken).encryption == EncryptionState::secret_unauthenticated);
    CHECK(decide(broken).restricted);
    const Facts unknown_issuer =
        opened_but({{Check::V_20, Outcome::failed}}, kCbc, Inside::signature);
    CHECK(decide(unknown_issuer).encryption == EncryptionState::secret_unauthenticated);
    CHECK_FALSE(decide(opened_but({}, kCbc, Inside::signature)).restricted);
}

TEST_CASE("outdated encryption is ENC-3 and restricted even when it is authenticated") {
    Facts facts = opened_but({}, kGcm, Inside::signature);
    facts.encryption_weak = true;
    CHECK(decide(facts).encryption == EncryptionState::weak);
    CHECK(decide(facts).restricted);
}

TEST_CASE("an envelope that was not opened says why") {
    const std::pair<Encryption, EncryptionState> table[] = {
        {Encryption::no_key, EncryptionState::no_key},
        {Encryption::locked, EncryptionState::locked},
        {Encryption::failed, EncryptionState::failed},
        {Encryption::unsupported, EncryptionState::unsupported},
        {Encryption::refused, EncryptionState::refused},
    };
    for (const auto& [outcome, state] : table) {
        Facts facts;
        facts.message = passed_but(kMessageChecks, {});
        facts.encryption = outcome;
        CHECK(decide(facts).encryption == state);
        CHECK(decide(facts).signature == SignatureState::none);
        CHECK(decide(facts).summary == Summary::unprotected);
        const bool may_be_open = outcome == Encryption::failed || outcome == Encryption::refused;
        CHECK(decide(facts).restricted == may_be_open);
    }
}

TEST_CASE("E-54 whatever was opened is restricted unless it is known to be as it was sealed") {
    for (const Check check : {Check::V_01, Check::V_30, Check::V_31, Check::V_32}) {
        CAPTURE(word(check));
        for (const bool authenticated : {kGcm, kCbc}) {
            const Facts facts =
                opened_but({{check, Outcome::failed}}, authenticated, Inside::nothing);
            CHECK(decide(facts).encryption != EncryptionState::secret);
            CHECK(decide(facts).restricted);
        }
    }
    CHECK_FALSE(decide(opened_but({}, kGcm, Inside::nothing)).restricted);
    CHECK_FALSE(decide(Facts{}).restricted);
}

TEST_CASE("an opened envelope whose rules were broken or not looked at has no lock") {
    using O = Outcome;
    CHECK(decide(opened_but({{Check::V_31, O::failed}}, kGcm, Inside::nothing)).encryption ==
          EncryptionState::refused);
    CHECK(decide(opened_but({{Check::V_32, O::failed}}, kGcm, Inside::nothing)).encryption ==
          EncryptionState::failed);
    for (const Check check :
         {Check::V_01, Check::V_02, Check::V_03, Check::V_30, Check::V_31, Check::V_32}) {
        CAPTURE(word(check));
        CHECK(decide(opened_but({{check, O::not_run}}, kGcm, Inside::signature)).encryption ==
              EncryptionState::secret_unauthenticated);
    }
}

TEST_CASE("the summary is that of RFC 9787 in the mapping of B.1") {
    CHECK(decide(Facts{}).summary == Summary::unprotected);
    CHECK(decide(signed_but()).summary == Summary::verified);
    CHECK(decide(opened_but({}, kGcm, Inside::signature)).summary == Summary::confidential);
    CHECK(decide(opened_but({}, kGcm, Inside::nothing)).summary ==
          Summary::encrypted_but_unverified);
    CHECK(decide(opened_but({}, kCbc, Inside::nothing)).summary ==
          Summary::encrypted_but_unverified);
    CHECK(decide(opened_but({{Check::V_14, Outcome::failed}}, kGcm, Inside::signature)).summary ==
          Summary::encrypted_but_unverified);
    CHECK(decide(signed_but({{Check::V_26, Outcome::failed}})).summary == Summary::unprotected);
}

TEST_CASE("E-48b covered headers are claimed only with the protection they rest on") {
    Facts facts = signed_but();
    facts.message.pass(Check::V_34);
    facts.headers = HeaderState::signed_only;
    CHECK(decide(facts).headers == HeaderState::signed_only);
    facts.headers = HeaderState::hidden;
    CHECK(decide(facts).headers == HeaderState::none);
    facts.headers = HeaderState::inconsistent;
    CHECK(decide(facts).headers == HeaderState::inconsistent);
    Facts broken = signed_but({{Check::V_14, Outcome::failed}});
    broken.message.pass(Check::V_34);
    broken.headers = HeaderState::signed_only;
    CHECK(decide(broken).headers == HeaderState::none);
}
