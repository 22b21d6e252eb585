// SPDX-License-Identifier: MPL-2.0
#include "tasks/read.hpp"

#include "base/digest.hpp"
#include "base/limits.hpp"
#include "base/text.hpp"
#include "mail/header.hpp"
#include "mail/plain_text.hpp"
#include "mail/structure.hpp"
#include "people/people.hpp"
#include "tasks/cms_part.hpp"
#include "tasks/fields.hpp"
#include "tasks/habits.hpp"
#include "tasks/harvest.hpp"
#include "tasks/layers.hpp"
#include "tasks/signers.hpp"

#include <algorithm>
#include <functional>
#include <future>

namespace sealwright::tasks {
namespace {

/// Below this a thread costs more than hashing.
constexpr std::size_t kHashApart = std::size_t{1} << 20;

std::future<Bytes> start_whole_digest(View message, const KnownDigests& known);
Reading refused(View message, Bytes sha256, const Context& given, const Services& services);
verdict::Facts facts_of(const Layers& layers, const Errant& errant,
                        const std::vector<JudgedSigner>& signers);
void add_flags(const Errant& errant, const std::vector<JudgedSigner>& signers,
               const mail::Entity& root, verdict::Verdict& verdict);
void compare_with_past(const Layers& layers, const std::vector<JudgedSigner>& signers,
                       const Context& context, const trust::PathBudget& budget,
                       const Services& services, verdict::Verdict& verdict);
std::variant<Range, SecretBytes> payload_of(View given, const Layers& layers, bool restricted);
void add_details(Layers& layers, std::vector<JudgedSigner> signers, Reading& reading);
void recall(const Bytes& sha256, std::vector<JudgedSigner>& signers, const Services& services);
void remember(const Reading& reading, const Context& context, const Services& services);

}  // namespace

Result<Reading> read_message(View message, const ReadOptions& options, const Services& services) {
    std::future<Bytes> sha256 = start_whole_digest(message, options.known);
    Result<mail::Message> parsed = mail::parse_message(message);
    if (!parsed) return refused(message, sha256.get(), options.context, services);

    Layers layers = open_layers(std::move(parsed).value(), options, services);
    const mail::Entity& root = layers.messages.front().root;
    const trust::PathBudget budget;
    std::vector<JudgedSigner> signers;
    if (const SigningLayer* deciding = layers.deciding())
        signers =
            judge_signers(deciding->data, claimed_sender(root), options.context, budget, services);
    Bytes whole = sha256.get();
    recall(whole, signers, services);
    if (options.stop.stop_requested()) return Error{ErrorCode::request_cancelled, "while reading"};

    Reading reading;
    reading.sha256 = std::move(whole);
    const Errant errant = errant_layers(*layers.message, *layers.payload);
    reading.verdict = verdict::decide(facts_of(layers, errant, signers));
    add_flags(errant, signers, root, reading.verdict);
    const Context context = with_reception(options.context, root);
    add_transport(root, context.servers, reading.verdict);
    if (is_received_mail(context))
        compare_with_past(layers, signers, context, budget, services, reading.verdict);
    reading.fields = shown_fields(root);
    if (options.leaves == Leaves::include && layers.may_be_released())
        reading.leaves = mail::leaves(*layers.message, *layers.payload);
    if (options.payload == Payload::include && layers.reached_payload() && layers.may_be_released())
        reading.payload = payload_of(message, layers, reading.verdict.restricted);
    add_details(layers, std::move(signers), reading);
    remember(reading, options.context, services);
    return reading;
}

std::optional<Reading> glance(View header_block, const Context& context, const Services& services) {
    Result<mail::Message> parsed = mail::parse_message(header_block);
    if (!parsed || mail::layer_kind(parsed->root) != mail::LayerKind::none ||
        parsed->root.is_multipart())
        return std::nullopt;
    ReadOptions options;
    options.context = context;
    Result<Reading> reading = read_message(header_block, options, services);
    if (!reading) return std::nullopt;
    return std::move(reading).value();
}

namespace {

std::future<Bytes> start_whole_digest(View message, const KnownDigests& known) {
    if (known.whole_sha256)
        return std::async(std::launch::deferred, [digest = *known.whole_sha256] { return digest; });
    auto policy = message.size() < kHashApart ? std::launch::deferred : std::launch::async;
    return std::async(policy, [message] { return sealwright::sha256(message); });
}

/// A message beyond a limit: nothing in it was looked at, and nothing good is said of it (V-01).
/// Others show it all the same, and whom it says it is from.
Reading refused(View message, Bytes sha256, const Context& given, const Services& services) {
    verdict::Facts facts;
    facts.message.fail(Check::V_01, Reason::mail_limit);
    facts.encryption = verdict::Encryption::refused;
    facts.has_signature_layer = true;
    Reading reading;
    reading.sha256 = std::move(sha256);
    reading.verdict = verdict::decide(facts);
    const mail::Message header = mail::parse_header(message);
    reading.verdict.flags = header_flags(header.root, "");
    const Context context = with_reception(given, header.root);
    add_transport(header.root, context.servers, reading.verdict);
    if (is_received_mail(context))
        judge_habit({header, nullptr, context}, services, reading.verdict);
    reading.fields = shown_fields(header.root);
    return reading;
}

void add_encryption_facts(const Layers& layers, verdict::Facts& facts) {
    facts.encryption_authenticated = true;
    for (const Layer& layer : layers.layers) {
        const auto* encrypting = std::get_if<EncryptingLayer>(&layer);
        if (!encrypting) continue;
        facts.encryption = encrypting->outcome;
        facts.encryption_authenticated &= encrypting->envelope.authenticated;
        facts.encryption_weak |= encrypting->envelope.weak;
    }
}

verdict::Facts facts_of(const Layers& layers, const Errant& errant,
                        const std::vector<JudgedSigner>& signers) {
    verdict::Facts facts;
    facts.message = layers.findings;
    const SigningLayer* deciding = layers.deciding();
    facts.has_signature_layer = deciding != nullptr;
    facts.signature_outside_encryption_only = layers.has_signing() && !deciding;
    if (facts.signature_outside_encryption_only)
        facts.message.fail(Check::V_04, Reason::mail_outer_only);
    else
        facts.message.pass(Check::V_04);
    if (deciding) {
        facts.message.add(deciding->data.findings);
        facts.has_signed_data_without_signer = deciding->data.findings.has(Reason::cms_no_signer);
    }
    facts.errant_signature = errant.signature;
    facts.errant_encryption = errant.encryption;
    add_encryption_facts(layers, facts);
    for (const JudgedSigner& signer : signers) facts.signers.push_back(signer.facts);
    return facts;
}

void add_flags(const Errant& errant, const std::vector<JudgedSigner>& signers,
               const mail::Entity& root, verdict::Verdict& verdict) {
    bool positive = verdict::is_positive(verdict.signature);
    std::vector<Flag> flags = header_flags(root, positive ? verdict.address : "");
    verdict.flags.insert(verdict.flags.end(), flags.begin(), flags.end());
    if (std::any_of(signers.begin(), signers.end(),
                    [](const JudgedSigner& signer) { return signer.odd_time; }))
        verdict.flags.push_back(Flag::odd_time);
    if (errant.signature || errant.encryption) verdict.flags.push_back(Flag::mixed_content);
}

void compare_with_past(const Layers& layers, const std::vector<JudgedSigner>& signers,
                       const Context& context, const trust::PathBudget& budget,
                       const Services& services, verdict::Verdict& verdict) {
    const SigningLayer* deciding = layers.deciding();
    const cms::SignedData* data = deciding ? &deciding->data : nullptr;
    judge_habit({layers.messages.front(), data, context}, services, verdict);
    if (data) harvest(*data, signers, verdict, budget, services);
}

std::variant<Range, SecretBytes> payload_of(View given, const Layers& layers, bool restricted) {
    if (restricted) return mail::as_plain_text(*layers.message, *layers.payload);
    View payload = layers.payload->whole.of(layers.message->bytes);
    const std::less_equal<> before;
    if (before(given.data(), payload.data()) &&
        before(payload.data() + payload.size(), given.data() + given.size())) {
        const auto begin = static_cast<std::size_t>(payload.data() - given.data());
        return Range{begin, begin + payload.size()};
    }
    return SecretBytes(payload);
}

/// Empty for one that no honest certificate has: a message may name hundreds.
std::string issuer_text(const Bytes& der) {
    if (der.size() > limits::kNameOctets) return "";
    const unsigned char* at = der.data();
    X509NamePtr name(d2i_X509_NAME(nullptr, &at, static_cast<long>(der.size())));
    if (!name) return "";
    BioPtr out(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(out.get(), name.get(), 0, XN_FLAG_RFC2253 & ~ASN1_STRFLGS_ESC_MSB);
    char* text = nullptr;
    long size = BIO_get_mem_data(out.get(), &text);
    return shown({text, static_cast<std::size_t>(size)});
}

void add_details(Layers& layers, std::vector<JudgedSigner> signers, Reading& reading) {
    for (JudgedSigner& signer : signers) reading.signers.push_back(std::move(signer.details));
    for (const Layer& layer : layers.layers) {
        const auto* encrypting = std::get_if<EncryptingLayer>(&layer);
        if (!encrypting) continue;
        reading.cipher = encrypting->envelope.cipher;
        for (const cms::Recipient& recipient : encrypting->envelope.recipients) {
            const Bytes& number =
                recipient.issuer.empty() ? recipient.key_identifier : recipient.serial;
            reading.recipients.push_back({issuer_text(recipient.issuer), hex(as_text(number))});
        }
    }
    reading.key_error = layers.key_error;
    if (!layers.plain.empty() && layers.may_be_released())
        reading.plaintext = std::move(layers.plain.back());
}

/// Asked only when a path is not valid now: reading fresh mail opens no database.
void recall(const Bytes& sha256, std::vector<JudgedSigner>& signers, const Services& services) {
    if (!services.people) return;
    for (JudgedSigner& signer : signers) {
        if (!signer.facts.findings.failed(Check::V_21)) continue;
        auto first = services.people->first_verified(sha256);
        signer.facts.was_valid_before = first && first.value().has_value();
    }
}

/// S-3 rests on our own record of when a message was first verified (G.6).
void remember(const Reading& reading, const Context& context, const Services& services) {
    bool fresh = reading.verdict.signature == SignatureState::verified ||
                 reading.verdict.signature == SignatureState::verified_revocation_unknown;
    bool counts = context.folder != Folder::junk && context.folder != Folder::sent;
    if (!fresh || !counts || context.account.empty() || !services.people) return;
    // A record that cannot be written costs a later S-3, never today's verdict.
    (void)services.people->note_verified(reading.sha256, services.clock());
}

}  // namespace
}  // namespace sealwright::tasks
