// SPDX-License-Identifier: MPL-2.0
#include "base/context.hpp"
#include "cms/der_writer.hpp"
#include "cms/enveloped.hpp"
#include "cms/enveloped_data.hpp"
#include "cms/recipient_info.hpp"

#include <openssl/rand.h>

#include <algorithm>

namespace sealwright::cms {
namespace {

constexpr std::size_t kNonceSize = 12;  // RFC 5084 §3.2
constexpr std::size_t kTagSize = 16;
constexpr std::size_t kSlice = std::size_t{1} << 20;

const CipherAlgorithm& algorithm_of(Cipher cipher) {
    switch (cipher) {
        case Cipher::aes_256_gcm:
            return *find_cipher(oid::kAes256Gcm.view());
        case Cipher::aes_256_cbc:
            return *find_cipher(oid::kAes256Cbc.view());
        case Cipher::aes_128_cbc:
            break;
    }
    return *find_cipher(oid::kAes128Cbc.view());
}

Error failed(const char* what) {
    return {ErrorCode::system_crypto, what + (": " + take_openssl_errors())};
}

/// Fresh for one envelope.
struct Secrets {
    SecretBytes key;
    Bytes iv;
};

Result<Secrets> make_secrets(const CipherAlgorithm& cipher) {
    const bool aead = cipher.kind == CipherClass::aead;
    Secrets secrets{SecretBytes(cipher.key_size), Bytes(aead ? kNonceSize : cipher.block_size)};
    if (RAND_priv_bytes_ex(plain_context(), secrets.key.writable().data(), cipher.key_size, 0) !=
            1 ||
        RAND_bytes_ex(plain_context(), secrets.iv.data(), secrets.iv.size(), 0) != 1) {
        return failed("random numbers");
    }
    return secrets;
}

std::size_t ciphertext_size(const CipherAlgorithm& cipher, std::size_t plain) {
    if (cipher.kind == CipherClass::aead) return plain;
    return (plain / cipher.block_size + 1) * cipher.block_size;
}

Bytes parameters(const CipherAlgorithm& cipher, View iv) {
    if (cipher.kind == CipherClass::cbc) return der::octet_string(iv);
    return der::sequence({der::octet_string(iv), der::integer(kTagSize)});
}

/// Encrypts to `out`, which has room for exactly the ciphertext.
bool run(EVP_CIPHER_CTX* context, View plain, std::uint8_t* out) {
    int written = 0;
    while (!plain.empty()) {
        const View slice = plain.first(std::min(plain.size(), kSlice));
        if (EVP_EncryptUpdate(context, out, &written, slice.data(),
                              static_cast<int>(slice.size())) <= 0) {
            return false;
        }
        out += written;
        plain = plain.subspan(slice.size());
    }
    return EVP_EncryptFinal_ex(context, out, &written) > 0;
}

/// Encrypts to `out`; for an AEAD cipher gives the tag, else nothing of size.
Result<Bytes> encrypt_content(const CipherAlgorithm& cipher, const Secrets& secrets, View plain,
                              std::uint8_t* out) {
    const CipherPtr evp(EVP_CIPHER_fetch(plain_context(), cipher.evp, nullptr));
    const CipherCtxPtr context(EVP_CIPHER_CTX_new());
    if (!evp || !context ||
        EVP_EncryptInit_ex2(context.get(), evp.get(), secrets.key.view().data(), secrets.iv.data(),
                            nullptr) <= 0 ||
        !run(context.get(), plain, out)) {
        return failed("content encryption");
    }
    Bytes tag(cipher.kind == CipherClass::aead ? kTagSize : 0);
    if (!tag.empty() && EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG,
                                            static_cast<int>(tag.size()), tag.data()) <= 0) {
        return failed("content tag");
    }
    return tag;
}

Result<Bytes> recipient_infos(const EncryptRequest& request, View content_key) {
    const RsaPadding padding = request.oaep ? RsaPadding::oaep_sha256 : RsaPadding::pkcs1;
    std::vector<Bytes> infos;
    for (const Certificate& recipient : request.recipients) {
        auto info = recipient_info(recipient, content_key, padding);
        if (!info) return info.error();
        infos.push_back(std::move(*info));
    }
    return der::set_of(std::move(infos));
}

/// RFC 5652 §6.1: 0 while all recipients are KeyTransRecipientInfo by issuer and serial.
std::uint32_t version(const CipherAlgorithm& cipher, View recipient_infos) {
    if (cipher.kind == CipherClass::aead) return 0;
    der::Reader outer(recipient_infos);
    der::Reader infos = outer.enter(der::kSet);
    while (!infos.at_end()) {
        if (infos.any().tag != der::kSequence) return 2;
    }
    return 0;
}

/// Everything but ciphertext and tag, whose places are zero; the tag ends the object.
der::Shell envelope_shell(const CipherAlgorithm& cipher, View iv, View recipients,
                          std::size_t plain_size) {
    const bool aead = cipher.kind == CipherClass::aead;
    der::Shell shell(ciphertext_size(cipher, plain_size));
    shell.wrap(der::primitive(0)).before(der::algorithm(cipher.oid, parameters(cipher, iv)));
    shell.before(der::oid(oid::kData)).wrap(der::kSequence);
    shell.before(recipients).before(der::integer(version(cipher, recipients)));
    if (aead) shell.after(der::octet_string(Bytes(kTagSize)));
    shell.wrap(der::kSequence).wrap(der::constructed(0));
    shell.before(der::oid(aead ? oid::kAuthEnvelopedData : oid::kEnvelopedData));
    return shell.wrap(der::kSequence);
}

/// The structure we would accept from others, naming exactly the recipients asked for.
bool holds(View cms, const EncryptRequest& request) {
    const auto envelope = inspect(cms);
    if (!envelope || !envelope->findings.passed(Check::V_31) || envelope->weak ||
        envelope->recipients.size() != request.recipients.size()) {
        return false;
    }
    return std::ranges::all_of(request.recipients, [&](const Certificate& certificate) {
        return std::ranges::any_of(envelope->recipients, [&](const Recipient& recipient) {
            return recipient.is_for(*certificate);
        });
    });
}

}  // namespace

Result<Bytes> encrypt(const EncryptRequest& request) {
    if (request.recipients.empty()) return Error{ErrorCode::people_no_certificate, ""};
    const CipherAlgorithm& cipher = algorithm_of(request.cipher);
    const auto secrets = make_secrets(cipher);
    if (!secrets) return secrets.error();
    const auto recipients = recipient_infos(request, secrets->key.view());
    if (!recipients) return recipients.error();
    const der::Shell shell =
        envelope_shell(cipher, secrets->iv, *recipients, request.entity.size());
    Bytes cms = shell.with_room();
    const auto tag =
        encrypt_content(cipher, *secrets, request.entity, cms.data() + shell.content_begin());
    if (!tag) return tag.error();
    std::ranges::copy(*tag, cms.end() - static_cast<std::ptrdiff_t>(tag->size()));
    if (!holds(cms, request)) return Error{ErrorCode::mail_self_check, "envelope"};
    return cms;
}

}  // namespace sealwright::cms
