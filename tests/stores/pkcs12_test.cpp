// SPDX-License-Identifier: MPL-2.0
#include "keys/file/pkcs12.hpp"

#include "base/context.hpp"
#include "base/limits.hpp"
#include "support/ca.hpp"

#include <doctest/doctest.h>
#include <openssl/objects.h>

#include <algorithm>

using namespace sealwright;
using keys::read_pkcs12;
using support::Ca;
using support::KeyType;

namespace {

Ca alice() {
    return Ca::root("Root R").leaf("alice@example.com", {.key = KeyType::p256});
}

Bytes der(PKCS12* file) {
    REQUIRE(file);
    unsigned char* encoded = nullptr;
    const int length = i2d_PKCS12(file, &encoded);
    REQUIRE(length > 0);
    Bytes bytes(encoded, encoded + length);
    OPENSSL_free(encoded);
    return bytes;
}

/// As OpenSSL makes it with these algorithms; a negative `mac` leaves the MAC out.
Bytes made(const Ca& leaf, const char* password, int key_cipher, int certificate_cipher,
           int mac = 0, const char* friendly_name = nullptr) {
    const Pkcs12Ptr file(
        PKCS12_create_ex(password, friendly_name, leaf.key.get(), leaf.certificate.get(), nullptr,
                         key_cipher, certificate_cipher, 0, mac, 0, legacy_context(), nullptr));
    return der(file.get());
}

Bytes replaced(Bytes file, const Bytes& old, const Bytes& by) {
    const auto at = std::find_end(file.begin(), file.end(), old.begin(), old.end());
    REQUIRE(at != file.end());
    std::copy(by.begin(), by.end(), at);
    return file;
}

ErrorCode refusal(View file, std::string_view password = "pw") {
    auto contents = read_pkcs12(file, as_view(password), plain_context());
    REQUIRE_FALSE(contents.ok());
    return contents.error().code;
}

bool opens(View file, const Ca& leaf, std::string_view password, OSSL_LIB_CTX* context) {
    auto contents = read_pkcs12(file, as_view(password), context);
    if (!contents.ok() || contents->pairs.size() != 1) return false;
    const auto key = keys::read_pkcs8(contents->pairs.front().pkcs8.view());
    return key && EVP_PKEY_eq(key.get(), leaf.key.get()) == 1 &&
           X509_cmp(contents->pairs.front().certificate.get(), leaf.certificate.get()) == 0;
}

/// A file of one encrypted key whose derivation asks for so many iterations; the key is garbage.
Bytes with_key_iterations(int iterations) {
    X509_SIG* shrouded = X509_SIG_new();
    X509_ALGOR* algorithm = nullptr;
    ASN1_OCTET_STRING* octets = nullptr;
    X509_SIG_getm(shrouded, &algorithm, &octets);
    const AlgorPtr pbes2(
        PKCS5_pbe2_set_iv(EVP_aes_256_cbc(), iterations, nullptr, 0, nullptr, NID_hmacWithSHA256));
    REQUIRE(X509_ALGOR_copy(algorithm, pbes2.get()) == 1);
    const Bytes garbage(64);
    ASN1_OCTET_STRING_set(octets, garbage.data(), static_cast<int>(garbage.size()));
    STACK_OF(PKCS12_SAFEBAG)* bags = sk_PKCS12_SAFEBAG_new_null();
    sk_PKCS12_SAFEBAG_push(bags, PKCS12_SAFEBAG_create0_pkcs8(shrouded));
    STACK_OF(PKCS7)* safes = nullptr;
    REQUIRE(PKCS12_add_safe(&safes, bags, -1, 0, nullptr) == 1);
    const Pkcs12Ptr file(PKCS12_add_safes(safes, 0));
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    ASN1_item_free(reinterpret_cast<ASN1_VALUE*>(safes), ASN1_ITEM_rptr(PKCS12_AUTHSAFES));
    return der(file.get());
}

Bytes with_mac_iterations(const Ca& leaf, std::int64_t iterations) {
    const Bytes file = made(leaf, "pw", NID_aes_256_cbc, NID_aes_256_cbc, 2048);
    const unsigned char* at = file.data();
    const Pkcs12Ptr parsed(d2i_PKCS12(nullptr, &at, static_cast<long>(file.size())));
    const ASN1_INTEGER* count = nullptr;
    PKCS12_get0_mac(nullptr, nullptr, nullptr, &count, parsed.get());
    ASN1_INTEGER_set_int64(const_cast<ASN1_INTEGER*>(count), iterations);
    return der(parsed.get());
}

}  // namespace

TEST_CASE("E-78b a PKCS#12 file with RC2-40 opens with the legacy provider and only with it") {
    REQUIRE(legacy_context());
    const Ca leaf = alice();
    const Bytes file =
        made(leaf, "pw", NID_pbe_WithSHA1And3_Key_TripleDES_CBC, NID_pbe_WithSHA1And40BitRC2_CBC);
    CHECK(opens(file, leaf, "pw", legacy_context()));
    CHECK(refusal(file) == ErrorCode::key_unsupported);
}

