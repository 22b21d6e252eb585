// SPDX-License-Identifier: MPL-2.0
#include "keys/file/pkcs12.hpp"

#include "base/file.hpp"
#include "keys/file/work_limit.hpp"

#include <openssl/err.h>
#include <openssl/objects.h>

#include <algorithm>
#include <array>

namespace sealwright::keys {
namespace {

using Pkcs8InfoPtr = std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>>;

/// PBMAC1 (RFC 9579); OpenSSL 3.0 has no name for it.
constexpr const char* kPbmac1 = "1.2.840.113549.1.5.14";
struct BagsFree {
    void operator()(STACK_OF(PKCS12_SAFEBAG) * bags) const {
        sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
    }
};
using Bags = std::unique_ptr<STACK_OF(PKCS12_SAFEBAG), BagsFree>;

struct SafesFree {
    void operator()(STACK_OF(PKCS7) * safes) const {
        ASN1_item_free(reinterpret_cast<ASN1_VALUE*>(safes), ASN1_ITEM_rptr(PKCS12_AUTHSAFES));
    }
};
using Safes = std::unique_ptr<STACK_OF(PKCS7), SafesFree>;

Error damaged() {
    take_openssl_errors();
    return file_problem(
        "this is no PKCS#12 file, or it is damaged; export your certificate with its key again, as "
        ".p12 or .pfx");
}

/// An empty password has two forms, by which different keys are derived: no characters, or null.
struct Password {
    const char* text;
    int length;
};

class Reader {
  public:
    Reader(OSSL_LIB_CTX* context, View password, std::int64_t iterations)
        : context_(context), work_(iterations) {
        if (password.empty()) return;
        password_ = {reinterpret_cast<const char*>(password.data()),
                     static_cast<int>(password.size())};
    }

    Result<Pkcs12Contents> read(View file) {
        auto opened = open(file);
        if (!opened) return opened.error();
        auto unlocked = unlock(**opened);
        if (!unlocked) return unlocked.error();
        const Safes safes(PKCS12_unpack_authsafes(opened->get()));
        if (!safes) return damaged();
        for (int i = 0; i < sk_PKCS7_num(safes.get()); ++i) {
            auto read = read_safe(*sk_PKCS7_value(safes.get(), i));
            if (!read) return read.error();
        }
        return sorted();
    }

  private:
    Result<Pkcs12Ptr> open(View file) {
        if (file.size() > limits::kPkcs12Bytes) {
            return file_problem("the file is too large for a PKCS#12 file");
        }
        PKCS12* parsed = PKCS12_init_ex(NID_pkcs7_data, context_, nullptr);
        const unsigned char* at = file.data();
        // On failure the parser has freed what it was given.
        if (!d2i_PKCS12(&parsed, &at, static_cast<long>(file.size()))) return damaged();
        return Pkcs12Ptr(parsed);
    }

    /// Checks the password against the file's MAC.
    Result<void> unlock(PKCS12& file) {
        has_mac_ = PKCS12_mac_present(&file) == 1;
        if (!has_mac_) return {};
        const X509_ALGOR* method = nullptr;
        const ASN1_INTEGER* iterations = nullptr;
        PKCS12_get0_mac(nullptr, &method, nullptr, &iterations, &file);
        std::array<char, 64> name{};
        OBJ_obj2txt(name.data(), static_cast<int>(name.size()), method->algorithm, 1);
        if (std::string_view(name.data()) == kPbmac1) {
            return Error{ErrorCode::key_unsupported,
                         "the file is protected by PBMAC1; export it again without"};
        }
        if (iterations) {
            auto allowed = work_.spend(iterations);
            if (!allowed) return allowed.error();
        }
        if (PKCS12_verify_mac(&file, password_.text, password_.length) == 1) return {};
        if (password_.length == 0 && PKCS12_verify_mac(&file, nullptr, 0) == 1) {
            password_.text = nullptr;
            return {};
        }
        return wrong_password();
    }

    static Error wrong_password() {
        take_openssl_errors();
        return {ErrorCode::key_pin_wrong, "the file's password"};
    }

