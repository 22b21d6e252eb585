// SPDX-License-Identifier: MPL-2.0
#include "wire/task_handler.hpp"

#include "wire/reply.hpp"

#include <variant>

namespace sealwright::wire {
namespace {

/// One overload for each kind of request.
struct Doing {
    const tasks::Services& services;
    const Work& work;

    Result<Answer> operator()(const VerifyRequest& request) const {
        return read(request.context, request.leaves, tasks::KeysAllowed::no);
    }

    Result<Answer> operator()(const DecryptRequest& request) const {
        return read(request.context, request.leaves, tasks::KeysAllowed::yes);
    }

    Result<Answer> operator()(const GlanceRequest& request) const {
        const auto reading = tasks::glance(as_view(request.head), request.context, services);
        if (!reading) return Answer{{{"needs", "verify"}}, {}};
        return Answer{reading_object(*reading), {}};
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
        protect.stop = work.stop;
        auto message = tasks::protect(protect, services);
        if (!message) return message.error();
        return protect_answer(std::move(message).value(), work.new_transfer);
    }

    Result<Answer> operator()(const IdentitiesRequest&) const {
        return Answer{identities_object(tasks::list_identities(services)), {}};
    }

    Result<Answer> operator()(const RecipientsRequest& request) const {
        std::vector<tasks::RecipientCertificate> found;
        for (const std::string& text : request.addresses) {
            const Result<Address> address = parse_address(text);
            if (!address) return address.error();
            found.push_back(tasks::recipient_certificate(*address, services));
        }
        return Answer{recipients_object(found), {}};
    }

    Result<Answer> operator()(const DoctorRequest&) const {
        return Answer{doctor_object(tasks::doctor(services)), {}};
    }

    /// The session answers these itself: they must not wait for a thread.
    Result<Answer> operator()(const CancelRequest&) const { return Answer{}; }

    Result<Answer> read(const tasks::Context& context, tasks::Leaves leaves,
                        tasks::KeysAllowed keys) const {
        const Result<View> message = work.message->whole(work.stop);
        if (!message) return message.error();
        tasks::ReadOptions options;
        options.context = context;
        options.keys = keys;
        options.leaves = leaves;
        options.stop = work.stop;
        auto reading = tasks::read_message(*message, options, services);
        if (!reading) return reading.error();
        if (leaves == tasks::Leaves::leave_out) return Answer{reading_object(*reading), {}};
        return reading_answer(std::move(reading).value(), work.new_transfer);
    }
};

}  // namespace

Result<Answer> TaskHandler::handle(const Task& task, const Work& work) {
    return std::visit(Doing{services_, work}, task);
}

}  // namespace sealwright::wire