TEST_CASE("E-78b a PKCS#12 file with PBMAC1 gets a clear answer") {
    const Bytes sha256 = {0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01};
    const Bytes pbmac1 = {0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x05, 0x0e};
    const Bytes file = made(alice(), "pw", NID_aes_256_cbc, NID_aes_256_cbc);
    auto contents = read_pkcs12(replaced(file, sha256, pbmac1), as_view("pw"), plain_context());
    REQUIRE_FALSE(contents.ok());
    CHECK(contents.error().code == ErrorCode::key_unsupported);
    CHECK(contents.error().detail.find("PBMAC1") != std::string::npos);
}

TEST_CASE("E-78b a PKCS#12 file that asks for 2^31 iterations is refused before any is done") {
    const Ca leaf = alice();
    CHECK(refusal(with_mac_iterations(leaf, std::int64_t{1} << 31)) == ErrorCode::request_limit);
    CHECK(refusal(with_mac_iterations(leaf, limits::kPkcs12Iterations + 1)) ==
          ErrorCode::request_limit);
    CHECK(refusal(with_mac_iterations(leaf, 0)) == ErrorCode::request_limit);
    CHECK(refusal(with_mac_iterations(leaf, -1)) == ErrorCode::request_limit);
    CHECK(refusal(with_mac_iterations(leaf, 5)) == ErrorCode::key_pin_wrong);
    CHECK(refusal(with_key_iterations(static_cast<int>(limits::kPkcs12Iterations) + 1)) ==
          ErrorCode::request_limit);
    CHECK(refusal(with_key_iterations(5)) == ErrorCode::key_pin_wrong);
}

TEST_CASE("E-78b a PKCS#12 file with a malformed friendly name is an error, or the name unread") {
    const Ca leaf = alice();
    const Bytes file = made(leaf, "", -1, -1, -1, "ab");
    CHECK(opens(file, leaf, "", plain_context()));
    const Bytes name = {0x1e, 0x04, 0x00, 0x61, 0x00, 0x62};  // BMPString "ab"
    CHECK(refusal(replaced(file, name, {0x1e, 0x03, 0x00, 0x61, 0x00, 0x62}), "") ==
          ErrorCode::system_file);
    CHECK(opens(replaced(file, name, {0x0c, 0x04, 0xff, 0xfe, 0x00, 0xc0}), leaf, "",
                plain_context()));
}

TEST_CASE("a PKCS#12 file of today opens with its password alone") {
    const Ca leaf = alice();
    const Bytes file = made(leaf, "pw", NID_aes_256_cbc, NID_aes_256_cbc);
    CHECK(opens(file, leaf, "pw", plain_context()));
    CHECK(refusal(file, "wrong") == ErrorCode::key_pin_wrong);
    CHECK(refusal(file, "") == ErrorCode::key_pin_wrong);
    const Bytes without_mac = made(leaf, "pw", NID_aes_256_cbc, NID_aes_256_cbc, -1);
    CHECK(opens(without_mac, leaf, "pw", plain_context()));
    CHECK(refusal(without_mac, "wrong") == ErrorCode::key_pin_wrong);
}

TEST_CASE("an empty password opens a file made with an empty one and one made with none") {
    const Ca leaf = alice();
    CHECK(opens(made(leaf, "", NID_aes_256_cbc, NID_aes_256_cbc), leaf, "", plain_context()));
    CHECK(opens(made(leaf, nullptr, NID_aes_256_cbc, NID_aes_256_cbc), leaf, "", plain_context()));
}

TEST_CASE("what we make is opened again, by us and by OpenSSL") {
    const Ca leaf = alice();
    auto contents = read_pkcs12(made(leaf, "pw", NID_aes_256_cbc, NID_aes_256_cbc), as_view("pw"),
                                plain_context());
    REQUIRE(contents.ok());
    auto again = keys::make_pkcs12(contents->pairs.front(), {}, as_view("other"));
    REQUIRE(again.ok());
    CHECK(opens(*again, leaf, "other", plain_context()));
    const unsigned char* at = again->data();
    const Pkcs12Ptr parsed(d2i_PKCS12(nullptr, &at, static_cast<long>(again->size())));
    CHECK(PKCS12_verify_mac(parsed.get(), "other", -1) == 1);
    CHECK(PKCS12_verify_mac(parsed.get(), "pw", -1) == 0);
}

TEST_CASE("a file cut or changed anywhere is an error and nothing worse") {
    const Ca leaf = alice();
    const Bytes file = made(leaf, "", NID_aes_256_cbc, -1, -1, "name");
    for (std::size_t size = 0; size < file.size(); ++size) {
        CHECK_FALSE(read_pkcs12(View(file).first(size), {}, plain_context()).ok());
    }
    for (std::size_t at = 0; at < file.size(); ++at) {
        Bytes changed = file;
        changed[at] ^= 0x55;
        (void)read_pkcs12(changed, {}, plain_context());
    }
    CHECK(refusal(Bytes(limits::kPkcs12Bytes + 1)) == ErrorCode::system_file);
}
