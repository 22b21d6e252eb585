// SPDX-License-Identifier: MPL-2.0
#include "wire/request.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "wire/members.hpp"
#include "wire/server_members.hpp"

#include <array>

namespace sealwright::wire {
namespace {

/// More mail servers than anybody has.
constexpr std::size_t kServers = 50;
constexpr std::size_t kTokenOctets = 16'000;  ///< Microsoft's take some thousand
constexpr std::size_t kTextOctets = 1'000;    ///< of a name, an address or a client's own name

MessageRef message_ref(Members& request) {
    const Json* object = request.object("message");
    if (!object) return {};
    Members members(*object, "message");
    MessageRef ref;
    ref.transfer = members.number("transfer");
    ref.size = members.number_if("size");
    if (ref.size && *ref.size > limits::kMessageBytes)
        members.fail(ErrorCode::request_limit, "size", "is more than a message may have");
    request.also(members.result());
    return ref;
}

std::string short_text(Members& members, std::string_view name, std::string text) {
    if (text.size() > kTextOctets) members.fail(ErrorCode::request_limit, name, "is too long");
    return text;
}

tasks::Folder folder(Members& members) {
    constexpr std::array<std::pair<std::string_view, tasks::Folder>, 5> names = {{
        {"inbox", tasks::Folder::inbox},
        {"sent", tasks::Folder::sent},
        {"junk", tasks::Folder::junk},
        {"drafts", tasks::Folder::drafts},
        {"other", tasks::Folder::other},
    }};
    const std::string text = members.text_if("folder");
    for (const auto& [name, value] : names) {
        if (text == name) return value;
    }
    if (!text.empty()) members.fail(ErrorCode::request_malformed, "folder", "is not known");
    return tasks::Folder::other;
}

tasks::Context context(Members& request) {
    const Json* object = request.object_if("context");
    if (!object) return {};
    Members members(*object, "context");
    tasks::Context context;
    context.account = short_text(members, "account", members.text_if("account"));
    context.folder = folder(members);
    if (const auto received = members.number_if("received")) {
        context.received = UnixTime(std::chrono::seconds(static_cast<std::int64_t>(*received)));
    }
    context.client = short_text(members, "client", members.text_if("client"));
    context.servers = members.texts_if("authserv", kServers);
    request.also(members.result());
    return context;
}

ReadRequest reading(Members& request) {
    ReadRequest read;
    read.message = message_ref(request);
    read.context = context(request);
    if (request.flag_if("leaves")) read.leaves = tasks::Leaves::include;
    if (request.flag_if("payload")) read.payload = tasks::Payload::include;
    return read;
}

std::vector<tasks::HeaderField> header_fields(Members& request) {
    std::vector<tasks::HeaderField> fields;
    const Json* list = request.array("fields", limits::kHeaderFields);
    if (!list) return fields;
    for (const Json& object : *list) {
        Members members(object, "fields");
        fields.push_back({members.text("name"), members.text("value")});
        request.also(members.result());
    }
    return fields;
}

tasks::Protection protection(Members& request) {
    const bool sign = request.flag_if("sign");
    const bool encrypt = request.flag_if("encrypt");
    if (!sign && !encrypt)
        request.fail(ErrorCode::request_malformed, "sign", "or encrypt must be true");
    if (!sign && encrypt)
        request.fail(ErrorCode::request_refused, "encrypt", "is done to signed messages only");
    return encrypt ? tasks::Protection::sign_and_encrypt : tasks::Protection::sign;
}

Task verify(Members& request) {
    return VerifyRequest{reading(request)};
}
Task decrypt(Members& request) {
    return DecryptRequest{reading(request)};
}
Task glance(Members& request) {
    GlanceRequest glance{request.text("head"), context(request)};
    if (glance.head.size() > limits::kHeaderBytes)
        request.fail(ErrorCode::request_limit, "head", "is too long");
    return glance;
}
Task genuine(Members& request) {
    return GenuineRequest{message_ref(request), context(request)};
}
/// What would sign a draft or send it to somebody is refused.
void must_be_kept_only(Members& request) {
    request.flag_if("encrypt");  // a draft is never anything else
    if (request.flag_if("sign"))
        request.fail(ErrorCode::request_refused, "sign", "is not done to drafts");
    for (const char* name : {"recipients", "bcc"}) {
        if (!request.texts_if(name, limits::kRecipients).empty())
            request.fail(ErrorCode::request_refused, name, "get no drafts");
    }
}

Task draft(Members& request) {
    must_be_kept_only(request);
    DraftRequest draft;
    draft.message = message_ref(request);
    draft.fields = header_fields(request);
    draft.account = short_text(request, "account", request.text("account"));
    return draft;
}
Task protect(Members& request) {
    const std::string purpose = request.text_if("purpose");
    if (purpose == "draft") return draft(request);
    if (!purpose.empty() && purpose != "send")
        request.fail(ErrorCode::request_malformed, "purpose", "is not known");
    ProtectRequest protect;
    protect.message = message_ref(request);
    protect.fields = header_fields(request);
    protect.account = short_text(request, "account", request.text("account"));
    protect.recipients = request.texts("recipients", limits::kRecipients);
    protect.bcc = request.texts_if("bcc", limits::kRecipients);
    protect.protection = protection(request);
    return protect;
}
Task identities(Members&) {
    return IdentitiesRequest{};
}
Task recipients(Members& request) {
    return RecipientsRequest{request.texts("addresses", limits::kRecipients)};
}
Task people(Members& request) {
    return PeopleRequest{short_text(request, "after", request.text_if("after"))};
}
MessageRef certificate_file(Members& request) {
    const MessageRef file = message_ref(request);
    if (file.size && *file.size > limits::kCertificateFile)
        request.fail(ErrorCode::request_limit, "message", "is no certificate file");
    return file;
}
Task learn(Members& request) {
    return LearnRequest{certificate_file(request)};
}
Task import(Members& request) {
    return ImportRequest{certificate_file(request),
                         short_text(request, "name", request.text("name"))};
}
Task forget(Members& request) {
    return ForgetRequest{short_text(request, "address", request.text("address"))};
}
std::string token(Members& request) {
    std::string token = request.text_if("token");
    if (token.size() > kTokenOctets) request.fail(ErrorCode::request_limit, "token", "is too long");
    return token;
}
Task submit(Members& request) {
    return SubmitRequest{message_ref(request), envelope_member(request), server_member(request),
                         token(request)};
}
Task keep(Members& request) {
    return KeepRequest{message_ref(request), server_member(request), request.text_if("folder"),
                       token(request)};
}
Task password(Members& request) {
    return PasswordRequest{servers_member(request)};
}
Task forget_password(Members& request) {
    return ForgetPasswordRequest{servers_member(request)};
}
Task doctor(Members&) {
    return DoctorRequest{};
}
Task repair(Members& request) {
    return RepairRequest{short_text(request, "name", request.text("name"))};
}
Task cancel(Members& request) {
    return CancelRequest{request.number("of")};
}

struct Verb {
    std::string_view name;
    Task (*take)(Members& request);
};
constexpr std::array<Verb, 18> kVerbs = {{
    {"verify", verify},
    {"decrypt", decrypt},
    {"glance", glance},
    {"genuine", genuine},
    {"protect", protect},
    {"identities", identities},
    {"recipients", recipients},
    {"people", people},
    {"learn", learn},
    {"import", import},
    {"forget", forget},
    {"submit", submit},
    {"keep", keep},
    {"password", password},
    {"forget-password", forget_password},
    {"doctor", doctor},
    {"repair", repair},
    {"cancel", cancel},
}};

Result<Task> task(Members& request) {
    const std::string name = request.text("do");
    for (const Verb& verb : kVerbs) {
        if (verb.name != name) continue;
        Task taken = verb.take(request);
        if (const auto ok = request.result(); !ok) return ok.error();
        return taken;
    }
    if (name.empty()) request.fail(ErrorCode::request_malformed, "do", "is empty");
    request.fail(ErrorCode::request_unknown, "do",
                 "names nothing this program does: " + shown(name));
    return request.result().error();
}

}  // namespace

Result<std::variant<Request, Drop>> parse_request(const Json& object) {
    Members members(object, "");
    if (const auto transfer = members.number_if("drop")) {
        if (const auto ok = members.result(); !ok) return ok.error();
        return std::variant<Request, Drop>(Drop{*transfer});
    }
    const std::uint64_t id = members.number("id");
    if (id == 0) members.fail(ErrorCode::request_malformed, "id", "must be positive");
    Result<Task> taken = task(members);
    if (!taken) return taken.error();
    return std::variant<Request, Drop>(Request{id, std::move(taken).value()});
}

std::optional<std::uint64_t> transfer_of(const Json& object) {
    Members request(object, "");
    const Json* message = request.object_if("message");
    return message ? Members(*message, "message").number_if("transfer") : std::nullopt;
}

const MessageRef* message_of(const Task& task) {
    if (const auto* verify = std::get_if<VerifyRequest>(&task)) return &verify->message;
    if (const auto* decrypt = std::get_if<DecryptRequest>(&task)) return &decrypt->message;
    if (const auto* genuine = std::get_if<GenuineRequest>(&task)) return &genuine->message;
    if (const auto* protect = std::get_if<ProtectRequest>(&task)) return &protect->message;
    if (const auto* draft = std::get_if<DraftRequest>(&task)) return &draft->message;
    if (const auto* learn = std::get_if<LearnRequest>(&task)) return &learn->message;
    if (const auto* import = std::get_if<ImportRequest>(&task)) return &import->message;
    if (const auto* submit = std::get_if<SubmitRequest>(&task)) return &submit->message;
    if (const auto* keep = std::get_if<KeepRequest>(&task)) return &keep->message;
    return nullptr;
}

WaitsFor waits_for(const Task& task) {
    if (std::holds_alternative<DecryptRequest>(task) ||
        std::holds_alternative<ProtectRequest>(task) ||
        std::holds_alternative<ImportRequest>(task) ||
        std::holds_alternative<PasswordRequest>(task) ||
        std::holds_alternative<ForgetPasswordRequest>(task))
        return WaitsFor::person;
    if (std::holds_alternative<DraftRequest>(task) ||
        std::holds_alternative<IdentitiesRequest>(task) ||
        std::holds_alternative<RecipientsRequest>(task) ||
        std::holds_alternative<DoctorRequest>(task) || std::holds_alternative<RepairRequest>(task))
        return WaitsFor::tokens;
    return answers_when_cancelled(task) ? WaitsFor::mail_server : WaitsFor::nothing;
}

bool answers_when_cancelled(const Task& task) {
    return std::holds_alternative<SubmitRequest>(task) || std::holds_alternative<KeepRequest>(task);
}

}  // namespace sealwright::wire
