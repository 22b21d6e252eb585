// SPDX-License-Identifier: MPL-2.0
#include "world.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::trust;
using namespace std::chrono_literals;

TEST_CASE_FIXTURE(World, "a path over an enclosed intermediate reaches the anchor") {
    const Path path = check(alice(), {inter});
    CHECK(faults(path) == Faults{});
    REQUIRE(path.certificates.size() == 3);
    CHECK(X509_cmp(path.certificates.back().get(), root.certificate.get()) == 0);
    CHECK(path.findings.list().empty());
}

TEST_CASE_FIXTURE(World, "order, duplicates and strangers among the enclosed do not matter") {
    const Ca lower = inter.intermediate("Lower", {.key = KeyType::p256});
    const Ca leaf = alice_of(lower);
    CHECK(faults(check(leaf, {stranger, lower, leaf, inter, lower, root})) == Faults{});
}

TEST_CASE_FIXTURE(World, "RSA and Ed25519 chains hold too") {
    const Ca rsa = Ca::root("RSA");
    const Ca edwards = rsa.intermediate("Ed", {.key = KeyType::ed25519});
    anchors = fixed_anchors({rsa.certificate});
    CHECK(faults(check(edwards.leaf("alice@example.com"), {edwards})) == Faults{});
}

TEST_CASE_FIXTURE(World, "E-35 a chain to a root that is no anchor fails V-20 alone") {
    const Ca other = stranger.intermediate("Other", {.key = KeyType::p256});
    const Path path = check(alice_of(other), {other, stranger});
    CHECK(faults(path) == Faults{Check::V_20});
    CHECK(path.findings.has(Reason::path_no_anchor));
}

TEST_CASE_FIXTURE(World, "E-35 an enclosed self-signed root is no anchor") {
    const Ca fake = Ca::root("Root R", {.key = KeyType::p256});  // the anchor's name, another key
    CHECK(faults(check(alice_of(fake), {fake})) == Faults{Check::V_20});
    const Path path = check(fake, {});
    CHECK(path.findings.failed(Check::V_20));
    CHECK(path.findings.has(Reason::path_self_signed));
}

TEST_CASE_FIXTURE(World, "E-35 without its intermediate a leaf has no path") {
    CHECK(faults(check(alice(), {})) == Faults{Check::V_20});
}

TEST_CASE_FIXTURE(World, "E-35 a leaf that issues another leaf is no CA") {
    const Ca mallory = alice({.key_usage = "critical,digitalSignature,keyCertSign"});
    const Path path = check(alice_of(mallory), {mallory, inter});
    CHECK(faults(path) == Faults{Check::V_22});
    CHECK(path.findings.has(Reason::path_not_a_ca));
}

TEST_CASE_FIXTURE(World,
                  "E-35 an issuer that may not sign certificates or has no constraints is no CA") {
    const Ca no_usage = root.intermediate(
        "No", {.key = KeyType::p256, .extensions = {{"keyUsage", "critical,cRLSign"}}});
    CHECK(faults(check(alice_of(no_usage), {no_usage})) == Faults{Check::V_22});
    const Ca unconstrained =
        root.intermediate("Un", {.key = KeyType::p256, .extensions = {{"basicConstraints", ""}}});
    CHECK(faults(check(alice_of(unconstrained), {unconstrained})) == Faults{Check::V_22});
}

TEST_CASE_FIXTURE(World, "E-35 a path longer than its issuer allows fails V-22") {
    const Ca shorter = root.intermediate(
        "Short",
        {.key = KeyType::p256, .extensions = {{"basicConstraints", "critical,CA:TRUE,pathlen:0"}}});
    CHECK(faults(check(alice_of(shorter), {shorter})) == Faults{});
    const Ca below = shorter.intermediate("Below", {.key = KeyType::p256});
    const Path path = check(alice_of(below), {shorter, below});
    CHECK(faults(path) == Faults{Check::V_22});
    CHECK(path.findings.has(Reason::path_too_long));
}

TEST_CASE_FIXTURE(World, "E-35 an anchor's path length binds as well") {
    const Ca tight = Ca::root(
        "Tight",
        {.key = KeyType::p256, .extensions = {{"basicConstraints", "critical,CA:TRUE,pathlen:0"}}});
    anchors = fixed_anchors({tight.certificate});
    const Ca first = tight.intermediate("First", {.key = KeyType::p256});
    CHECK(faults(check(alice_of(first), {first})) == Faults{Check::V_22});
}

TEST_CASE_FIXTURE(World, "E-35 an unknown critical extension anywhere fails V-22") {
    const std::pair<std::string, std::string> unknown{"1.3.6.1.4.1.99999.1", "critical,ASN1:NULL"};
    const Path leaf_path = check(alice({.extensions = {unknown}}), {inter});
    CHECK(faults(leaf_path) == Faults{Check::V_22});
    CHECK(leaf_path.findings.has(Reason::path_critical_extension));
    const Ca odd = root.intermediate("Odd", {.key = KeyType::p256, .extensions = {unknown}});
    CHECK(faults(check(alice_of(odd), {odd})) == Faults{Check::V_22});
    CHECK(faults(check(alice({.extensions = {{"1.3.6.1.4.1.99999.1", "ASN1:NULL"}}}), {inter})) ==
          Faults{});
}

