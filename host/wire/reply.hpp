// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "tasks/doctor.hpp"
#include "tasks/inventory.hpp"
#include "tasks/people_list.hpp"
#include "tasks/protect.hpp"
#include "tasks/read.hpp"
#include "tasks/recipients.hpp"
#include "wire/answer.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace sealwright::wire {

// What tasks found, in the words of PROTOCOL.md. The command line's --json prints the same.

/// Raised when a client that knows an older reading would misread it.
inline constexpr int kReadingSchema = 1;

/// Numbers the bodies of an answer.
using NewTransfer = std::function<std::uint64_t()>;

/// A reading without its bodies.
Json to_json(const tasks::Reading& reading);
/// A reading with its payload and, when they were asked for, its leaves as bodies.
Answer reading_answer(tasks::Reading reading, tasks::Leaves asked, const NewTransfer& new_transfer);
Answer protect_answer(tasks::ProtectedMessage message, const NewTransfer& new_transfer);
Json to_json(const tasks::Identities& identities);
Json to_json(const std::vector<tasks::RecipientCertificate>& recipients);
Json to_json(const tasks::KnownPeople& people);
Json to_json(const std::vector<tasks::HealthCheck>& checks);

}  // namespace sealwright::wire
