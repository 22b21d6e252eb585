// SPDX-License-Identifier: MPL-2.0
#include "facts.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::verdict;

namespace {

constexpr Outcome kFailed = Outcome::failed, kUnknown = Outcome::unknown,
                  kNotRun = Outcome::not_run;

}  // namespace

TEST_CASE("S-1 when everything passed, naming the address and the issuer") {
    const Verdict verdict = decide(signed_but());
    CHECK(verdict.signature == SignatureState::verified);
    CHECK(verdict.summary == Summary::verified);
    CHECK(verdict.address == "alice@example.com");
    CHECK(verdict.issuer == "Inter I");
    CHECK(verdict.encryption == EncryptionState::none);
    CHECK_FALSE(verdict.restricted);
}

TEST_CASE("S-2 when revocation is unknown or was never asked, the one exception to default deny") {
    CHECK(signature_but({{Check::V_25, kUnknown}}) == SignatureState::verified_revocation_unknown);
    CHECK(signature_but({{Check::V_25, kNotRun}}) == SignatureState::verified_revocation_unknown);
}

TEST_CASE("every failed check gives its own state") {
    const std::pair<Check, SignatureState> table[] = {
        {Check::V_01, SignatureState::unsupported},
        {Check::V_06, SignatureState::broken},
        {Check::V_07, SignatureState::unsupported},
        {Check::V_08, SignatureState::broken},
        {Check::V_09, SignatureState::broken},
        {Check::V_10, SignatureState::broken},
        {Check::V_11, SignatureState::broken},
        {Check::V_12, SignatureState::broken},
        {Check::V_13, SignatureState::broken},
        {Check::V_14, SignatureState::broken},
        {Check::V_15, SignatureState::weak},
        {Check::V_16, SignatureState::multi},
        {Check::V_20, SignatureState::unknown_issuer},
        {Check::V_21, SignatureState::unfit_certificate},
        {Check::V_22, SignatureState::unfit_certificate},
        {Check::V_23, SignatureState::weak},
        {Check::V_24, SignatureState::unfit_certificate},
        {Check::V_25, SignatureState::revoked},
        {Check::V_26, SignatureState::wrong_address},
        {Check::V_27, SignatureState::wrong_address},
    };
    for (const auto& row : table) {
        CAPTURE(word(row.first));
        CHECK(signature_but({{row.first, kFailed}}) == row.second);
    }
}

TEST_CASE("what cannot be evaluated is S-10: unknown algorithms, no signed attributes") {
    CHECK(signature_but({{Check::V_07, kUnknown}}) == SignatureState::unsupported);
    CHECK(signature_but({{Check::V_12, kUnknown}}) == SignatureState::unsupported);
    CHECK(signature_but({{Check::V_20, kUnknown}}) == SignatureState::unsupported);
}

TEST_CASE("nobody is named as having sealed what is beyond a limit") {
    Facts facts;
    facts.message = passed_but(kMessageChecks, {{Check::V_01, kFailed}});
    facts.signature_outside_encryption_only = true;
    CHECK(decide(facts).signature == SignatureState::unsupported);
}

TEST_CASE("E-39 an ambiguous header block allows no positive state") {
    CHECK(signature_but({{Check::V_02, kFailed}}) == SignatureState::unsupported);
    CHECK(decide(opened_but({{Check::V_02, kFailed}}, true, Inside::nothing)).encryption ==
          EncryptionState::secret_unauthenticated);
}

TEST_CASE("a broken signature stays broken whatever is wrong with its certificate") {
    CHECK(signature_but({{Check::V_14, kFailed}, {Check::V_20, kFailed}, {Check::V_15, kFailed}}) ==
          SignatureState::broken);
    CHECK(signature_but({{Check::V_20, kFailed}, {Check::V_22, kFailed}, {Check::V_26, kFailed}}) ==
          SignatureState::unknown_issuer);
    CHECK(signature_but({{Check::V_25, kFailed}, {Check::V_21, kFailed}}) ==
          SignatureState::revoked);
}

TEST_CASE("E-20 an expired signer is S-9 until the message has been seen valid") {
    CHECK(signature_but({{Check::V_21, kFailed, Reason::path_expired}}) ==
          SignatureState::unfit_certificate);
}

