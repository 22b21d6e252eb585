// SPDX-License-Identifier: MPL-2.0
#include "wire/request.hpp"

#include "base/limits.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace sealwright;
using namespace sealwright::wire;

namespace {

/// As it comes from the wire: there, numbers without a sign are unsigned.
Result<std::variant<Request, Drop>> parsed(const Json& object) {
    const std::string text = object.dump();
    return parse_request(parse_frame(as_view(text)).object.value());
}

template <class T>
T task_of(const Json& object) {
    auto result = parsed(object);
    REQUIRE(result);
    auto* request = std::get_if<Request>(&*result);
    REQUIRE(request);
    auto* task = std::get_if<T>(&request->task);
    REQUIRE(task);
    return std::move(*task);
}

ErrorCode error_of(const Json& object) {
    const auto result = parsed(object);
    REQUIRE_FALSE(result.ok());
    return result.error().code;
}

Json verify() {
    return {{"id", 17},
            {"do", "verify"},
            {"message", {{"transfer", 4}, {"size", 48213}}},
            {"context",
             {{"account", "bob@example.org"},
              {"folder", "inbox"},
              {"received", 1795430000},
              {"client", "thunderbird"}}}};
}

Json protect() {
    return {{"id", 3},
            {"do", "protect"},
            {"fields", {{{"name", "Subject"}, {"value", "Hello"}}}},
            {"message", {{"transfer", 4}}},
            {"account", "bob@example.org"},
            {"recipients", {"alice@example.com"}},
            {"sign", true}};
}

Json with(Json object, const char* name, Json value) {
    object[name] = std::move(value);
    return object;
}

Json without(Json object, const char* name) {
    object.erase(name);
    return object;
}

}  // namespace

TEST_CASE("a request becomes what it asks for") {
    const auto task = task_of<VerifyRequest>(verify());
    CHECK(task.message.transfer == 4);
    CHECK(task.message.size == 48213);
    CHECK(task.context.account == "bob@example.org");
    CHECK(task.context.folder == tasks::Folder::inbox);
    CHECK(task.context.received == UnixTime(std::chrono::seconds(1795430000)));
    CHECK(task.context.client == "thunderbird");
    CHECK(task.context.servers.empty());
    CHECK(task.leaves == tasks::Leaves::leave_out);
    CHECK(task_of<DecryptRequest>(with(with(verify(), "do", "decrypt"), "leaves", true)).leaves ==
          tasks::Leaves::include);
    CHECK(task.payload == tasks::Payload::leave_out);
    CHECK(task_of<VerifyRequest>(with(verify(), "payload", true)).payload ==
          tasks::Payload::include);
    CHECK(task_of<GlanceRequest>({{"id", 1}, {"do", "glance"}, {"head", "From: a\r\n"}}).head ==
          "From: a\r\n");
    CHECK(task_of<GenuineRequest>(with(verify(), "do", "genuine")).context.account ==
          "bob@example.org");
    CHECK(task_of<CancelRequest>({{"id", 2}, {"do", "cancel"}, {"of", 1}}).of == 1);
    CHECK(task_of<RecipientsRequest>({{"id", 2}, {"do", "recipients"}, {"addresses", {"a@b.c"}}})
              .addresses == std::vector<std::string>{"a@b.c"});
    task_of<IdentitiesRequest>({{"id", 2}, {"do", "identities"}});
    task_of<DoctorRequest>({{"id", 2}, {"do", "doctor"}});
}

TEST_CASE("what is to be protected is taken over whole") {
    const auto task = task_of<ProtectRequest>(with(protect(), "encrypt", true));
    CHECK(task.message.transfer == 4);
    CHECK_FALSE(task.message.size.has_value());
    REQUIRE(task.fields.size() == 1);
    CHECK(task.fields[0].name == "Subject");
    CHECK(task.fields[0].value == "Hello");
    CHECK(task.recipients == std::vector<std::string>{"alice@example.com"});
    CHECK(task.protection == tasks::Protection::sign_and_encrypt);
    CHECK(task_of<ProtectRequest>(protect()).protection == tasks::Protection::sign);
}

TEST_CASE("Bcc recipients are taken over beside the others, and may be missing") {
    CHECK(task_of<ProtectRequest>(protect()).bcc.empty());
    CHECK(task_of<ProtectRequest>(with(with(protect(), "purpose", "send"), "bcc", {"d@e.f"})).bcc ==
          std::vector<std::string>{"d@e.f"});
    CHECK(error_of(with(protect(), "bcc", "d@e.f")) == ErrorCode::request_malformed);
    CHECK(error_of(with(protect(), "purpose", "print")) == ErrorCode::request_malformed);
}

