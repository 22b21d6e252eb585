// SPDX-License-Identifier: MPL-2.0
#include "tasks/habits.hpp"

#include "base/digest.hpp"
#include "base/text.hpp"
#include "mail/addresses.hpp"
#include "mail/header.hpp"
#include "mail/structure.hpp"
#include "people/habit.hpp"

#include <algorithm>
#include <ctime>
#include <map>

namespace sealwright::tasks {
namespace {

using people::LedgerRow;

/// Whether nobody knows what is inside: a signature may be there. What was refused for its size
/// alone is open to every other reader.
bool is_hidden(const Received& received, EncryptionState state) {
    if (state == EncryptionState::refused)
        return mail::layer_kind(received.message.root) == mail::LayerKind::pkcs7_mime;
    return state == EncryptionState::no_key || state == EncryptionState::locked ||
           state == EncryptionState::failed || state == EncryptionState::unsupported;
}

bool lacks_signature(SignatureState state) {
    return state == SignatureState::none || state == SignatureState::partial ||
           state == SignatureState::outer_only;
}

/// A signature that proves nothing must not be a way round R-1.
bool proves_nothing(SignatureState state) {
    return state == SignatureState::broken || state == SignatureState::weak ||
           state == SignatureState::unfit_certificate || state == SignatureState::unsupported ||
           state == SignatureState::unknown_issuer || state == SignatureState::multi;
}

/// Senders can set these, so they move the warning to the details and no further (B.5).
bool is_automatic(const mail::Entity& root) {
    const mail::Field* submitted = root.first("Auto-Submitted");
    if (submitted && !equal_ignoring_case(submitted->value, "no")) return true;
    return root.first("List-Id") || root.type.is("multipart/report") ||
           root.type.is("text/calendar");
}

Bytes public_key_digest(const X509& certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(&certificate), &der);
    const std::unique_ptr<unsigned char, decltype([](unsigned char* each) { OPENSSL_free(each); })>
        owned(der);
    return size > 0 ? sha256({der, static_cast<std::size_t>(size)}) : Bytes();
}

std::string day_of(UnixTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm utc{};
    gmtime_r(&seconds, &utc);
    char text[16];
    const std::size_t size = std::strftime(text, sizeof text, "%Y-%m-%d", &utc);
    return {text, size};
}

/// Whether the certificate says who somebody is, not only which address (N-1205).
bool names_person(const std::string& validation) {
    return validation == "individual" || validation == "sponsor" || validation == "organization";
}

/// By the header fields alone: what is looked at before the body is the same message. Those that
/// the own mail server adds make it one of a kind.
Bytes name_of(const mail::Message& message) {
    return sha256(message.root.header.of(message.bytes));
}

/// Whether the message is surely from that sender, and from nobody else.
enum class Sure { no, yes };

/// One message against the past of one who may have sent it.
class Judge {
  public:
    Judge(const Received& received, people::Ledger& ledger, Address account, mail::Mailbox sender,
          Sure sure, verdict::Verdict& verdict)
        : received_(received),
          ledger_(ledger),
          account_(std::move(account)),
          sender_(std::move(sender)),
          sure_(sure),
          message_(name_of(received.message)),
          missed_(ledger_.missed_in(account_, message_)),
          verdict_(verdict) {}

    void judge() {
        const auto past =
            ledger_.before(account_, *sender_.address, message_, *received_.context.received);
        if (!past || !missed_) return;
        const LedgerRow now = row();
        const bool habitual = signs(*past);
        const bool positive = verdict::is_positive(verdict_.signature);
        const bool missed = !positive && misses(habitual);
        if (positive) compare_key(*past, now);
        if (missed) say_missed();
        if (habitual && (verdict_.signature == SignatureState::unknown_issuer ||
                         verdict_.signature == SignatureState::wrong_address))
            say_new_key(*past);
        if (!positive && imitates()) add(Flag::misleading_name);
        const bool owned_up = *missed_ == people::Missed::genuine;
        const bool unsigned_by_sender =
            (owned_up || (lacks_signature(verdict_.signature) && !missed)) && tells_of_sender();
        if (sure_ == Sure::yes && (positive || unsigned_by_sender))
            (void)ledger_.note(account_, *sender_.address, message_, now);
    }

  private:
    [[nodiscard]] const mail::Entity& root() const { return received_.message.root; }

    /// Whether a signature is to be expected. One that does not come is no mark against the habit
    /// until it has ended: else whoever writes in the sender's name would end it with three mails.
    bool signs(const std::vector<LedgerRow>& past) {
        if (!people::signs_habitually(past)) return false;
        const auto last = std::find_if(past.begin(), past.end(), people::was_signed);
        const auto missed =
            ledger_.missed(account_, *sender_.address, last->time, *received_.context.received);
        return !missed || !people::has_ended(*missed);
    }

    /// Whether a message without a signature says anything of how the sender writes: not what a
    /// machine wrote, nor what the sender's domain disowns.
    [[nodiscard]] bool tells_of_sender() const {
        const auto& flags = verdict_.flags;
        return sure_ == Sure::yes && !is_automatic(root()) &&
               std::find(flags.begin(), flags.end(), Flag::dmarc_fail) == flags.end();
    }

    [[nodiscard]] LedgerRow row() const {
        LedgerRow row;
        row.time = *received_.context.received;
        row.state = verdict_.signature;
        row.name = shown(sender_.name);
        const bool by_one = received_.deciding && received_.deciding->signers.size() == 1;
        if (!by_one || !received_.deciding->signers.front().certificate) return row;
        const X509& certificate = *received_.deciding->signers.front().certificate;
        row.key = public_key_digest(certificate);
        row.issuer = verdict_.issuer;
        row.validation = trust::summarise(certificate).validation;
        return row;
    }

