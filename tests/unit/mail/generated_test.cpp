// SPDX-License-Identifier: MPL-2.0
#include "mail/compose.hpp"
#include "mail/early.hpp"
#include "mail/leaves.hpp"
#include "message_text.hpp"
#include "support/mail_rules.hpp"

#include <random>

namespace sealwright::mail {
namespace {

/// Writes random messages out of the pieces that MIME is made of, whole and broken.
class Writer {
  public:
    explicit Writer(unsigned seed) : random_(seed) {}

    std::string entity(int depth) {
        if (depth > 0 && pick(3) == 0) return multipart(depth);
        return header() + eol() + lines();
    }

  private:
    std::size_t pick(std::size_t below) { return random_() % below; }
    std::string one_of(const std::vector<std::string>& words) { return words[pick(words.size())]; }
    std::string eol() { return pick(20) ? "\r\n" : one_of({"\n", "\r", "\r\r\n", ""}); }

    std::string boundary() { return one_of({"b", "bb", "b-", "=_x", "----", "other"}); }

    std::string header() {
        std::string text;
        for (std::size_t i = pick(4); i > 0; --i) {
            text +=
                one_of({"Subject: x", "Content-Type: text/html; charset=koi8-r", " folded",
                        "Content-Type: application/pkcs7-signature", "Content-ID: <x>",
                        "Content-Transfer-Encoding: base64", "From: A <a@example.org>",
                        "Content-Transfer-Encoding: quoted-printable", "no field",
                        "To :", "Content-Type: message/rfc822", "Content-Disposition: attachment",
                        "Content-Type: multipart/mixed; boundary=b"}) +
                eol();
        }
        return text;
    }

    std::string lines() {
        std::string text;
        for (std::size_t i = pick(6); i > 0; --i) {
            text += one_of({"text ", "", "--", "--b", "--b--", "--bb", "-", "=", "=C3=A4",
                            "SGVsbG8=", "From x", std::string(70, 'y'), "\xFF"}) +
                    eol();
        }
        return text;
    }

    std::string multipart(int depth) {
        const std::string mark = boundary();
        std::string text = header() + "Content-Type: multipart/" +
                           one_of({"mixed", "signed", "alternative", "digest"}) + "; boundary=\"" +
                           mark + "\"" + eol() + eol() + lines();
        for (std::size_t i = pick(4); i > 0; --i)
            text += "--" + mark + eol() + entity(depth - 1) + eol();
        return text + (pick(5) ? "--" + mark + "--" + eol() : "") + lines();
    }

    std::mt19937 random_;
};

}  // namespace

TEST_CASE("in any message every range lies in its parent's, in order") {
    for (unsigned seed = 0; seed < 5'000; ++seed) {
        const Parsed mail(Writer(seed).entity(4));
        CAPTURE(seed);
        REQUIRE(mail.result.ok());
        CHECK(support::broken_rule(mail.message()) == "");
    }
}

TEST_CASE("leaves of any message are ranges in it, and shown text is UTF-8") {
    for (unsigned seed = 0; seed < 2'000; ++seed) {
        const Parsed mail(Writer(seed).entity(3));
        CAPTURE(seed);
        CHECK(support::broken_leaf_rule(mail.message(), leaves(mail.message(), mail.root())) == "");
    }
}

TEST_CASE("what is certain in any message is what the early digest hashed") {
    for (unsigned seed = 0; seed < 2'000; ++seed) {
        const std::string text = Writer(seed).entity(3);
        CAPTURE(seed);
        CHECK(support::broken_early_rule(as_view(text)) == "");
    }
}

TEST_CASE("what we sign is in the form of G.12 and reads as before, whatever it was") {
    std::size_t signable = 0;
    for (unsigned seed = 0; seed < 5'000; ++seed) {
        const std::string text = Writer(seed).entity(3);
        CAPTURE(seed);
        const auto entity = entity_to_sign(as_view(text));
        if (entity) ++signable;
        if (entity) CHECK(support::broken_form_rule(as_view(text), *entity) == "");
    }
    CHECK(signable > 500);
}

}  // namespace sealwright::mail
