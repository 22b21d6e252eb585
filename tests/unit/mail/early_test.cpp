// SPDX-License-Identifier: MPL-2.0
#include "mail/early.hpp"

#include "base/digest.hpp"
#include "message_text.hpp"

namespace sealwright::mail {
namespace {

Bytes plain_digest(View bytes, const char* name) {
    Bytes out(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    const MdPtr md(EVP_MD_fetch(nullptr, name, nullptr));
    REQUIRE(EVP_Digest(bytes.data(), bytes.size(), out.data(), &size, md.get(), nullptr) == 1);
    out.resize(size);
    return out;
}

std::string signed_mail(const std::string& part, const std::string& boundary = "b",
                        const std::string& more = "") {
    return "From: a@example.org\r\nContent-Type: multipart/signed;\r\n boundary=\"" + boundary +
           "\"" + more + "\r\n\r\npreamble\r\n--" + boundary + "\r\n" + part + "\r\n--" + boundary +
           "\r\nContent-Type: application/pkcs7-signature\r\n\r\nAAAA\r\n--" + boundary + "--\r\n";
}

/// Feeds the text with the given stops; what was hashed must be what the parser calls the part.
void check_stops(const std::string& text, const std::vector<std::size_t>& stops, const char* name) {
    const Parsed mail(text);
    EarlyDigest early;
    for (const std::size_t stop : stops) early.update(as_view(text).subspan(0, stop));
    early.update(as_view(text));
    CHECK(early.whole_sha256() == sha256(as_view(text)));
    const Range range = mail.root().parts.at(0).whole;
    const auto digest = early.digest(range, name);
    REQUIRE(digest);
    CHECK(*digest == plain_digest(range.of(as_view(text)), name));
    CHECK_FALSE(early.digest({range.begin, range.end + 1}, name));
    CHECK_FALSE(early.digest({range.begin + 1, range.end}, name));
    CHECK_FALSE(early.digest(range, "SHA1"));
}

void check_all_splits(const std::string& text, const char* name = "SHA256") {
    std::vector<std::size_t> every;
    for (std::size_t at = 0; at <= text.size(); ++at) {
        CAPTURE(at);
        check_stops(text, {at}, name);
        every.push_back(at);
    }
    check_stops(text, every, name);
}

std::optional<Bytes> first_part_digest(const std::string& text) {
    const Parsed mail(text);
    EarlyDigest early;
    early.update(as_view(text));
    if (!mail.result.ok() || mail.root().parts.empty()) return std::nullopt;
    return early.digest(mail.root().parts[0].whole, "SHA256");
}

}  // namespace

TEST_CASE("the early digest equals plain hashing for every split of an ordinary message") {
    check_all_splits(signed_mail("Content-Type: text/plain\r\n\r\nHello\r\n"));
}

TEST_CASE("the early digest equals plain hashing for every split around lines like the delimiter") {
    check_all_splits(signed_mail("\r\n--\r\n-b\r\n--c\r\n\r\n--bb\r\n--b x\r\n\r\r\n--b-\r\nend"));
    check_all_splits(signed_mail("\r\n\r\n\r\n--ab\r\n--abab", "abab"));
    check_all_splits(signed_mail("--b \t x", "b"));
    check_all_splits(signed_mail("", "b"));
    check_all_splits(signed_mail("\n-", "-"));
}

TEST_CASE("every pair of splits gives the same digest") {
    const std::string text = signed_mail("\r\nx\r\n--bb\r\n");
    for (std::size_t first = 0; first < text.size(); ++first) {
        for (std::size_t second = first; second < text.size(); second += 3) {
            check_stops(text, {first, second}, "SHA256");
        }
    }
}

TEST_CASE("padding after the delimiter, LF alone and lines of an offline store change nothing") {
    check_all_splits(
        "X-Mozilla-Status: 0001\nFrom: a@example.org\n"
        "Content-Type: multipart/signed; boundary=b\n\n--b  \n\none\n\n--b \t\n\n--b--");
    check_all_splits(
        crlf("From - x\nContent-Type: multipart/signed; boundary=b\n\n--b\n\none\n--b--\n"));
}

TEST_CASE("the hash that micalg names is taken, and SHA-256 when it names none") {
    check_all_splits(signed_mail("\r\nx", "b", "; micalg=sha-512"), "SHA512");
    check_all_splits(signed_mail("\r\nx", "b", "; micalg=SHA384"), "SHA2-384");
    check_all_splits(signed_mail("\r\nx", "b", "; micalg=sha1"), "SHA256");
    check_all_splits(signed_mail("\r\nx", "b", "; micalg=md5"), "SHA2-256");
}

TEST_CASE("a message that is no signed multipart has only the digest of the whole") {
    CHECK_FALSE(
        first_part_digest(crlf("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n--b--\n")));
    CHECK_FALSE(first_part_digest(crlf("Content-Type: multipart/signed\n\n--b\n\nx\n--b--\n")));
    CHECK_FALSE(first_part_digest(crlf("Subject: x\n\nbody")));
    CHECK_FALSE(first_part_digest(""));
    CHECK_FALSE(first_part_digest(std::string(3u << 20, 'x')));
}

TEST_CASE("a part whose end was not seen has no digest") {
    std::string text = signed_mail("\r\nx");
    text.erase(text.find("\r\nContent-Type: application") - 1);
    CHECK_FALSE(first_part_digest(text));
}

TEST_CASE("bytes that have moved between two calls are hashed all the same") {
    const std::string text = signed_mail("\r\nHello\r\n");
    EarlyDigest early;
    for (std::size_t size = 0; size <= text.size(); size += 5) {
        const std::string copy = text.substr(0, size);
        early.update(as_view(copy));
    }
    early.update(as_view(text));
    CHECK(early.whole_sha256() == sha256(as_view(text)));
    CHECK(early.digest(Parsed(text).root().parts.at(0).whole, "SHA256"));
}

}  // namespace sealwright::mail
