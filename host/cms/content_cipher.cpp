// SPDX-License-Identifier: MPL-2.0
#include "cms/content_cipher.hpp"

#include "base/context.hpp"
#include "cms/der_writer.hpp"

#include <openssl/err.h>

#include <algorithm>

namespace sealwright::cms {
namespace {

/// Between two of these, `stop` is looked at: a few milliseconds.
constexpr std::size_t kSlice = std::size_t{1} << 20;
constexpr int kBitsPerOctet = 8;

/// The one answer to whatever goes wrong with a ciphertext; OpenSSL's reason is dropped (C-09).
Error not_opened() {
    ERR_clear_error();
    return {ErrorCode::mail_decrypt_failed, ""};
}

int size_of(View bytes) {
    return static_cast<int>(bytes.size());
}

bool set_lengths(EVP_CIPHER_CTX* context, const ContentCipher& cipher,
                 const EnvelopeView& envelope) {
    if (envelope.authenticated) {
        return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_IVLEN, size_of(cipher.iv), nullptr) >
               0;
    }
    if (cipher.algorithm->key_size != 0) return true;
    const int octets = static_cast<int>(cipher.key_size);
    return EVP_CIPHER_CTX_set_key_length(context, octets) > 0 &&
           EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_SET_RC2_KEY_BITS, octets * kBitsPerOctet,
                               nullptr) > 0;
}

/// The attributes authenticated with the content, as SET OF (RFC 5083 §2.2).
bool add_attributes(EVP_CIPHER_CTX* context, const EnvelopeView& envelope) {
    if (!envelope.authenticated_attributes) return true;
    const Bytes set = der::write(der::kSet, envelope.authenticated_attributes->content);
    int written = 0;
    return EVP_DecryptUpdate(context, nullptr, &written, set.data(), size_of(set)) > 0;
}

bool set_tag(EVP_CIPHER_CTX* context, const EnvelopeView& envelope) {
    if (!envelope.authenticated) return true;
    // OpenSSL copies the tag; the pointer is not const for historical reasons only.
    auto* tag = const_cast<std::uint8_t*>(envelope.mac.data());
    return EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, size_of(envelope.mac), tag) > 0;
}

CipherCtxPtr begin(const EVP_CIPHER* evp, const EnvelopeView& envelope, const ContentCipher& cipher,
                   View key) {
    CipherCtxPtr context(EVP_CIPHER_CTX_new());
    const bool ready =
        context && EVP_DecryptInit_ex2(context.get(), evp, nullptr, nullptr, nullptr) > 0 &&
        set_lengths(context.get(), cipher, envelope) &&
        EVP_DecryptInit_ex2(context.get(), nullptr, key.data(), cipher.iv.data(), nullptr) > 0 &&
        add_attributes(context.get(), envelope);
    return ready ? std::move(context) : nullptr;
}

/// Runs pieces of ciphertext through one context into one buffer.
class Decryption {
  public:
    Decryption(EVP_CIPHER_CTX* context, SecretBytes& out, const std::stop_token& stop)
        : context_(context), out_(out), stop_(stop) {}

    void add(View piece) {
        while (!piece.empty() && good_ && !stop_.stop_requested()) {
            const View slice = piece.first(std::min(piece.size(), kSlice));
            int written = 0;
            good_ = EVP_DecryptUpdate(context_, out_.writable().data() + at_, &written,
                                      slice.data(), size_of(slice)) > 0;
            at_ += static_cast<std::size_t>(written);
            piece = piece.subspan(slice.size());
        }
    }
    /// Whether all of it was right; `size()` is then that of the plaintext.
    bool finish() {
        int written = 0;
        good_ = good_ && EVP_DecryptFinal_ex(context_, out_.writable().data() + at_, &written) > 0;
        if (good_) at_ += static_cast<std::size_t>(written);
        return good_;
    }
    [[nodiscard]] std::size_t size() const { return at_; }

  private:
    EVP_CIPHER_CTX* context_;
    SecretBytes& out_;
    const std::stop_token& stop_;
    std::size_t at_ = 0;
    bool good_ = true;
};

}  // namespace

Result<SecretBytes> decrypt_content(const EnvelopeView& envelope, const ContentCipher& cipher,
                                    View key, const std::stop_token& stop) {
    OSSL_LIB_CTX* library =
        cipher.algorithm->provider == Provider::legacy ? legacy_context() : plain_context();
    const CipherPtr evp(library ? EVP_CIPHER_fetch(library, cipher.algorithm->evp, nullptr)
                                : nullptr);
    if (!evp) return Error{ErrorCode::mail_unsupported, cipher.algorithm->name};
    if (key.size() != cipher.key_size) return not_opened();
    const CipherCtxPtr context = begin(evp.get(), envelope, cipher, key);
    if (!context) return not_opened();
    // A block cipher may write one block more than it was given so far.
    SecretBytes plaintext(envelope.ciphertext->size() + EVP_MAX_BLOCK_LENGTH);
    Decryption decryption(context.get(), plaintext, stop);
    envelope.ciphertext->each([&](View piece) { decryption.add(piece); });
    if (stop.stop_requested()) return Error{ErrorCode::request_cancelled, ""};
    if (!set_tag(context.get(), envelope) || !decryption.finish()) return not_opened();
    plaintext.shrink(decryption.size());
    return plaintext;
}

}  // namespace sealwright::cms
