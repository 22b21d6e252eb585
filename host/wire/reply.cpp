// SPDX-License-Identifier: MPL-2.0
#include "wire/reply.hpp"

#include "base/text.hpp"

#include <utility>

namespace sealwright::wire {
namespace {

/// An array of what `one` makes of each.
template <class List, class One>
Json array_of(const List& list, One one) {
    Json array = Json::array();
    for (const auto& each : list) array.push_back(one(each));
    return array;
}

template <class Time>
Json seconds(const Time& time) {
    return time.time_since_epoch().count();
}

Json certificate_object(const trust::CertificateSummary& certificate) {
    return {{"subject", certificate.subject},
            {"issuer", certificate.issuer},
            {"addresses", certificate.addresses},
            {"serial", certificate.serial},
            {"sha256", certificate.sha256},
            {"key", certificate.key},
            {"not_before", seconds(certificate.not_before)},
            {"not_after", seconds(certificate.not_after)},
            {"validation", certificate.validation}};
}

Json finding_object(const Finding& finding) {
    return {{"check", word(finding.check)},
            {"outcome", word(finding.outcome)},
            {"reason", word(finding.reason)},
            {"args", finding.args}};
}

Json findings_array(const Findings& findings) {
    return array_of(findings.list(), finding_object);
}

Json checks_object(const Findings& findings) {
    Json checks = Json::object();
    for (std::size_t i = 0; i < kCheckCount; ++i) {
        const auto check = static_cast<Check>(i);
        checks[std::string(word(check))] = word(findings[check]);
    }
    return checks;
}

Json signer_object(const tasks::SignerDetails& signer) {
    Json object = {{"certificate", certificate_object(signer.certificate)},
                   {"chain", array_of(signer.chain, certificate_object)},
                   {"digest", signer.digest},
                   {"algorithm", signer.algorithm},
                   {"findings", findings_array(signer.findings)}};
    if (signer.signing_time) object["signing_time"] = seconds(*signer.signing_time);
    return object;
}

Json signature_object(const tasks::Reading& reading) {
    return {{"state", word(reading.verdict.signature)},
            {"address", reading.verdict.address},
            {"issuer", reading.verdict.issuer},
            {"signers", array_of(reading.signers, signer_object)}};
}

Json recipient_object(const tasks::RecipientDetails& recipient) {
    return {{"issuer", recipient.issuer}, {"serial", recipient.serial}};
}

Json encryption_object(const tasks::Reading& reading) {
    Json object = {{"state", word(reading.verdict.encryption)},
                   {"cipher", reading.cipher},
                   {"recipients", array_of(reading.recipients, recipient_object)}};
    if (reading.key_error) object["error"] = error_object(*reading.key_error);
    return object;
}

Json mailbox_object(const tasks::ShownMailbox& mailbox) {
    return {{"name", mailbox.name}, {"address", mailbox.address}};
}

Json fields_object(const tasks::ShownFields& fields) {
    Json object = {{"from", array_of(fields.from, mailbox_object)},
                   {"sender", array_of(fields.sender, mailbox_object)},
                   {"to", array_of(fields.to, mailbox_object)},
                   {"cc", array_of(fields.cc, mailbox_object)},
                   {"reply_to", array_of(fields.reply_to, mailbox_object)},
                   {"subject", fields.subject}};
    if (fields.date) object["date"] = *fields.date;
    return object;
}

const char* kind_word(mail::LeafKind kind) {
    switch (kind) {
        case mail::LeafKind::text:
            return "text";
        case mail::LeafKind::html:
            return "html";
        case mail::LeafKind::attachment:
            return "attachment";
    }
    return "attachment";
}

Json leaf_object(const mail::Leaf& leaf, std::uint64_t transfer) {
    return {{"kind", kind_word(leaf.kind)},  {"type", leaf.type},      {"name", leaf.name},
            {"content_id", leaf.content_id}, {"inline", leaf.in_line}, {"transfer", transfer},
            {"size", leaf.bytes.size()}};
}

Json identity_object(const tasks::ListedIdentity& listed) {
    Json object = certificate_object(listed.certificate);
    object["store"] = listed.identity.store;
    object["chain"] = array_of(listed.identity.chain, [](const Certificate& issuer) {
        return certificate_object(trust::summarise(*issuer));
    });
    return object;
}

const char* source_word(people::Source source) {
    switch (source) {
        case people::Source::file:
            return "file";
        case people::Source::mail:
            return "mail";
        case people::Source::own:
            return "own";
    }
    return "file";
}

Json known_certificate_object(const people::KnownCertificate& known) {
    Json object = certificate_object(trust::summarise(*known.certificate));
    object["source"] = source_word(known.source);
    object["opens"] = known.opens;
    // Nobody remembers when our own came.
    if (known.source != people::Source::own) object["added"] = seconds(known.added);
    return object;
}

Json known_recipient_object(const tasks::RecipientCertificate& recipient) {
    return {{"address", recipient.address.text()},
            {"usable", recipient.usable},
            {"certificates", array_of(recipient.known, known_certificate_object)},
            {"findings", findings_array(recipient.findings)}};
}

Json person_object(const tasks::KnownPerson& person) {
    return {{"address", person.address.text()},
            {"certificates", array_of(person.certificates, known_certificate_object)}};
}

/// Puts a body into the answer and gives what names it there.
template <class Octets>
Json add_body(Octets octets, const NewTransfer& new_transfer, Answer& answer) {
    const std::uint64_t transfer = new_transfer();
    Json name = {{"transfer", transfer}, {"size", octets.size()}};
    answer.bodies.push_back({transfer, std::move(octets)});
    return name;
}

/// Where the payload is: in the message itself, or in a body of this answer.
Json payload_object(tasks::Reading& reading, const NewTransfer& new_transfer, Answer& answer) {
    if (const auto* stretch = std::get_if<Range>(&*reading.payload))
        return {{"offset", stretch->begin}, {"size", stretch->size()}};
    return add_body(std::get<SecretBytes>(*std::move(reading.payload)), new_transfer, answer);
}

}  // namespace

Json to_json(const tasks::Reading& reading) {
    const verdict::Verdict& verdict = reading.verdict;
    return {{"schema", kReadingSchema},
            {"sha256", hex(as_text(reading.sha256))},
            {"summary", word(verdict.summary)},
            {"signature", signature_object(reading)},
            {"encryption", encryption_object(reading)},
            {"headers", {{"state", word(verdict.headers)}}},
            {"flags", array_of(verdict.flags, [](Flag flag) { return word(flag); })},
            {"restricted", verdict.restricted},
            {"findings", findings_array(verdict.findings)},
            {"checks", checks_object(verdict.findings)},
            {"fields", fields_object(reading.fields)}};
}

Answer reading_answer(tasks::Reading reading, tasks::Leaves asked,
                      const NewTransfer& new_transfer) {
    Answer answer{to_json(reading), {}};
    if (reading.payload) answer.object["payload"] = payload_object(reading, new_transfer, answer);
    if (asked == tasks::Leaves::leave_out) return answer;
    Json& leaves = answer.object["leaves"] = Json::array();
    for (mail::Leaf& leaf : reading.leaves) {
        const std::uint64_t transfer = new_transfer();
        leaves.push_back(leaf_object(leaf, transfer));
        answer.bodies.push_back({transfer, std::move(leaf.bytes)});
    }
    return answer;
}

Answer protect_answer(tasks::ProtectedMessage message, const NewTransfer& new_transfer) {
    const auto field_object = [](const tasks::HeaderField& field) {
        return Json{{"name", field.name}, {"value", field.value}};
    };
    Answer answer;
    answer.object = {{"outer", array_of(message.outer, field_object)},
                     {"entity", add_body(std::move(message.entity), new_transfer, answer)}};
    Json& copies = answer.object["copies"] = Json::array();
    for (tasks::ProtectedMessage::Copy& copy : message.copies) {
        Json entity = add_body(std::move(copy.entity), new_transfer, answer);
        copies.push_back({{"recipient", copy.recipient}, {"entity", std::move(entity)}});
    }
    return answer;
}

Json to_json(const tasks::Identities& identities) {
    const auto skipped_object = [](const keys::Skipped& skipped) {
        return Json{{"subject", skipped.subject}, {"store", skipped.store}, {"why", skipped.why}};
    };
    return {{"identities", array_of(identities.identities, identity_object)},
            {"skipped", array_of(identities.skipped, skipped_object)},
            {"unreachable", array_of(identities.unreachable, error_object)}};
}

Json to_json(const std::vector<tasks::RecipientCertificate>& recipients) {
    return {{"recipients", array_of(recipients, known_recipient_object)}};
}

Json to_json(const tasks::KnownPeople& people) {
    return {{"people", array_of(people.people, person_object)}, {"more", people.more}};
}

Json to_json(const std::vector<tasks::HealthCheck>& checks) {
    const auto check_object = [](const tasks::HealthCheck& check) {
        return Json{{"name", check.name},
                    {"ok", check.ok},
                    {"text", check.text},
                    {"todo", check.todo},
                    {"repairable", check.repairable}};
    };
    return {{"checks", array_of(checks, check_object)}};
}

}  // namespace sealwright::wire
