// SPDX-License-Identifier: MPL-2.0
#include "base/base64.hpp"

#include <doctest/doctest.h>
#include <openssl/evp.h>

#include <random>

using namespace sealwright;

namespace {

Bytes random_bytes(std::size_t size) {
    std::mt19937 source(static_cast<std::uint32_t>(size));
    Bytes bytes(size);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(source());
    return bytes;
}

std::string by_openssl(View bytes) {
    std::string out(bytes.size() / 3 * 4 + 5, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), bytes.data(),
                                     static_cast<int>(bytes.size()));
    out.resize(static_cast<std::size_t>(size));
    return out;
}

std::optional<Bytes> strict(std::string_view text) {
    Bytes out(text.size() / 4 * 3 + 3);
    const auto size = decode_base64_strict(as_view(text), out.data());
    if (!size) return std::nullopt;
    out.resize(*size);
    return out;
}

std::string mail(std::string_view text, bool& junk) {
    Bytes out(text.size() / 4 * 3 + 3);
    out.resize(decode_base64_mail(as_view(text), out.data(), junk));
    return std::string(as_text(out));
}

}  // namespace

TEST_CASE("base64 agrees with another implementation at every length") {
    for (std::size_t size = 0; size < 200; ++size) {
        const Bytes bytes = random_bytes(size);
        const std::string text = encode_base64(bytes);
        CHECK(text == by_openssl(bytes));
        CHECK(strict(text) == bytes);
        bool junk = true;
        CHECK(mail(encode_base64_lines(bytes), junk) == as_text(bytes));
        CHECK_FALSE(junk);
    }
}

TEST_CASE("base64 lines are 76 characters and end in CRLF") {
    const std::string text = encode_base64_lines(random_bytes(58));
    CHECK(text.find("\r\n") == 76);
    CHECK(text.size() == 76 + 2 + 4 + 2);
    CHECK(encode_base64_lines({}).empty());
}

TEST_CASE("strict base64 refuses anything RFC 4648 does not write") {
    for (const char* text : {"A", "AA", "AAA", "AAA=AAAA", "A===", "AA=A", "AAA\n", "AAA-",
                             "AA==AA==", "AB==", "AAB=", "AAAA\r\n\r\n", "AAA\xC3"}) {
        CAPTURE(text);
        CHECK_FALSE(strict(text));
    }
}

TEST_CASE("mail base64 skips what is outside the alphabet and says so") {
    bool junk = false;
    CHECK(mail("SGV\r\nsbG8=\r\n", junk) == "Hello");
    CHECK_FALSE(junk);
    CHECK(mail("SG!Vs*bG8=", junk) == "Hello");
    CHECK(junk);
    CHECK(mail("SGVsbG8=SGVsbG8=", junk) == "Hello");
    CHECK(mail("SGVsbG8", junk) == "Hello");
    CHECK(mail("S", junk).empty());
    CHECK(mail("", junk).empty());
}