TEST_CASE("E-63 a draft is taken for the account alone; signing or sending it is refused") {
    const Json draft = {{"id", 3},
                        {"do", "protect"},
                        {"purpose", "draft"},
                        {"fields", {{{"name", "Subject"}, {"value", "Hello"}}}},
                        {"message", {{"transfer", 4}}},
                        {"account", "bob@example.org"}};
    const auto task = task_of<DraftRequest>(draft);
    CHECK(task.message.transfer == 4);
    CHECK(task.fields.size() == 1);
    CHECK(task.account == "bob@example.org");
    task_of<DraftRequest>(with(with(draft, "encrypt", true), "recipients", Json::array()));
    CHECK(error_of(with(draft, "sign", true)) == ErrorCode::request_refused);
    CHECK(error_of(with(draft, "recipients", {"a@b.c"})) == ErrorCode::request_refused);
    CHECK(error_of(with(draft, "bcc", {"a@b.c"})) == ErrorCode::request_refused);
    CHECK(waits_for(Task(task)) == WaitsFor::tokens);
    REQUIRE(message_of(Task(task)));
}

TEST_CASE("E-68 the servers a user relies on come with the context") {
    Json request = verify();
    request["context"]["authserv"] = {"mx.example.org"};
    CHECK(task_of<VerifyRequest>(request).context.servers ==
          std::vector<std::string>{"mx.example.org"});
    request["context"]["authserv"] = "mx.example.org";
    CHECK(error_of(request) == ErrorCode::request_malformed);
}

TEST_CASE("known people can be listed, learnt and forgotten") {
    CHECK(task_of<PeopleRequest>({{"id", 1}, {"do", "people"}}).after.empty());
    CHECK(task_of<PeopleRequest>({{"id", 1}, {"do", "people"}, {"after", "a@b.c"}}).after ==
          "a@b.c");
    const Json learn = {{"id", 1}, {"do", "learn"}, {"message", {{"transfer", 4}, {"size", 9}}}};
    const auto task = task_of<LearnRequest>(learn);
    REQUIRE(message_of(Task(task)));
    CHECK(message_of(Task(task))->transfer == 4);
    CHECK(waits_for(Task(task)) == WaitsFor::nothing);
    CHECK(error_of(with(learn, "message", {{"transfer", 4}, {"size", 2'000'000}})) ==
          ErrorCode::request_limit);
    CHECK(task_of<ForgetRequest>({{"id", 1}, {"do", "forget"}, {"address", "a@b.c"}}).address ==
          "a@b.c");
    CHECK(error_of({{"id", 1}, {"do", "forget"}}) == ErrorCode::request_malformed);
}

TEST_CASE("what is to be repaired is named") {
    const Json repair = {{"id", 1}, {"do", "repair"}, {"name", "folder"}};
    CHECK(task_of<RepairRequest>(repair).name == "folder");
    CHECK(error_of({{"id", 1}, {"do", "repair"}}) == ErrorCode::request_malformed);
}