    Result<void> read_safe(PKCS7& safe) {
        Bags bags;
        switch (OBJ_obj2nid(safe.type)) {
            case NID_pkcs7_data:
                bags.reset(PKCS12_unpack_p7data(&safe));
                break;
            case NID_pkcs7_encrypted: {
                if (!safe.d.encrypted) return damaged();
                auto allowed = work_.spend(*safe.d.encrypted->enc_data->algorithm);
                if (!allowed) return allowed.error();
                bags.reset(PKCS12_unpack_p7encdata(&safe, password_.text, password_.length));
                if (!bags) return not_decrypted();
                break;
            }
            default:
                return {};  // sealed for somebody's key, which PKCS#12 files do not have
        }
        if (!bags) return damaged();
        for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags.get()); ++i) {
            auto read = read_bag(*sk_PKCS12_SAFEBAG_value(bags.get(), i));
            if (!read) return read.error();
        }
        return {};
    }

    /// When the MAC held, it is the cipher that is missing, or the file is broken.
    [[nodiscard]] Error not_decrypted() const {
        if (!has_mac_) return wrong_password();
        take_openssl_errors();
        return {ErrorCode::key_unsupported,
                "the file's encryption is not available here; export it again with AES-256"};
    }

    Result<void> read_bag(PKCS12_SAFEBAG& bag) {
        switch (PKCS12_SAFEBAG_get_nid(&bag)) {
            case NID_certBag:
                if (PKCS12_SAFEBAG_get_bag_nid(&bag) == NID_x509Certificate) add_certificate(bag);
                return {};
            case NID_keyBag:
                return add_key(*PKCS12_SAFEBAG_get0_p8inf(&bag));
            case NID_pkcs8ShroudedKeyBag:
                return read_shrouded(bag);
            default:
                return {};
        }
    }

    void add_certificate(PKCS12_SAFEBAG& bag) {
        auto certificate = own_certificate(PKCS12_SAFEBAG_get1_cert(&bag));
        if (certificate && certificates_.size() < limits::kCertificates) {
            certificates_.push_back(std::move(certificate));
        }
    }

    Result<void> read_shrouded(PKCS12_SAFEBAG& bag) {
        const X509_ALGOR* encryption = nullptr;
        X509_SIG_get0(PKCS12_SAFEBAG_get0_pkcs8(&bag), &encryption, nullptr);
        auto allowed = work_.spend(*encryption);
        if (!allowed) return allowed.error();
        const Pkcs8InfoPtr key(
            PKCS12_decrypt_skey_ex(&bag, password_.text, password_.length, context_, nullptr));
        return key ? add_key(*key) : not_decrypted();
    }

    Result<void> add_key(const PKCS8_PRIV_KEY_INFO& key) {
        const int length = i2d_PKCS8_PRIV_KEY_INFO(&key, nullptr);
        if (length <= 0 || keys_.size() == limits::kCertificates) return damaged();
        SecretBytes der(static_cast<std::size_t>(length));
        unsigned char* at = der.writable().data();
        i2d_PKCS8_PRIV_KEY_INFO(&key, &at);
        auto parsed = read_pkcs8(der.view());
        if (!parsed) return damaged();
        keys_.push_back({std::move(der), std::move(parsed)});
        return {};
    }

    /// Puts keys and certificates together by their public halves.
    Pkcs12Contents sorted() {
        Pkcs12Contents contents;
        for (const auto& certificate : certificates_) {
            const auto key = std::find_if(keys_.begin(), keys_.end(), [&](const Key& one) {
                return X509_check_private_key(certificate.get(), one.parsed.get()) == 1;
            });
            if (key == keys_.end()) {
                contents.others.push_back(certificate);
            } else {
                contents.pairs.push_back({certificate, SecretBytes(key->pkcs8.view())});
            }
        }
        take_openssl_errors();
        return contents;
    }

    struct Key {
        SecretBytes pkcs8;
        std::shared_ptr<EVP_PKEY> parsed;
    };

    OSSL_LIB_CTX* const context_;
    Password password_ = {"", 0};
    bool has_mac_ = false;
    WorkLimit work_;
    std::vector<Key> keys_;
    std::vector<Certificate> certificates_;
};

}  // namespace

Result<Pkcs12Contents> read_pkcs12(View file, View password, OSSL_LIB_CTX* context,
                                   std::int64_t iterations) {
    ERR_clear_error();
    return Reader(context, password, iterations).read(file);
}

}  // namespace sealwright::keys
