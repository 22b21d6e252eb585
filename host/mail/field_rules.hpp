// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

namespace sealwright::mail {

enum class Place { root, part };

/// What V-02 has to say about one header block once its type is known (C-40): fields that may
/// stand only once, and octets above 127 in the fields that shape the tree.
void check_fields(const Entity& entity, Place place, Findings& findings);

/// Fails `check` once per reason, however many parts give the same one.
void fail_once(Findings& findings, Check check, Reason reason, std::vector<std::string> args = {});

}  // namespace sealwright::mail
