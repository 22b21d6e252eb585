// SPDX-License-Identifier: MPL-2.0
#include "message_text.hpp"

namespace sealwright::mail {
namespace {

/// One part "x" under a Content-Type with these parameters and this delimiter text.
std::string one_part(const std::string& parameters, const std::string& delimiter) {
    return crlf("Content-Type: multipart/mixed; " + parameters + "\n\n--" + delimiter +
                "\n\nx\n--" + delimiter + "--\n");
}

bool is_read_with_certainty(const Parsed& mail) {
    return mail.findings().passed(Check::V_02) && mail.findings().passed(Check::V_05);
}

}  // namespace

TEST_CASE("white space after a delimiter is padding") {
    const Parsed mail(
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b \t\r\n\r\nx\r\n--b--  \r\n");
    CHECK(mail.root().parts.size() == 1);
    CHECK(mail.root().closed);
    CHECK(is_read_with_certainty(mail));
}

TEST_CASE("a closing delimiter at the very end needs no line end") {
    const Parsed mail(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--"));
    CHECK(mail.root().closed);
}

TEST_CASE("a delimiter only counts at the start of a line") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n --b\nx--b--\n--b--\n"));
    REQUIRE(mail.root().parts.size() == 1);
    CHECK(mail.body(mail.root().parts[0]) == " --b\r\nx--b--");
}

TEST_CASE("E-62 a boundary in RFC 2231 pieces takes the certainty away") {
    const Parsed pieces(one_part("boundary*0=ab; boundary*1=cd", "abcd"));
    CHECK(pieces.root().parts.size() == 1);
    CHECK(pieces.findings().failed(Check::V_02));
    CHECK(pieces.findings().has(Reason::mail_ambiguous_parameter));
}

TEST_CASE("C-41 RFC 2231 pieces that say what the plain parameter says do no harm") {
    const Parsed agreeing(one_part("boundary=abcd; boundary*0=ab; boundary*1=cd", "abcd"));
    CHECK(is_read_with_certainty(agreeing));
    const Parsed contradicting(one_part("boundary=ab; boundary*0=ab; boundary*1=cd", "abcd"));
    CHECK_FALSE(is_read_with_certainty(contradicting));
}

TEST_CASE("C-41 a boundary that is stated twice, escaped or followed by rubbish is not certain") {
    CHECK_FALSE(is_read_with_certainty(Parsed(one_part("boundary=a; boundary=b", "a"))));
    CHECK_FALSE(is_read_with_certainty(Parsed(one_part("boundary=\"a\\b\"", "ab"))));
    CHECK_FALSE(is_read_with_certainty(Parsed(one_part("boundary=a b", "a"))));
    CHECK_FALSE(is_read_with_certainty(Parsed(one_part("boundary=a(b)", "a"))));
    CHECK_FALSE(is_read_with_certainty(Parsed(one_part("boundary=\"a ", "a"))));
    CHECK_FALSE(is_read_with_certainty(Parsed(one_part("(boundary=b) boundary=a", "a"))));
    CHECK(is_read_with_certainty(Parsed(one_part("boundary=a; boundary=a", "a"))));
    CHECK(is_read_with_certainty(Parsed(one_part("boundary=\"a b\";", "a b"))));
    CHECK(is_read_with_certainty(
        Parsed(one_part("boundary=----=_Next.Part_0?", "----=_Next.Part_0?"))));
}

TEST_CASE("C-41 a boundary with a trailing space is read without it, and not with certainty") {
    const Parsed mail(one_part("boundary=\"a \"", "a"));
    CHECK(mail.root().parts.size() == 1);
    CHECK(mail.findings().failed(Check::V_05));
}

TEST_CASE("E-62 a boundary that begins an inner boundary takes the certainty away") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=ab\n\n--ab\n"
             "Content-Type: multipart/mixed; boundary=abc\n\n--abc\n\nx\n--abc--\n--ab--\n"));
    CHECK(mail.findings().failed(Check::V_05));
    CHECK(mail.findings().has(Reason::mail_ambiguous_boundary));
    REQUIRE(mail.root().parts.size() == 1);
    REQUIRE(mail.root().parts[0].parts.size() == 1);
    CHECK(mail.body(mail.root().parts[0].parts[0]) == "x");
}

TEST_CASE("C-41 delimiters are found among boundaries that begin one another and sort apart") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=a\n\n--a\n"
             "Content-Type: multipart/mixed; boundary=\"a,\"\n\n--a,\n\nx\n--a--\n"));
    CHECK(mail.root().closed);
    REQUIRE(mail.root().parts.size() == 1);
    CHECK(mail.body(mail.root().parts[0].parts.at(0)) == "x");
}

TEST_CASE("C-41 a line that begins like a delimiter and goes on is content, and not certain") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=ab\n\n--ab\n\n--abc\n--ab--x\n--ab--\n"));
    REQUIRE(mail.root().parts.size() == 1);
    CHECK(mail.body(mail.root().parts[0]) == "--abc\r\n--ab--x");
    CHECK(mail.findings().failed(Check::V_05));
}

TEST_CASE("C-41 the same boundary on two levels takes the certainty away") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n"
             "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--b--\n"));
    CHECK(mail.findings().failed(Check::V_05));
}

TEST_CASE("C-41 a delimiter after the closing one opens nothing, and takes the certainty away") {
    const Parsed mail(
        crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n--b\n\nhidden\n"));
    CHECK(mail.root().parts.size() == 1);
    CHECK(mail.findings().failed(Check::V_05));
}

TEST_CASE("C-41 a missing closing delimiter fails V-05 and still gives the parts") {
    const Parsed mail(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n"));
    REQUIRE(mail.root().parts.size() == 1);
    CHECK(mail.body(mail.root().parts[0]) == "x\r\n");
    CHECK(mail.findings().has(Reason::mail_unclosed));
}

TEST_CASE("C-41 a multipart without boundary has no parts and fails V-05") {
    const Parsed mail(crlf("Content-Type: multipart/mixed\n\n--\n\nx\n----\n"));
    CHECK(mail.root().parts.empty());
    CHECK(mail.findings().failed(Check::V_05));
}

}  // namespace sealwright::mail