TEST_CASE_FIXTURE(World, "E-20 expired and not yet valid certificates fail V-21 alone") {
    const Path expired = check(alice({.not_before = now - 48h, .not_after = now - 24h}), {inter});
    CHECK(faults(expired) == Faults{Check::V_21});
    CHECK(expired.findings.has(Reason::path_expired));
    const Path future = check(alice({.not_before = now + 24h, .not_after = now + 48h}), {inter});
    CHECK(faults(future) == Faults{Check::V_21});
    CHECK(future.findings.has(Reason::path_not_yet_valid));
    const Ca old = root.intermediate(
        "Old", {.key = KeyType::p256, .not_before = now - 48h, .not_after = now - 24h});
    CHECK(faults(check(alice_of(old), {old})) == Faults{Check::V_21});
}

TEST_CASE_FIXTURE(World, "faults of different kinds do not hide each other") {
    const Ca leaf = stranger.leaf("alice@example.com", {.key = KeyType::rsa1024,
                                                        .extended_key_usage = "serverAuth",
                                                        .not_before = now - 48h,
                                                        .not_after = now - 24h});
    CHECK(faults(check(leaf, {})) == Faults{Check::V_20, Check::V_21, Check::V_22, Check::V_23});
}

TEST_CASE_FIXTURE(World, "E-30 an RSA-1024 leaf fails V-23 alone") {
    const Ca leaf = inter.leaf("alice@example.com", {.key = KeyType::rsa1024});
    CHECK(faults(check(leaf, {inter})) == Faults{Check::V_23});
}

TEST_CASE_FIXTURE(World, "E-32 an SHA-1-signed or RSA-1024 intermediate fails V-23 alone") {
    const Ca sha1 = root.intermediate("SHA-1", {.key = KeyType::p256, .digest = "SHA1"});
    CHECK(faults(check(alice_of(sha1), {sha1})) == Faults{Check::V_23});
    const Ca small = root.intermediate("Small", {.key = KeyType::rsa1024});
    const Path path = check(alice_of(small), {small});
    CHECK(faults(path) == Faults{Check::V_23});
    CHECK(path.findings.list().front().args == std::vector<std::string>{"Small"});
}

TEST_CASE_FIXTURE(World, "an anchor's own SHA-1 signature says nothing") {
    const Ca old = Ca::root("Old", {.key = KeyType::p256, .digest = "SHA1"});
    anchors = fixed_anchors({old.certificate});
    CHECK(faults(check(alice_of(old), {})) == Faults{});
}

TEST_CASE_FIXTURE(World, "E-43 name constraints of an issuer bind the leaf's addresses") {
    const auto constrained = [&](const char* rule) {
        return root.intermediate("Limited",
                                 {.key = KeyType::p256, .extensions = {{"nameConstraints", rule}}});
    };
    const Ca other = constrained("critical,permitted;email:.example.org");
    const Path path = check(alice_of(other), {other});
    CHECK(faults(path) == Faults{Check::V_24});
    CHECK(path.findings.has(Reason::path_name_constraints));
    const Ca fitting = constrained("critical,permitted;email:example.com");
    CHECK(faults(check(alice_of(fitting), {fitting})) == Faults{});
    const Ca excluding = constrained("critical,excluded;email:example.com");
    CHECK(faults(check(alice_of(excluding), {excluding})) == Faults{Check::V_24});
    // Bound further down too, and for addresses in the subject or in SmtpUTF8Mailbox.
    const Ca below = other.intermediate("Below", {.key = KeyType::p256});
    CHECK(faults(check(alice_of(below), {other, below})) == Faults{Check::V_24});
    const Ca in_subject =
        other.leaf("", {.subject_email = "alice@example.com", .key = KeyType::p256});
    CHECK(faults(check(in_subject, {other})) == Faults{Check::V_24});
}

TEST_CASE_FIXTURE(World, "a path without fault is preferred to one that is found first") {
    // The same intermediate certified twice: by an expired certificate and by a good one.
    const Ca expired = root.intermediate("Inter I", {.key = KeyType::p256,
                                                     .not_before = now - 48h,
                                                     .not_after = now - 24h,
                                                     .private_key = inter.key});
    const Ca unfit =
        root.intermediate("Inter I", {.key = KeyType::p256,
                                      .extensions = {{"extendedKeyUsage", "serverAuth"}},
                                      .private_key = inter.key});
    CHECK(faults(check(alice(), {expired, unfit, inter})) == Faults{});
    CHECK(faults(check(alice(), {expired, unfit})).size() == 1);
}

TEST_CASE_FIXTURE(World, "an anchor may be a leaf or an intermediate somebody chose to trust") {
    const Ca self = Ca::root("Self", {.key = KeyType::p256});
    anchors = fixed_anchors({self.certificate, inter.certificate});
    CHECK(check(self, {}).findings.passed(Check::V_20));
    CHECK(faults(check(alice(), {})) == Faults{});
}

TEST_CASE_FIXTURE(World, "an answer holds until the next border of validity") {
    const UnixTime border = UnixTime(now.time_since_epoch()) + 100h;
    const Path path = check(alice({.not_after = border}), {inter});
    CHECK(path.from <= now);
    CHECK(path.until == border + 1s);
    CHECK(check_path(alice().certificate, {}, *anchors, path.until, Purpose::sign_mail).from <=
          path.until);
}
