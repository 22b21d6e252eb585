// SPDX-License-Identifier: MPL-2.0
#include "wire/task_handler.hpp"

#include "base/limits.hpp"
#include "base/text.hpp"
#include "mail/early.hpp"
#include "tasks/habits.hpp"
#include "tasks/import.hpp"
#include "tasks/passwords.hpp"
#include "tasks/repair.hpp"
#include "tasks/submit.hpp"
#include "wire/reply.hpp"

#include <chrono>
#include <variant>

namespace sealwright::wire {
namespace {

/// Often enough for a bar that moves.
constexpr std::chrono::milliseconds kBetweenNotices{200};

/// Lets a notice through when the last one is some time ago and says something else.
std::function<void(std::size_t)> spaced(std::function<void(std::size_t)> tell) {
    return [tell = std::move(tell), told = std::chrono::steady_clock::time_point(),
            last = std::size_t{0}](std::size_t octets) mutable {
        const auto now = std::chrono::steady_clock::now();
        if (octets == last || now - told < kBetweenNotices) return;
        told = now;
        last = octets;
        tell(octets);
    };
}

/// One overload for each kind of request.
struct Doing {
    const tasks::Services& services;
    const Work& work;

    Result<Answer> operator()(const VerifyRequest& request) const {
        return read(request, tasks::KeysAllowed::no);
    }

    Result<Answer> operator()(const DecryptRequest& request) const {
        return read(request, tasks::KeysAllowed::yes);
    }

    Result<Answer> operator()(const GlanceRequest& request) const {
        const auto reading = tasks::glance(as_view(request.head), request.context, services);
        if (!reading) return Answer{{{"needs", "verify"}}, {}};
        return Answer{to_json(*reading), {}};
    }

    Result<Answer> operator()(const GenuineRequest& request) const {
        const Result<View> message = work.message->whole(work.stop);
        if (!message) return message.error();
        const auto noted = tasks::note_genuine(*message, request.context, services);
        if (!noted) return noted.error();
        return Answer{};
    }

    Result<Answer> operator()(const ProtectRequest& request) const {
        const Result<View> entity = work.message->whole(work.stop);
        if (!entity) return entity.error();
        tasks::ProtectRequest protect;
        protect.fields = request.fields;
        protect.entity = *entity;
        protect.protection = request.protection;
        protect.account = request.account;
        protect.recipients = request.recipients;
        protect.bcc = request.bcc;
        protect.stop = work.stop;
        auto message = tasks::protect(protect, services);
        if (!message) return message.error();
        return protect_answer(std::move(message).value(), work.new_transfer);
    }

    Result<Answer> operator()(const DraftRequest& request) const {
        const Result<View> entity = work.message->whole(work.stop);
        if (!entity) return entity.error();
        auto message =
            tasks::protect_draft({request.fields, *entity, request.account, work.stop}, services);
        if (!message) return message.error();
        return protect_answer(std::move(message).value(), work.new_transfer);
    }

    Result<Answer> operator()(const IdentitiesRequest&) const {
        return Answer{to_json(tasks::list_identities(services, work.stop)), {}};
    }

    Result<Answer> operator()(const RecipientsRequest& request) const {
        std::vector<tasks::RecipientCertificate> found;
        tasks::Recipients recipients(services, work.stop);
        for (const std::string& text : request.addresses) {
            const Result<Address> address = parse_address(text);
            if (!address) return address.error();
            auto recipient = recipients.find(*address);
            if (!recipient) return recipient.error();
            found.push_back(std::move(recipient).value());
        }
        return Answer{to_json(found), {}};
    }

    Result<Answer> operator()(const PeopleRequest& request) const {
        const auto people = tasks::list_people(request.after, services);
        if (!people) return people.error();
        return Answer{to_json(*people), {}};
    }

    Result<Answer> operator()(const LearnRequest&) const {
        const Result<View> file = certificate_file();
        if (!file) return file.error();
        const auto learnt = tasks::add_known_certificate(*file, "the certificate file", services);
        if (!learnt) return learnt.error();
        return Answer{{{"addresses", learnt->addresses}}, {}};
    }

