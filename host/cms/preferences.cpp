// SPDX-License-Identifier: MPL-2.0
#include "cms/preferences.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

/// Honest lists have about ten.
constexpr std::size_t kMostCapabilities = 64;

/// The CHOICE as its IMPLICIT tag and what stands under it.
std::optional<PartyView> read_choice(const der::Element& choice) {
    PartyView party;
    der::Reader fields(choice.content);
    switch (choice.tag) {
        case der::constructed(0):
            party.issuer = fields.take(der::kSequence).whole;
            party.serial = fields.take(der::kInteger).content;
            if (!fields.finished()) return std::nullopt;
            return party;
        case der::constructed(1):
            party.key_identifier = fields.take(der::kOctetString).content;
            if (!fields.ok()) return std::nullopt;
            return party;
        case der::primitive(2):
            party.key_identifier = choice.content;
            return party;
        default:
            return std::nullopt;
    }
}

}  // namespace

std::vector<std::string> read_capabilities(View value) {
    if (value.empty()) return {};
    std::vector<std::string> ciphers;
    der::Reader outer(value);
    der::Reader list = outer.enter(der::kSequence);
    for (std::size_t i = 0; i < kMostCapabilities && list.ok() && !list.at_end(); ++i) {
        const CipherAlgorithm* cipher = find_cipher(read_algorithm(list).oid);
        if (!cipher || std::ranges::find(ciphers, cipher->name) != ciphers.end()) continue;
        ciphers.emplace_back(cipher->name);
    }
    return list.ok() && outer.finished() ? ciphers : std::vector<std::string>{};
}

std::optional<PartyView> read_key_preference(View value) {
    if (value.empty()) return std::nullopt;
    der::Reader outer(value);
    const der::Element choice = outer.any();
    return outer.finished() ? read_choice(choice) : std::nullopt;
}

}  // namespace sealwright::cms
