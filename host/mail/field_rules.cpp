// SPDX-License-Identifier: MPL-2.0
#include "mail/field_rules.hpp"

#include "base/text.hpp"
#include "mail/structure.hpp"

#include <algorithm>
#include <array>

namespace sealwright::mail {
namespace {

constexpr std::array<std::string_view, 3> kStructural = {
    "content-type", "content-transfer-encoding", "mime-version"};
// RFC 5322 §3.6 allows one each; a second one makes two readers see two messages.
constexpr std::array<std::string_view, 4> kSingle = {"from", "sender", "date", "subject"};

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c & 0x80) == 0; });
}

template <std::size_t N>
void check_single(const Entity& entity, const std::array<std::string_view, N>& names,
                  Findings& findings) {
    for (const std::string_view name : names) {
        if (entity.count(name) > 1) {
            fail_once(findings, Check::V_02, Reason::mail_duplicate_field, {std::string(name)});
        }
    }
}

// File names with raw octets are everyday; they shape nothing unless the part holds other parts.
bool shapes_tree(const Entity& entity, Place place) {
    return place == Place::root || entity.is_multipart() || layer_kind(entity) != LayerKind::none;
}

}  // namespace

void check_fields(const Entity& entity, Place place, Findings& findings) {
    check_single(entity, kStructural, findings);
    if (place == Place::root) check_single(entity, kSingle, findings);
    if (!shapes_tree(entity, place)) return;
    if (entity.type.ambiguous) fail_once(findings, Check::V_02, Reason::mail_ambiguous_parameter);
    for (const Field& field : entity.fields) {
        const std::string name = lower_ascii(field.name);
        const bool structural =
            std::find(kStructural.begin(), kStructural.end(), name) != kStructural.end();
        if (structural && !is_ascii(field.value)) {
            fail_once(findings, Check::V_02, Reason::mail_bad_header, {name});
        }
    }
}

void fail_once(Findings& findings, Check check, Reason reason, std::vector<std::string> args) {
    if (!findings.has(reason)) findings.fail(check, reason, std::move(args));
}

}  // namespace sealwright::mail
