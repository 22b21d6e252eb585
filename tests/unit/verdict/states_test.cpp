// SPDX-License-Identifier: MPL-2.0
#include "facts.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::verdict;

namespace {

SignatureState failed(Check check) {
    return decide(with_signer_check(check, Outcome::failed)).signature;
}

}  // namespace

TEST_CASE("each failed check gives the state the table names for it") {
    CHECK(decide(good_facts()).signature == SignatureState::verified);
    for (Check check : {Check::V_08, Check::V_09, Check::V_10, Check::V_11, Check::V_12,
                        Check::V_13, Check::V_14})
        CHECK(failed(check) == SignatureState::broken);
    CHECK(failed(Check::V_15) == SignatureState::weak);
    CHECK(failed(Check::V_23) == SignatureState::weak);
    CHECK(failed(Check::V_20) == SignatureState::unknown_issuer);
    for (Check check : {Check::V_21, Check::V_22, Check::V_24})
        CHECK(failed(check) == SignatureState::unfit_certificate);
    CHECK(failed(Check::V_25) == SignatureState::revoked);
    CHECK(failed(Check::V_26) == SignatureState::wrong_address);
    CHECK(failed(Check::V_27) == SignatureState::wrong_address);
}

TEST_CASE("revocation that is unknown or was not asked gives S-2 and nothing else does") {
    for (Outcome outcome : {Outcome::unknown, Outcome::not_run})
        CHECK(decide(with_signer_check(Check::V_25, outcome)).signature ==
              SignatureState::verified_revocation_unknown);
}

TEST_CASE("no signed attributes or an unknown algorithm cap the state at S-10") {
    CHECK(decide(with_signer_check(Check::V_12, Outcome::unknown)).signature ==
          SignatureState::unsupported);
    CHECK(decide(with_message_check(Check::V_07, Outcome::unknown)).signature ==
          SignatureState::unsupported);
}

TEST_CASE("E-20 E-21 an expired signer is S-9, and S-3 only by our own record of that message") {
    Facts facts = good_facts();
    facts.signers[0].findings.fail(Check::V_21, Reason::path_expired);
    CHECK(decide(facts).signature == SignatureState::unfit_certificate);
    facts.signers[0].was_valid_before = true;
    CHECK(decide(facts).signature == SignatureState::verified_past);
    facts.signers[0].findings.fail(Check::V_28, Reason::time_signed_outside_validity);
    CHECK(decide(facts).signature == SignatureState::unfit_certificate);
}

TEST_CASE("a record of the past helps no certificate that is not valid yet") {
    Facts facts = good_facts();
    facts.signers[0].findings.fail(Check::V_21, Reason::path_not_yet_valid);
    facts.signers[0].was_valid_before = true;
    CHECK(decide(facts).signature == SignatureState::unfit_certificate);
}

TEST_CASE("E-17b a second signer who fails makes S-14, one who only has another address does not") {
    Facts facts = good_facts();
    facts.signers.push_back(good_signer());
    facts.signers[1].findings.fail(Check::V_26, Reason::address_differs);
    facts.signers[1].address = "mallory@example.net";
    CHECK(decide(facts).signature == SignatureState::verified);
    CHECK(decide(facts).address == "alice@example.com");

    facts.signers[1].findings.fail(Check::V_14, Reason::cms_signature_differs);
    CHECK(decide(facts).signature == SignatureState::multi);
}

TEST_CASE("signatures outside the Envelope never make the message's state positive") {
    Facts facts;
    CHECK(decide(facts).signature == SignatureState::none);
    facts.errant_signature = true;
    CHECK(decide(facts).signature == SignatureState::partial);
    facts.signature_outside_encryption_only = true;
    CHECK(decide(facts).signature == SignatureState::outer_only);
}

TEST_CASE("E-50 encryption states, restricted mode and the summary follow the table") {
    Facts facts = good_facts();
    facts.encryption = Encryption::opened;
    for (Check check : {Check::V_30, Check::V_31, Check::V_32}) facts.message.pass(check);

    Verdict signed_cbc = decide(facts);
    CHECK(signed_cbc.encryption == EncryptionState::secret);
    CHECK(signed_cbc.summary == Summary::confidential);

    facts.has_signature_layer = false;
    facts.signers.clear();
    Verdict unsigned_cbc = decide(facts);
    CHECK(unsigned_cbc.encryption == EncryptionState::secret_unauthenticated);
    CHECK(unsigned_cbc.restricted);
    CHECK(unsigned_cbc.summary == Summary::encrypted_but_unverified);

    facts.encryption_authenticated = true;
    CHECK(decide(facts).encryption == EncryptionState::secret);
    CHECK_FALSE(decide(facts).restricted);

    facts.encryption_weak = true;
    CHECK(decide(facts).encryption == EncryptionState::weak);
    CHECK(decide(facts).restricted);
}

TEST_CASE("an opened message whose decryption checks did not all run is not shown as secret") {
    Facts facts;
    facts.encryption = Encryption::opened;
    facts.encryption_authenticated = true;
    facts.message.pass(Check::V_30);
    facts.message.pass(Check::V_31);
    CHECK(decide(facts).encryption == EncryptionState::failed);
}

TEST_CASE("an encrypted part outside the Envelope is ENC-4 and lifts nothing") {
    Facts facts;
    facts.errant_encryption = true;
    Verdict verdict = decide(facts);
    CHECK(verdict.encryption == EncryptionState::partial);
    CHECK(verdict.summary == Summary::unprotected);
    CHECK(verdict.restricted);
}