    /// What was missed once stays missed, however much the sender has written since.
    bool misses(bool habitual) {
        if (!lacks_signature(verdict_.signature) && !proves_nothing(verdict_.signature))
            return false;
        if (!habitual) return *missed_ == people::Missed::yes;
        const auto sender = tells_of_sender() ? sender_.address : std::nullopt;
        (void)ledger_.note_missed(account_, sender, message_, *received_.context.received);
        return true;
    }

    void say_missed() {
        if (*missed_ == people::Missed::genuine)
            return verdict_.findings.note(Check::V_04, Reason::sender_asked);
        verdict_.findings.note(Check::V_04, Reason::sender_usually_signs);
        if (!is_automatic(root())) add(Flag::unexpectedly_unsigned);
    }

    void compare_key(const std::vector<LedgerRow>& past, const LedgerRow& now) {
        if (now.key.empty()) return;
        const auto last = std::find_if(past.begin(), past.end(), people::was_signed);
        const bool known = std::any_of(past.begin(), past.end(), [&](const LedgerRow& row) {
            return people::was_signed(row) && (row.key.empty() || row.key == now.key);
        });
        if (last == past.end() || known) return;
        say_new_key(past);
        if (names_person(last->validation) && !names_person(now.validation) &&
            people::signs_habitually(past))
            say_missed();
    }

    void say_new_key(const std::vector<LedgerRow>& past) {
        const auto last = std::find_if(past.begin(), past.end(), people::was_signed);
        verdict_.findings.note(Check::V_26, Reason::sender_new_certificate,
                               {day_of(last->time), last->issuer});
        add(Flag::new_key);
    }

    /// Whether somebody else who normally signs has that name, or nearly that address.
    bool imitates() {
        const auto others = ledger_.senders(account_);
        if (!others) return false;
        return std::any_of(others->begin(), others->end(), [&](const people::Sender& other) {
            if (other.address == *sender_.address) return false;
            const bool same_name =
                !other.name.empty() && equal_ignoring_case(other.name, shown(sender_.name));
            if (!same_name && !people::look_alike(other.address, *sender_.address)) return false;
            const auto rows =
                ledger_.before(account_, other.address, message_, *received_.context.received);
            return rows && people::signs_habitually(*rows);
        });
    }

    void add(Flag flag) {
        auto& flags = verdict_.flags;
        if (std::find(flags.begin(), flags.end(), flag) == flags.end()) flags.push_back(flag);
    }

    const Received& received_;
    people::Ledger& ledger_;
    Address account_;
    mail::Mailbox sender_;
    Sure sure_;
    Bytes message_;
    Result<people::Missed> missed_;
    verdict::Verdict& verdict_;
};

/// Mail is from one or two; with more names than a reader sees at once nobody can be imitated.
constexpr std::size_t kSendersJudged = 100;

/// Everybody whom some reader may take the message to be from: read by the rules, and of a field
/// that breaks them whatever looks like an address.
std::map<Address, mail::Mailbox> possible_senders(const mail::Entity& root,
                                                  const mail::MailboxList& from) {
    std::map<Address, mail::Mailbox> each;
    for (const mail::Mailbox& mailbox : from.mailboxes)
        if (mailbox.address) each.emplace(*mailbox.address, mailbox);
    if (from.clean) return each;
    for (const mail::Field& field : root.fields) {
        if (!equal_ignoring_case(field.name, "From")) continue;
        for (const Address& address : mail::addresses_among(field.value))
            each.emplace(address, mail::Mailbox{"", address.text(), address});
    }
    return each;
}

/// As many of them as are judged; those we have heard of come first, so that no crowd of strangers
/// hides one of them.
std::vector<mail::Mailbox> first_of(std::map<Address, mail::Mailbox> senders,
                                    const Address& account, people::Ledger& ledger) {
    std::vector<mail::Mailbox> all;
    const auto take = [&](const Address& address) {
        auto found = senders.extract(address);
        if (found && all.size() < kSendersJudged) all.push_back(std::move(found.mapped()));
    };
    if (senders.size() > 1)
        if (const auto known = ledger.senders(account))
            for (const people::Sender& sender : *known) take(sender.address);
    while (!senders.empty()) take(Address(senders.begin()->first));
    return all;
}

}  // namespace

void judge_habit(const Received& received, const Services& services, verdict::Verdict& verdict) {
    if (!services.ledger || is_hidden(received, verdict.encryption)) return;
    const Result<Address> account = parse_address(received.context.account);
    if (!account) return;
    const mail::Entity& root = received.message.root;
    const mail::MailboxList from = mail::mailboxes_in(root, "From");
    const Sure sure =
        from.clean && !from.grouped && from.mailboxes.size() == 1 ? Sure::yes : Sure::no;
    people::Ledger& ledger = *services.ledger;
    for (mail::Mailbox& sender : first_of(possible_senders(root, from), *account, ledger))
        Judge(received, ledger, *account, std::move(sender), sure, verdict).judge();
}

Result<void> note_genuine(View message, const Context& context, const Services& services) {
    if (!services.ledger) return Error{ErrorCode::people_store, "nothing is remembered here", {}};
    const Result<Address> account = parse_address(context.account);
    if (!account) return account.error();
    return services.ledger->note_genuine(*account, name_of(mail::parse_header(message)));
}

}  // namespace sealwright::tasks
