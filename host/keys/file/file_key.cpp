// SPDX-License-Identifier: MPL-2.0
#include "keys/file/file_key.hpp"

#include "base/context.hpp"
#include "base/file.hpp"
#include "base/limits.hpp"
#include "base/mapped_file.hpp"
#include "keys/file/pkcs12.hpp"

#include <algorithm>

namespace sealwright::keys {
namespace {

PinPrompt::Question question(const std::filesystem::path& file, const KeyUse& use, int failed) {
    return {"Key file " + file.filename().string(), describe(use),
            failed ? kPasswordTries - failed : -1, failed > 0};
}

Error no_key() {
    return file_problem("the file holds no key for its certificate");
}

}  // namespace

FileKey::FileKey(std::filesystem::path pkcs12, Certificate certificate,
                 std::shared_ptr<PinPrompt> prompt, Clock clock)
    : pkcs12_(std::move(pkcs12)),
      certificate_(std::move(certificate)),
      prompt_(std::move(prompt)),
      clock_(std::move(clock)),
      abilities_(soft_abilities(*X509_get0_pubkey(certificate_.get()))) {}

Result<Bytes> FileKey::sign_pkcs1(Digest md, View digest, const KeyUse& use) {
    if (!abilities_.rsa_pkcs1) return PrivateKey::sign_pkcs1(md, digest, use);
    return with_key(use, [&](SoftKey& key) { return key.sign_pkcs1(md, digest, use); });
}

Result<Bytes> FileKey::sign_pss(Digest md, Digest mgf1, int salt, View digest, const KeyUse& use) {
    if (!abilities_.rsa_pss) return PrivateKey::sign_pss(md, mgf1, salt, digest, use);
    return with_key(use, [&](SoftKey& key) { return key.sign_pss(md, mgf1, salt, digest, use); });
}

Result<Bytes> FileKey::sign_ecdsa(View digest, const KeyUse& use) {
    if (!abilities_.ecdsa) return PrivateKey::sign_ecdsa(digest, use);
    return with_key(use, [&](SoftKey& key) { return key.sign_ecdsa(digest, use); });
}

Result<SecretBytes> FileKey::decrypt_pkcs1(View ciphertext, const KeyUse& use) {
    if (!abilities_.rsa_decrypt) return PrivateKey::decrypt_pkcs1(ciphertext, use);
    return with_key(use, [&](SoftKey& key) { return key.decrypt_pkcs1(ciphertext, use); });
}

Result<SecretBytes> FileKey::decrypt_oaep(Digest md, Digest mgf1, View label, View ciphertext,
                                          const KeyUse& use) {
    if (!abilities_.rsa_oaep) return PrivateKey::decrypt_oaep(md, mgf1, label, ciphertext, use);
    return with_key(
        use, [&](SoftKey& key) { return key.decrypt_oaep(md, mgf1, label, ciphertext, use); });
}

Result<SecretBytes> FileKey::agree(View peer_point, const KeyUse& use) {
    if (!abilities_.ecdh) return PrivateKey::agree(peer_point, use);
    return with_key(use, [&](SoftKey& key) { return key.agree(peer_point, use); });
}

template <class Operation>
auto FileKey::with_key(const KeyUse& use, Operation operation)
    -> decltype(operation(std::declval<SoftKey&>())) {
    auto key = unlocked(use);
    if (!key) return key.error();
    return operation(*key);
}

Result<SoftKey> FileKey::unlocked(const KeyUse& use) {
    auto turn = turn_.take(use.stop);
    if (!turn) return turn.error();
    const UnixTime now = clock_();
    if (now - last_use_ > kUnlockedFor) pkcs8_.wipe();
    if (pkcs8_.empty()) {
        auto done = unlock(use);
        if (!done) return done.error();
    }
    last_use_ = clock_();
    auto key = read_pkcs8(pkcs8_.view());
    if (!key) return no_key();
    return SoftKey(std::move(key));
}

/// Asks only when the empty password is not the one, and then a few times.
Result<void> FileKey::unlock(const KeyUse& use) {
    auto opened = try_password({}, limits::kPkcs12OpenIterations);
    if (opened || !means_password(opened.error())) return opened;
    for (int failed = 0; failed < kPasswordTries; ++failed) {
        auto password = prompt_->ask(question(pkcs12_, use, failed), use.stop);
        if (!password) return password.error();
        opened = try_password(password->view(), limits::kPkcs12Iterations);
        if (opened || opened.error().code != ErrorCode::key_pin_wrong) return opened;
    }
    return opened;
}

Result<void> FileKey::try_password(View password, std::int64_t iterations) {
    auto file = MappedFile::open(pkcs12_.string(), limits::kPkcs12Bytes);
    if (!file) return file.error();
    auto contents = read_pkcs12(file->view(), password, plain_context(), iterations);
    if (!contents) return contents.error();
    for (auto& pair : contents->pairs) {
        if (X509_cmp(pair.certificate.get(), certificate_.get()) != 0) continue;
        pkcs8_ = std::move(pair.pkcs8);
        return {};
    }
    return no_key();
}

}  // namespace sealwright::keys