TEST_CASE("E-21 a message we verified before its signer expired is S-3") {
    Facts facts = signed_but({{Check::V_21, kFailed, Reason::path_expired}});
    facts.signers[0].was_valid_before = true;
    CHECK(decide(facts).signature == SignatureState::verified_past);
    CHECK(decide(facts).summary == Summary::verified);

    SUBCASE("but never when it was withdrawn") {
        facts.signers[0].findings.fail(Check::V_25, Reason::revocation_revoked);
        CHECK(decide(facts).signature == SignatureState::revoked);
    }
    SUBCASE("but never with an address that differs") {
        facts.signers[0].findings.fail(Check::V_26, Reason::address_differs);
        CHECK(decide(facts).signature == SignatureState::wrong_address);
    }
    SUBCASE("but never for one that is not valid yet") {
        facts.signers[0].findings.fail(Check::V_21, Reason::path_not_yet_valid);
        CHECK(decide(facts).signature == SignatureState::unfit_certificate);
    }
}

TEST_CASE("E-23 an odd signing time changes no state, and one outside validity rules S-3 out") {
    CHECK(signature_but({{Check::V_28, kFailed, Reason::time_far_from_date}}) ==
          SignatureState::verified);
    Facts facts = signed_but({{Check::V_21, kFailed, Reason::path_expired},
                              {Check::V_28, kFailed, Reason::time_signed_outside_validity}});
    facts.signers[0].was_valid_before = true;
    CHECK(decide(facts).signature == SignatureState::unfit_certificate);
}

TEST_CASE("E-17 signed data without any signer is no signature") {
    Facts facts = signed_but({{Check::V_07, kFailed, Reason::cms_no_signer}});
    facts.signers.clear();
    facts.has_signed_data_without_signer = true;
    CHECK(decide(facts).signature == SignatureState::none);
}

TEST_CASE("E-17b two good signers are S-1 for the one the From names") {
    Facts facts = signed_but();
    facts.signers.push_back(
        signer_but({{Check::V_26, kFailed, Reason::address_differs}}, "mallory@example.net"));
    const Verdict verdict = decide(facts);
    CHECK(verdict.signature == SignatureState::verified);
    CHECK(verdict.address == "alice@example.com");

    SUBCASE("in either order") {
        std::swap(facts.signers[0], facts.signers[1]);
        CHECK(decide(facts).signature == SignatureState::verified);
        CHECK(decide(facts).address == "alice@example.com");
    }
    SUBCASE("S-14 when one of them does not hold") {
        facts.signers[1].findings.fail(Check::V_14, Reason::cms_signature_differs);
        CHECK(decide(facts).signature == SignatureState::multi);
    }
    SUBCASE("S-14 when a check of one did not run") {
        facts.signers[1] = signer_but({{Check::V_11, kNotRun}});
        CHECK(decide(facts).signature == SignatureState::multi);
    }
    SUBCASE("S-14 when nobody is the sender") {
        facts.signers[0].findings.fail(Check::V_26, Reason::address_differs);
        CHECK(decide(facts).signature == SignatureState::multi);
    }
    SUBCASE("S-14 when two addresses are proven") {
        facts.signers[1] = signer_but({}, "bob@example.org");
        CHECK(decide(facts).signature == SignatureState::multi);
    }
}

TEST_CASE("a signature layer that could not be read is never positive") {
    Facts facts;
    facts.has_signature_layer = true;
    facts.message = passed_but(kMessageChecks, {{Check::V_05, kFailed}});
    CHECK(decide(facts).signature == SignatureState::unsupported);
    facts.message.fail(Check::V_06, Reason::cms_malformed);
    CHECK(decide(facts).signature == SignatureState::broken);
    CHECK(decide(facts).summary == Summary::unprotected);
}

TEST_CASE("a verdict carries all findings and flags, signers' too") {
    Facts facts = signed_but({{Check::V_26, kFailed, Reason::address_differs}});
    facts.flags = {Flag::misleading_name};
    const Verdict verdict = decide(facts);
    CHECK(verdict.findings.has(Reason::address_differs));
    CHECK(verdict.findings.passed(Check::V_01));
    CHECK(verdict.flags == std::vector{Flag::misleading_name});
}
