// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/worker_process.hpp"
#include "stores/token_fixtures.hpp"
#include "support/scripted_prompt.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace sealwright;
using namespace sealwright::keys::pkcs11;

namespace {

constexpr auto kLong = std::chrono::seconds(20);

Request some_request() {
    Request request;
    request.id = 7;
    request.verb = Verb::decrypt_oaep;
    request.module = {"name", {"/a.so", "/b.so"}, "parameters"};
    request.operation.key = {42, "token", "serial", {{1}, {2, 3}}};
    request.operation.md = keys::Digest::sha384;
    request.operation.salt = 48;
    request.operation.input = {4, 5};
    request.operation.label = {6};
    request.operation.pin_source = PinSource::text;
    request.operation.pin = SecretBytes(as_view("1234"));
    return request;
}

Reply some_reply() {
    Reply reply;
    reply.id = 8;
    reply.kind = ReplyKind::pin_needed;
    reply.code = ErrorCode::key_pin_locked;
    reply.pin = {"token", true, false, true, false};
    reply.result = SecretBytes(as_view("result"));
    StoredCertificate stored{{1, 2}, {3}, PrivateHalf::present, {}};
    stored.abilities.ecdh = true;
    reply.tokens.push_back({9, "label", "serial", {stored}});
    reply.modules.push_back({"module", {"/c.so"}, ""});
    return reply;
}

Bytes bytes_of(const SecretBytes& secret) {
    return to_bytes(secret.view());
}

Child start_worker() {
    const auto program = stores::worker_program();
    auto child = Child::start(program.path, {"token-worker"}, program.environment);
    REQUIRE(child.ok());
    return std::move(*child);
}

void send(Child& child, View frame) {
    REQUIRE(child.write_all(frame_head(frame.size())).ok());
    REQUIRE(child.write_all(frame).ok());
}

}  // namespace

TEST_CASE("requests and replies arrive as they were sent") {
    Request request = some_request();
    auto request_again = decode_request(encode(request).view());
    REQUIRE(request_again);
    CHECK(request_again->verb == Verb::decrypt_oaep);
    CHECK(request_again->operation.key.marks.public_key == Bytes{2, 3});
    CHECK(as_text(request_again->operation.pin.view()) == "1234");
    CHECK(bytes_of(encode(*request_again)) == bytes_of(encode(request)));
    Reply reply = some_reply();
    auto reply_again = decode_reply(encode(reply).view());
    REQUIRE(reply_again);
    CHECK(reply_again->pin.final_try);
    CHECK(reply_again->tokens.at(0).certificates.at(0).abilities.ecdh);
    CHECK(bytes_of(encode(*reply_again)) == bytes_of(encode(reply)));
}

TEST_CASE("a reply that is cut short, too long or holds an unknown choice is refused") {
    Reply reply = some_reply();
    Bytes whole = bytes_of(encode(reply));
    for (std::size_t size = 0; size < whole.size(); ++size)
        CHECK_FALSE(decode_reply(View(whole).first(size)));
    Bytes longer = whole;
    longer.push_back(0);
    CHECK_FALSE(decode_reply(longer));
    Bytes other_protocol = whole;
    other_protocol[0] ^= 1;
    CHECK_FALSE(decode_reply(other_protocol));
    Bytes unknown = whole;
    unknown[16] = 0x7f;  // the outcome, after protocol and id
    CHECK_FALSE(decode_reply(unknown));
    CHECK_FALSE(frame_size({0xff, 0xff, 0xff, 0xff}));
}

TEST_CASE("a reply with one octet changed is read or refused, never more") {
    Reply reply = some_reply();
    Bytes whole = bytes_of(encode(reply));
    std::size_t read = 0;
    for (auto& octet : whole) {
        octet ^= 0xff;
        read += decode_reply(whole) ? 1 : 0;
        octet ^= 0xff;
    }
    CHECK(read < whole.size());
}

TEST_CASE("a token worker ends at the end of its input and at nonsense") {
    Child quiet = start_worker();
    quiet.close_stdin();
    CHECK(quiet.wait(at_most(kLong)).value() == 0);
    Child confused = start_worker();
    send(confused, as_view("no request"));
    CHECK(confused.wait(at_most(kLong)).value() == 0);
}

TEST_CASE("a token worker ends with its host even while the module hangs") {
    const stores::People people;
    const stores::MisbehavingToken token(people, "hang-open");
    Child child = start_worker();
    Request request;
    request.verb = Verb::open;
    request.module = token.module();
    send(child, encode(request).view());
    child.close_stdin();
    CHECK(child.wait(at_most(kLong)).ok());
}

TEST_CASE("a module sees no files, no environment and no core dumps of the host's") {
    const stores::People people;
    const stores::MisbehavingToken token(people, "curious");
    Pkcs11Store store(token.setup(), std::make_shared<support::ScriptedPrompt>(""));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    CHECK(inventory->identities.size() == people.leaves.size());
}

TEST_CASE("p11-kit's registered modules are found without its trust anchors") {
    auto modules = registered_modules(stores::worker_program(), {});
    REQUIRE(modules.ok());
    const auto has = [&](const std::string& name) {
        return std::any_of(modules->begin(), modules->end(), [&](const ModuleSpec& module) {
            return module.name == name && module.candidates.front().starts_with("/");
        });
    };
    CHECK(has("softhsm2"));
    CHECK_FALSE(has("p11-kit-trust"));
}

TEST_CASE("a worker that is not there is said to be so") {
    auto setup = stores::setup_for("none", {{"any", {"/any.so"}, ""}});
    setup.program.path = "/nonexistent/sealwright";
    Pkcs11Store store(setup, nullptr);
    auto inventory = store.list();
    REQUIRE_FALSE(inventory.ok());
    CHECK(inventory.error().code == ErrorCode::system_child);
}
