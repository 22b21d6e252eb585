// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/algorithms.hpp"

#include <optional>

namespace sealwright::cms {

enum class KeyKind { rsa, rsa_pss, ec, ed25519, other };
/// Whether OpenSSL may see a key at all: `unusable` ones cost too much time (C-26) or are of a kind
/// that S/MIME does not use.
enum class KeyFitness { fit, weak, unusable };

/// RSASSA-PSS parameters (RFC 4055 §3.1), of a signature or as a key's own restriction.
struct PssParameters {
    const DigestAlgorithm* digest = nullptr;
    const DigestAlgorithm* mgf1 = nullptr;
    int salt = 20;  ///< octets
};
/// Nothing when malformed, with an unknown digest or mask function, or another trailer than 1.
std::optional<PssParameters> read_pss(View parameters);

/// What a SubjectPublicKeyInfo says, read without OpenSSL.
struct KeyFacts {
    KeyKind kind = KeyKind::other;
    KeyFitness fitness = KeyFitness::unusable;
    int bits = 0;
    const Curve* curve = nullptr;      ///< of EC keys on a named curve we know
    std::optional<PssParameters> pss;  ///< a PSS key's own parameters
};
KeyFacts judge_key(View subject_public_key_info);

}  // namespace sealwright::cms
