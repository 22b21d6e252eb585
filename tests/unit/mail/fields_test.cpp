// SPDX-License-Identifier: MPL-2.0
#include "message_text.hpp"

namespace sealwright::mail {
namespace {

bool fails_for(const std::string& header, Reason reason) {
    const Parsed mail(crlf(header) + "\r\nbody\r\n");
    return mail.findings().failed(Check::V_02) && mail.findings().has(reason);
}

}  // namespace

TEST_CASE("a folded field is one value, and its range is all of its lines") {
    const Parsed mail(crlf("Subject: one\n two\n\t three \nTo: x@example.org\n\n"));
    const Field* subject = mail.root().field("SUBJECT");
    REQUIRE(subject);
    CHECK(subject->value == "one two\t three");
    CHECK(mail.at(subject->whole) == crlf("Subject: one\n two\n\t three \n"));
}

TEST_CASE("field() gives nothing where there are two") {
    const Parsed mail(crlf("To: a@example.org\nTo: b@example.org\n\n"));
    CHECK(mail.root().field("to") == nullptr);
    CHECK(mail.root().count("to") == 2);
    REQUIRE(mail.root().first("to"));
    CHECK(mail.root().first("to")->value == "a@example.org");
}

TEST_CASE("an ordinary header block passes V-02") {
    const Parsed mail(
        crlf("Received: from a\n\tby b;\n Mon, 1 Jan 2024 00:00:00 +0000\nReceived: x\n"
             "From: Ann <ann@example.org>\nDate: Mon, 1 Jan 2024 00:00:00 +0000\nSubject:\n"
             "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
             "Content-Transfer-Encoding: 8bit\n\nbody\n"));
    CHECK(mail.findings().passed(Check::V_01));
    CHECK(mail.findings().passed(Check::V_02));
    CHECK(mail.findings().list().empty());
}

TEST_CASE("E-39 two From fields fail V-02") {
    CHECK(fails_for("From: a@example.org\nFrom: b@example.org\n", Reason::mail_duplicate_field));
}

TEST_CASE("C-40 a second Date, Subject, Sender or structural field fails V-02") {
    for (const std::string name : {"Date", "Subject", "Sender", "Content-Type",
                                   "Content-Transfer-Encoding", "MIME-Version"}) {
        CAPTURE(name);
        CHECK(fails_for(name + ": 1\n" + name + ": 1\n", Reason::mail_duplicate_field));
    }
}

TEST_CASE("E-66 a second Content-Type with another boundary fails V-02, also inside a part") {
    CHECK(
        fails_for("Content-Type: multipart/mixed; boundary=a\n"
                  "content-type: multipart/mixed; boundary=b\n",
                  Reason::mail_duplicate_field));
    const Parsed nested(
        crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n"
             "Content-Type: text/html\n\nx\n--b--\n"));
    CHECK(nested.findings().failed(Check::V_02));
}

TEST_CASE("E-66 white space before the colon fails V-02 and still counts as the field") {
    CHECK(fails_for("From : a@example.org\n", Reason::mail_bad_header));
    const Parsed mail(crlf("From : a@example.org\nFrom: b@example.org\n\n"));
    CHECK(mail.root().count("From") == 2);
}

TEST_CASE("E-66 NUL and a bare CR fail V-02") {
    const std::string nul = std::string("Subject: a") + '\0' + "b\n";
    CHECK(fails_for(nul, Reason::mail_nul));
    CHECK(fails_for("Subject: a\rFrom: b@example.org\n", Reason::mail_bare_cr));
    const Parsed body(crlf("Subject: a\n\nx\ry\n"));
    CHECK(body.findings().has(Reason::mail_bare_cr));
}

TEST_CASE("a body declared binary may hold any octet") {
    const std::string octets = std::string("\r\0\n\r", 4);
    const Parsed mail(crlf("Content-Transfer-Encoding: binary\n\n") + octets);
    CHECK(mail.findings().passed(Check::V_02));
    CHECK(mail.body(mail.root()) == octets);
}

TEST_CASE("C-40 lines that are no fields fail V-02") {
    CHECK(fails_for("Subject: a\nno field\n", Reason::mail_bad_header));
    CHECK(fails_for(" folded first\nSubject: a\n", Reason::mail_bad_header));
    CHECK(fails_for("Subject: a\n \nTo: b@example.org\n", Reason::mail_bad_header));
    CHECK(fails_for("Sub\xC3\xA4ject: a\n", Reason::mail_bad_header));
    CHECK(fails_for(": a\n", Reason::mail_bad_header));
}

TEST_CASE("C-40 octets above 127 in structural fields fail V-02, in other fields they do not") {
    CHECK(fails_for("Content-Type: text/plain; name=\xC3\xA4\n", Reason::mail_bad_header));
    const Parsed utf8(crlf("From: \xD0\xBF@example.org\nSubject: \xC3\xA4\n\n"));
    CHECK(utf8.findings().passed(Check::V_02));
    const Parsed file_name(
        crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
             "Content-Type: application/pdf; name=\"\xC3\xA4.pdf\"\n\nx\n--b--\n"));
    CHECK(file_name.findings().passed(Check::V_02));
}

TEST_CASE("a Content-Type that is none is text/plain and fails V-02") {
    const Parsed mail(crlf("Content-Type: html\n\n<b>\n"));
    CHECK(mail.root().type.is("text/plain"));
    CHECK(mail.findings().has(Reason::mail_bad_header));
}

TEST_CASE("a multipart with a transfer encoding fails V-02") {
    CHECK(
        fails_for("Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n",
                  Reason::mail_bad_encoding));
    CHECK(fails_for("Content-Transfer-Encoding: base64 7bit\n", Reason::mail_bad_encoding));
}

}  // namespace sealwright::mail
