// SPDX-License-Identifier: MPL-2.0
#include "cms/public_key.hpp"

namespace sealwright::cms {
namespace {

constexpr std::uint32_t kMostSalt = 1024;
constexpr int kEd25519Bits = 256;

/// [number] EXPLICIT AlgorithmIdentifier; nothing when absent.
std::optional<AlgorithmView> read_tagged_algorithm(der::Reader& reader, unsigned number) {
    const auto element = reader.maybe(der::constructed(number));
    if (!element) return std::nullopt;
    der::Reader inner(element->content);
    const AlgorithmView algorithm = read_algorithm(inner);
    if (!inner.finished()) reader.fail();
    return algorithm;
}

/// [number] EXPLICIT INTEGER with a default.
std::uint32_t read_tagged_integer(der::Reader& reader, unsigned number, std::uint32_t missing) {
    const auto element = reader.maybe(der::constructed(number));
    if (!element) return missing;
    der::Reader inner(element->content);
    const auto value = der::small_integer(inner.take(der::kInteger).content);
    if (!inner.finished() || !value) reader.fail();
    return value.value_or(missing);
}

KeyFitness judge_rsa(std::size_t modulus_bits, std::size_t exponent_bits) {
    if (modulus_bits > limits::kRsaBitsMost || exponent_bits > limits::kRsaExponentBits) {
        return KeyFitness::unusable;
    }
    return modulus_bits < limits::kRsaBitsLeast ? KeyFitness::weak : KeyFitness::fit;
}

void judge_rsa_key(View key, KeyFacts& facts) {
    der::Reader outer(key);
    der::Reader numbers = outer.enter(der::kSequence);
    const auto modulus = der::integer_bits(numbers.take(der::kInteger).content);
    const auto exponent = der::integer_bits(numbers.take(der::kInteger).content);
    if (!numbers.finished() || !outer.finished() || !modulus || !exponent) return;
    facts.bits = static_cast<int>(*modulus);
    facts.fitness = judge_rsa(*modulus, *exponent);
}

/// Only a named curve of the table; explicit parameters make OpenSSL compute on numbers an
/// attacker chose.
void judge_ec_key(View parameters, KeyFacts& facts) {
    der::Reader reader(parameters);
    facts.curve = find_curve(reader.take(der::kOid).content);
    if (!reader.finished() || !facts.curve) return;
    facts.bits = facts.curve->bits;
    facts.fitness = facts.curve->weak_since.empty() ? KeyFitness::fit : KeyFitness::weak;
}

void judge_pss_key(const AlgorithmView& algorithm, View key, KeyFacts& facts) {
    judge_rsa_key(key, facts);
    if (algorithm.parameters.empty()) return;
    facts.pss = read_pss(algorithm.parameters);
    if (!facts.pss) facts.fitness = KeyFitness::unusable;
}

}  // namespace

std::optional<PssParameters> read_pss(View parameters) {
    der::Reader outer(parameters);
    der::Reader fields = outer.enter(der::kSequence);
    const auto digest = read_tagged_algorithm(fields, 0);
    const auto mask = read_tagged_algorithm(fields, 1);
    const std::uint32_t salt = read_tagged_integer(fields, 2, 20);
    const std::uint32_t trailer = read_tagged_integer(fields, 3, 1);
    if (!fields.finished() || !outer.finished() || salt > kMostSalt || trailer != 1) {
        return std::nullopt;
    }
    PssParameters pss;
    pss.salt = static_cast<int>(salt);
    pss.digest = find_digest(digest ? digest->oid : oid::kSha1.view());
    pss.mgf1 = find_digest(oid::kSha1.view());
    if (mask) {
        if (!(oid::kMgf1 == mask->oid)) return std::nullopt;
        der::Reader inner(mask->parameters);
        pss.mgf1 = find_digest(read_algorithm(inner).oid);
    }
    return pss.digest && pss.mgf1 ? std::optional(pss) : std::nullopt;
}

KeyFacts judge_key(View subject_public_key_info) {
    KeyFacts facts;
    der::Reader outer(subject_public_key_info);
    der::Reader fields = outer.enter(der::kSequence);
    const AlgorithmView algorithm = read_algorithm(fields);
    const View key = der::whole_octets(fields.take(der::kBitString).content);
    if (!fields.finished() || !outer.finished()) return facts;
    if (oid::kRsa == algorithm.oid) {
        facts.kind = KeyKind::rsa;
        judge_rsa_key(key, facts);
    } else if (oid::kRsaPss == algorithm.oid) {
        facts.kind = KeyKind::rsa_pss;
        judge_pss_key(algorithm, key, facts);
    } else if (oid::kEcPublicKey == algorithm.oid) {
        facts.kind = KeyKind::ec;
        judge_ec_key(algorithm.parameters, facts);
    } else if (oid::kEd25519 == algorithm.oid) {
        facts = {KeyKind::ed25519, KeyFitness::fit, kEd25519Bits, nullptr, std::nullopt};
    }
    return facts;
}

}  // namespace sealwright::cms
