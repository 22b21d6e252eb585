// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/worker_protocol.hpp"

#include "base/limits.hpp"

namespace sealwright::keys::pkcs11 {

// Host and worker are one program, but an update may replace it while the host runs.
constexpr std::uint64_t kProtocol = 2;

template <class Io>
void fields(Io& io, std::string& text) {
    io(text);
}

template <class Io>
void fields(Io& io, ModuleSpec& module) {
    io(module.name);
    io.list(module.candidates);
    io(module.parameters);
}

template <class Io>
void fields(Io& io, KeyRef& key) {
    io(key.slot);
    io(key.token);
    io(key.serial);
    io(key.marks.id);
    io(key.marks.public_key);
}

template <class Io>
void fields(Io& io, Operation& operation) {
    fields(io, operation.key);
    io.choice(operation.md, Digest::sha512);
    io.choice(operation.mgf1, Digest::sha512);
    io(operation.salt);
    io(operation.input);
    io(operation.label);
    io.choice(operation.pin_source, PinSource::reader);
    io(operation.pin);
}

template <class Io>
void fields(Io& io, Request& request) {
    io(request.id);
    io.choice(request.verb, Verb::agree);
    fields(io, request.module);
    fields(io, request.operation);
}

template <class Io>
void fields(Io& io, Abilities& can) {
    io(can.rsa_pkcs1);
    io(can.rsa_pss);
    io(can.rsa_decrypt);
    io(can.rsa_oaep);
    io(can.ecdsa);
    io(can.ecdh);
}

template <class Io>
void fields(Io& io, StoredCertificate& stored) {
    io(stored.der);
    io(stored.id);
    io.choice(stored.private_half, PrivateHalf::present);
    fields(io, stored.abilities);
}

template <class Io>
void fields(Io& io, TokenListing& listing) {
    io(listing.slot);
    io(listing.token);
    io(listing.serial);
    io.list(listing.certificates);
}

template <class Io>
void fields(Io& io, PinNeeded& pin) {
    io(pin.token);
    io(pin.last_was_wrong);
    io(pin.count_low);
    io(pin.final_try);
    io(pin.on_reader);
}

template <class Io>
void fields(Io& io, Reply& reply) {
    io(reply.id);
    io.choice(reply.kind, ReplyKind::pin_needed);
    io.choice(reply.code, static_cast<ErrorCode>(kErrorCodeCount - 1));
    io(reply.detail);
    fields(io, reply.pin);
    io(reply.result);
    io(reply.version.major);
    io(reply.version.minor);
    io.list(reply.tokens);
    io.list(reply.modules);
}

namespace {

template <class Message>
SecretBytes encode_any(Message& message) {
    FieldWriter writer;
    writer(kProtocol);
    fields(writer, message);
    return writer.take();
}

template <class Message>
std::optional<Message> decode_any(View frame) {
    FieldReader reader(frame);
    std::uint64_t protocol = 0;
    Message message;
    reader(protocol);
    if (protocol != kProtocol) return std::nullopt;
    fields(reader, message);
    if (!reader.complete()) return std::nullopt;
    return message;
}

}  // namespace

FrameHead frame_head(std::size_t size) {
    FrameHead head;
    for (auto& octet : head) {
        octet = static_cast<std::uint8_t>(size);
        size >>= 8;
    }
    return head;
}

std::optional<std::size_t> frame_size(const FrameHead& head) {
    std::size_t size = 0;
    for (std::size_t i = head.size(); i-- != 0;) size = size << 8 | head[i];
    if (size > limits::kWorkerFrame) return std::nullopt;
    return size;
}

SecretBytes encode(Request& request) {
    return encode_any(request);
}

SecretBytes encode(Reply& reply) {
    return encode_any(reply);
}

std::optional<Request> decode_request(View frame) {
    return decode_any<Request>(frame);
}

std::optional<Reply> decode_reply(View frame) {
    return decode_any<Reply>(frame);
}

}  // namespace sealwright::keys::pkcs11
