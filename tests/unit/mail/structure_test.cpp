// SPDX-License-Identifier: MPL-2.0
#include "mail/structure.hpp"

#include "mail/leaves.hpp"
#include "message_text.hpp"

namespace sealwright::mail {
namespace {

const std::string kText = "Content-Type: text/plain\n\nsigned text\n";
const std::string kSignature = "Content-Type: application/pkcs7-signature\n\nAAAA\n";
const std::string kProtocol = "protocol=\"application/pkcs7-signature\"";

/// A multipart with these parts, as an entity of its own.
std::string multipart(const std::string& subtype, const std::vector<std::string>& parts,
                      const std::string& boundary = "b") {
    std::string text = "Content-Type: multipart/" + subtype + "; boundary=" + boundary + "\n\n";
    for (const std::string& part : parts) text += "--" + boundary + "\n" + part + "\n";
    return text + "--" + boundary + "--\n";
}

std::string signed_mail(const std::vector<std::string>& parts) {
    return multipart("signed; " + kProtocol, parts, "sig");
}

LayerKind kind(const std::string& header) {
    return layer_kind(Parsed(crlf(header) + "\r\n").root());
}

std::optional<SignedParts> parts_of(const Parsed& mail, Findings& findings) {
    findings = mail.findings();
    return signed_parts(mail.root(), findings);
}

}  // namespace

TEST_CASE("the layers of RFC 8551 are known by their types, old names included") {
    CHECK(kind("Content-Type: multipart/signed; " + kProtocol + "\n") ==
          LayerKind::multipart_signed);
    CHECK(kind("Content-Type: multipart/signed; protocol=\"APPLICATION/x-pkcs7-signature\"\n") ==
          LayerKind::multipart_signed);
    CHECK(kind("Content-Type: multipart/signed; protocol=\"application/pgp-signature\"\n") ==
          LayerKind::none);
    CHECK(kind("Content-Type: application/pkcs7-mime\n") == LayerKind::pkcs7_mime);
    CHECK(kind("Content-Type: application/x-pkcs7-mime; smime-type=x\n") == LayerKind::pkcs7_mime);
    CHECK(kind("Content-Type: application/x-pkcs7-signature\n") == LayerKind::pkcs7_signature);
    CHECK(kind("Content-Type: text/plain; name=smime.p7m\n") == LayerKind::none);
    CHECK(kind("Subject: none\n") == LayerKind::none);
}

TEST_CASE("E-61 octet-stream with the name of a CMS file is a layer, whatever smime-type says") {
    CHECK(kind("Content-Type: application/octet-stream; name=x.p7m\n") == LayerKind::pkcs7_mime);
    CHECK(kind("Content-Type: application/octet-stream\n"
               "Content-Disposition: attachment; filename=\"X.P7M\"\n") == LayerKind::pkcs7_mime);
    CHECK(kind("Content-Type: application/octet-stream; name=x.p7s\n") ==
          LayerKind::pkcs7_signature);
    CHECK(kind("Content-Type: application/octet-stream; name=p7m.txt\n") == LayerKind::none);
    for (const std::string hint : {"signed-data", "enveloped-data", "nonsense"}) {
        CHECK(kind("Content-Type: application/pkcs7-mime; smime-type=" + hint + "\n") ==
              LayerKind::pkcs7_mime);
    }
}

TEST_CASE("a multipart/signed of two parts passes V-05 and gives both") {
    const Parsed mail(crlf(signed_mail({kText, kSignature})));
    CHECK(mail.findings()[Check::V_05] == Outcome::not_run);
    Findings findings;
    const auto parts = parts_of(mail, findings);
    REQUIRE(parts);
    CHECK(mail.whole(*parts->content) == crlf(kText));
    CHECK(mail.body(*parts->signature) == "AAAA\r\n");
    CHECK(findings.passed(Check::V_05));
}

TEST_CASE("E-62 multipart/signed with one or three children fails V-05") {
    Findings findings;
    const Parsed one(crlf(signed_mail({kText})));
    CHECK_FALSE(parts_of(one, findings));
    CHECK(findings.has(Reason::mail_not_two_parts));
    for (const auto& parts :
         {std::vector{kText, kText, kSignature}, std::vector{kText, kSignature, kText}}) {
        const Parsed three(crlf(signed_mail(parts)));
        CHECK_FALSE(parts_of(three, findings));
        CHECK(findings.failed(Check::V_05));
    }
}

TEST_CASE("E-62 text before the first and after the last delimiter is rendered nowhere") {
    const Parsed mail(crlf("Content-Type: multipart/signed; " + kProtocol +
                           "; boundary=b\n\nbefore\n--b\n" + kText + "\n--b\n" + kSignature +
                           "\n--b--\nafter\n"));
    Findings findings;
    CHECK(parts_of(mail, findings));
    const auto shown = leaves(mail.message(), mail.root());
    REQUIRE(shown.size() == 1);
    CHECK(as_text(shown[0].bytes.view()) == "signed text\r\n");
}

TEST_CASE(
    "V-05 fails when the second part is no signature, the protocol is missing or it is open") {
    Findings findings;
    CHECK_FALSE(parts_of(Parsed(crlf(signed_mail({kText, kText}))), findings));
    CHECK(findings.has(Reason::mail_wrong_signature_part));
    const Parsed without_protocol(crlf(multipart("signed", {kText, kSignature})));
    CHECK(layer_kind(without_protocol.root()) == LayerKind::multipart_signed);
    CHECK_FALSE(parts_of(without_protocol, findings));
    std::string open = crlf(signed_mail({kText, kSignature}));
    open.erase(open.rfind("--sig--"));
    CHECK_FALSE(parts_of(Parsed(open), findings));
    CHECK(findings.has(Reason::mail_unclosed));
}

TEST_CASE("E-07 micalg is a hint of any case, or none") {
    const auto named = [](const std::string& value) {
        return micalg(Parsed("Content-Type: multipart/signed" + value + "\r\n\r\n").root());
    };
    CHECK(named("; micalg=SHA-256") == "sha-256");
    CHECK(named("; micalg=sha256") == "sha-256");
    CHECK(named("; micalg=sha1") == "sha1");
    CHECK(named("").empty());
}

}  // namespace sealwright::mail