TEST_CASE("a file with a key is brought in under its name, and may ask a person for a password") {
    const Json import = {{"id", 1},
                         {"do", "import"},
                         {"message", {{"transfer", 4}, {"size", 9}}},
                         {"name", "alice.p12"}};
    const auto task = task_of<ImportRequest>(import);
    REQUIRE(message_of(Task(task)));
    CHECK(task.name == "alice.p12");
    CHECK(waits_for(Task(task)) == WaitsFor::person);
    CHECK(error_of(with(import, "message", {{"transfer", 4}, {"size", 2'000'000}})) ==
          ErrorCode::request_limit);
    CHECK(error_of(with(import, "name", std::string(2'000, 'a'))) == ErrorCode::request_limit);
    CHECK(error_of({{"id", 1}, {"do", "import"}, {"message", {{"transfer", 4}}}}) ==
          ErrorCode::request_malformed);
}

TEST_CASE("mail servers, envelopes and accounts are taken as they are described") {
    const Json server = {{"host", "smtp.example.org"},
                         {"port", 465},
                         {"security", "tls"},
                         {"user", "bob"},
                         {"auth", "password"}};
    const Json submit = {{"id", 1},
                         {"do", "submit"},
                         {"message", {{"transfer", 4}}},
                         {"envelope", {{"from", "bob@example.org"}, {"to", {"a@b.c"}}}},
                         {"server", server}};
    const auto task = task_of<SubmitRequest>(submit);
    CHECK(task.envelope.to == std::vector<std::string>{"a@b.c"});
    CHECK(task.server.port == 465);
    CHECK(waits_for(Task(task)) == WaitsFor::mail_server);
    CHECK(answers_when_cancelled(Task(task)));
    for (const auto& [name, value] : std::vector<std::pair<const char*, Json>>{{"port", 0},
                                                                               {"port", 65'536},
                                                                               {"security", "ssl"},
                                                                               {"auth", "ntlm"},
                                                                               {"password", "x"}})
        CHECK(error_of(with(submit, "server", with(server, name, value))) ==
              ErrorCode::request_malformed);
    CHECK(error_of(with(submit, "password", "x")) == ErrorCode::request_malformed);
    const Json password = {{"id", 1}, {"do", "password"}, {"servers", {server}}};
    CHECK(waits_for(Task(task_of<PasswordRequest>(password))) == WaitsFor::person);
    CHECK(error_of(with(password, "servers", {server, server, server})) ==
          ErrorCode::request_limit);
}

TEST_CASE("a verb we do not have is told from a request that is malformed") {
    CHECK(error_of({{"id", 1}, {"do", "export-key"}}) == ErrorCode::request_unknown);
    CHECK(error_of({{"id", 1}, {"do", ""}}) == ErrorCode::request_malformed);
    CHECK(error_of({{"id", 1}, {"do", 7}}) == ErrorCode::request_malformed);
    CHECK(error_of({{"id", 1}}) == ErrorCode::request_malformed);
}

TEST_CASE("E-85 there is no verb that signs a hash") {
    const std::string hash(64, '0');
    CHECK(error_of({{"id", 1}, {"do", "sign"}, {"hash", hash}}) == ErrorCode::request_unknown);
    CHECK(error_of(with(protect(), "hash", hash)) == ErrorCode::request_malformed);
    CHECK(error_of(without(protect(), "message")) == ErrorCode::request_malformed);
}

TEST_CASE("members that are missing, odd or not ours make a request malformed") {
    for (const Json& bad : {without(verify(), "id"),
                            with(verify(), "id", 0),
                            with(verify(), "id", -1),
                            with(verify(), "id", "1"),
                            with(verify(), "id", std::uint64_t{1} << 53),
                            without(verify(), "message"),
                            with(verify(), "message", 4),
                            with(verify(), "message", {{"transfer", -1}}),
                            with(verify(), "message", Json::object()),
                            with(verify(), "message", {{"transfer", 1}, {"path", "/etc/passwd"}}),
                            with(verify(), "context", {{"folder", "elsewhere"}}),
                            with(verify(), "context", {{"received", "today"}}),
                            with(verify(), "leaves", 1),
                            with(verify(), "pinentry", "/bin/sh"),
                            without(protect(), "recipients"),
                            with(protect(), "recipients", {1}),
                            with(protect(), "fields", {{{"name", "Subject"}}}),
                            with(protect(), "sign", false),
                            Json{{"id", 2}, {"do", "cancel"}},
                            Json{{"drop", 4}, {"id", 1}}}) {
        CAPTURE(bad.dump());
        CHECK(error_of(bad) == ErrorCode::request_malformed);
    }
}

TEST_CASE("more than we handle is refused as such") {
    CHECK(error_of(
              with(verify(), "message", {{"transfer", 1}, {"size", limits::kMessageBytes + 1}})) ==
          ErrorCode::request_limit);
    const Json many(limits::kRecipients + 1, "a@b.c");
    CHECK(error_of(with(protect(), "recipients", many)) == ErrorCode::request_limit);
    CHECK(error_of(with(verify(), "context", {{"account", std::string(2'000, 'a')}})) ==
          ErrorCode::request_limit);
}

TEST_CASE("encryption without a signature is refused") {
    CHECK(error_of(with(with(protect(), "sign", false), "encrypt", true)) ==
          ErrorCode::request_refused);
}

TEST_CASE("a transfer can be dropped without a request") {
    const auto result = parsed({{"drop", 4}});
    REQUIRE(result);
    const auto* drop = std::get_if<Drop>(&*result);
    REQUIRE(drop);
    CHECK(drop->transfer == 4);
}
