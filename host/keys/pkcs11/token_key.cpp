// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/token_key.hpp"

#include "base/text.hpp"

namespace sealwright::keys::pkcs11 {
namespace {

/// Tokens that never lock would let a wrong answer be asked for ever.
constexpr int kPinTries = 3;

Operation again(const Operation& operation) {
    Operation copy;
    copy.key = operation.key;
    copy.md = operation.md;
    copy.mgf1 = operation.mgf1;
    copy.salt = operation.salt;
    copy.input = operation.input;
    copy.label = operation.label;
    return copy;
}

PinPrompt::Question question_for(const PinNeeded& needed, const KeyUse& use) {
    PinPrompt::Question question;
    question.title = shown(needed.token);
    question.description = describe(use);
    question.last_was_wrong = needed.last_was_wrong;
    if (needed.final_try) question.tries_left = 1;
    if (needed.count_low && !needed.last_was_wrong)
        question.description += " A wrong PIN was entered before.";
    if (needed.on_reader) question.description += " Then type the PIN on the reader's own keys.";
    return question;
}

}  // namespace

TokenKey::TokenKey(std::shared_ptr<Client> client, std::shared_ptr<PinPrompt> prompt, KeyRef ref,
                   Abilities abilities)
    : client_(std::move(client)),
      prompt_(std::move(prompt)),
      ref_(std::move(ref)),
      public_key_(read_public_key(ref_.marks.public_key)),
      abilities_(abilities) {}

Result<Bytes> TokenKey::sign_pkcs1(Digest md, View digest, const KeyUse& use) {
    if (!abilities_.rsa_pkcs1) return PrivateKey::sign_pkcs1(md, digest, use);
    Operation operation = operation_on(digest);
    operation.md = md;
    return sign(Verb::sign_pkcs1, operation, public_key_.size, use);
}

Result<Bytes> TokenKey::sign_pss(Digest md, Digest mgf1, int salt, View digest, const KeyUse& use) {
    if (!abilities_.rsa_pss || salt < 0) return PrivateKey::sign_pss(md, mgf1, salt, digest, use);
    Operation operation = operation_on(digest);
    operation.md = md;
    operation.mgf1 = mgf1;
    operation.salt = static_cast<std::uint64_t>(salt);
    return sign(Verb::sign_pss, operation, public_key_.size, use);
}

Result<Bytes> TokenKey::sign_ecdsa(View digest, const KeyUse& use) {
    if (!abilities_.ecdsa) return PrivateKey::sign_ecdsa(digest, use);
    return sign(Verb::sign_ecdsa, operation_on(digest), 2 * public_key_.size, use);
}

Result<SecretBytes> TokenKey::decrypt_pkcs1(View ciphertext, const KeyUse& use) {
    if (!abilities_.rsa_decrypt) return PrivateKey::decrypt_pkcs1(ciphertext, use);
    return run(Verb::decrypt_pkcs1, operation_on(ciphertext), use);
}

Result<SecretBytes> TokenKey::decrypt_oaep(Digest md, Digest mgf1, View label, View ciphertext,
                                           const KeyUse& use) {
    if (!abilities_.rsa_oaep) return PrivateKey::decrypt_oaep(md, mgf1, label, ciphertext, use);
    Operation operation = operation_on(ciphertext);
    operation.md = md;
    operation.mgf1 = mgf1;
    operation.label = to_bytes(label);
    return run(Verb::decrypt_oaep, operation, use);
}

Result<SecretBytes> TokenKey::agree(View peer_point, const KeyUse& use) {
    if (!abilities_.ecdh) return PrivateKey::agree(peer_point, use);
    if (peer_point.size() != public_key_.point.size())
        return Error{ErrorCode::mail_decrypt_failed, ""};
    auto secret = run(Verb::agree, operation_on(peer_point), use);
    if (secret && secret->size() != (peer_point.size() - 1) / 2)
        return Error{ErrorCode::key_token_failed, "a shared secret of the wrong length"};
    return secret;
}

Operation TokenKey::operation_on(View input) const {
    Operation operation;
    operation.key = ref_;
    operation.input = to_bytes(input);
    return operation;
}

Result<SecretBytes> TokenKey::run(Verb verb, const Operation& operation, const KeyUse& use) {
    const auto turn = client_->operation_turn().take(use.stop);
    if (!turn) return turn.error();
    auto reply = client_->operate(verb, again(operation), use.stop);
    for (int tries = 0; reply && reply->kind == ReplyKind::pin_needed; ++tries) {
        if (tries == kPinTries)
            return Error{ErrorCode::key_pin_wrong, client_->name() + ": no more tries for now"};
        Operation next = again(operation);
        if (auto asked = ask(reply->pin, next, use); !asked) return asked.error();
        reply = client_->operate(verb, std::move(next), use.stop);
    }
    if (!reply) return reply.error();
    return std::move(reply->result);
}

Result<Bytes> TokenKey::sign(Verb verb, const Operation& operation, std::size_t size,
                             const KeyUse& use) {
    const auto signature = run(verb, operation, use);
    if (!signature) return signature.error();
    if (signature->size() != size)
        return Error{ErrorCode::key_token_failed,
                     client_->name() + ": a signature of the wrong length"};
    return to_bytes(signature->view());
}

Result<void> TokenKey::ask(const PinNeeded& needed, Operation& operation, const KeyUse& use) {
    const auto question = question_for(needed, use);
    if (needed.on_reader) {
        const auto agreed = prompt_->confirm(question, use.stop);
        if (!agreed) return agreed.error();
        if (!*agreed) return Error{ErrorCode::key_cancelled, "not to be used now"};
        operation.pin_source = PinSource::reader;
        return {};
    }
    auto pin = prompt_->ask(question, use.stop);
    if (!pin) return pin.error();
    operation.pin_source = PinSource::text;
    operation.pin = std::move(*pin);
    return {};
}

}  // namespace sealwright::keys::pkcs11