    Result<Answer> operator()(const ImportRequest& request) const {
        const Result<View> file = certificate_file();
        if (!file) return file.error();
        const auto imported =
            tasks::import_identity(*file, shown(request.name), services, work.stop);
        if (!imported) return imported.error();
        return Answer{{{"addresses", imported->addresses}}, {}};
    }

    Result<Answer> operator()(const ForgetRequest& request) const {
        const auto known = tasks::forget_person(request.address, services);
        if (!known) return known.error();
        return Answer{{{"known", *known}}, {}};
    }

    Result<Answer> operator()(const SubmitRequest& request) const {
        const Result<View> message = work.message->whole(work.stop);
        if (!message) return message.error();
        const auto accepted = tasks::submit(*message, request.envelope,
                                            delivery(request.server, request.token), services);
        if (!accepted) return accepted.error();
        return Answer{{{"accepted", true}}, {}};
    }

    Result<Answer> operator()(const KeepRequest& request) const {
        const Result<View> message = work.message->whole(work.stop);
        if (!message) return message.error();
        const auto kept = tasks::keep(*message, request.folder,
                                      delivery(request.server, request.token), services);
        if (!kept) return kept.error();
        return Answer{{{"kept", true}}, {}};
    }

    Result<Answer> operator()(const PasswordRequest& request) const {
        const auto kept = tasks::ask_password(request.servers, work.stop, services);
        if (!kept) return kept.error();
        return Answer{{{"lasting", *kept == net::Secrets::Kept::lastingly}}, {}};
    }

    Result<Answer> operator()(const ForgetPasswordRequest& request) const {
        const auto known = tasks::forget_password(request.servers, work.stop, services);
        if (!known) return known.error();
        return Answer{{{"known", *known}}, {}};
    }

    Result<Answer> operator()(const DoctorRequest&) const {
        return Answer{to_json(tasks::doctor(services, work.stop)), {}};
    }

    Result<Answer> operator()(const RepairRequest& request) const {
        const Result<void> repaired = tasks::repair(request.name, services);
        if (!repaired) return repaired.error();
        return Answer{to_json(tasks::doctor(services, work.stop)), {}};
    }

    /// The session answers these itself: they must not wait for a thread.
    Result<Answer> operator()(const CancelRequest&) const { return Answer{}; }

    [[nodiscard]] Result<View> certificate_file() const {
        Result<View> file = work.message->whole(work.stop);
        if (file && file->size() > limits::kCertificateFile)
            return Error{ErrorCode::request_limit, "the file is no certificate"};
        return file;
    }

    [[nodiscard]] tasks::Delivery delivery(const net::Server& server,
                                           const std::string& token) const {
        return {server, SecretBytes(as_view(token)), spaced(work.sent), work.stop};
    }

    Result<Answer> read(const ReadRequest& request, tasks::KeysAllowed keys) const {
        mail::EarlyDigest early;
        const Result<View> message = arrive(early);
        if (!message) return message.error();
        tasks::ReadOptions options;
        options.context = request.context;
        options.keys = keys;
        options.leaves = request.leaves;
        options.payload = request.payload;
        options.stop = work.stop;
        options.known.whole_sha256 = early.whole_sha256();
        options.known.of_range = [&early](Range range, const char* algorithm) {
            return early.digest(range, algorithm);
        };
        auto reading = tasks::read_message(*message, options, services);
        if (!reading) return reading.error();
        return reading_answer(std::move(reading).value(), request.leaves, work.new_transfer);
    }

    /// Waits for the message, and hashes what is there while the rest still comes.
    Result<View> arrive(mail::EarlyDigest& early) const {
        std::size_t seen = 0;
        while (true) {
            const auto arrived = work.message->wait_beyond(seen, work.stop);
            if (!arrived) return arrived.error();
            early.update(arrived->bytes);
            if (arrived->complete) return arrived->bytes;
            seen = arrived->bytes.size();
        }
    }
};

}  // namespace

Result<Answer> TaskHandler::handle(const Task& task, const Work& work) {
    return std::visit(Doing{services_, work}, task);
}

}  // namespace sealwright::wire
