// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "people/people.hpp"
#include "tasks/services.hpp"

#include <string>
#include <vector>

namespace sealwright::tasks {

struct KnownPerson {
    Address address;
    std::vector<people::KnownCertificate> certificates;  ///< newest first
};
struct KnownPeople {
    std::vector<KnownPerson> people;
    bool more = false;  ///< there are others behind the last one
};

/// Most people named at once; their certificates have to fit one answer.
inline constexpr std::size_t kPeopleAtOnce = 500;

/// Whose certificates are known, in alphabetical order, from behind the address `after` on.
Result<KnownPeople> list_people(const std::string& after, const Services& services);

/// Forgets an address and what no other address needs; whether there was anything to forget.
Result<bool> forget_person(const std::string& address, const Services& services);

/// Remembers whether programs at `whom`, an address or a whole domain, open AES-GCM though they
/// have not said so (G.10); gives what it was read as, or `request.malformed`.
Result<std::string> set_opens_gcm(const std::string& whom, bool opens, const Services& services);

}  // namespace sealwright::tasks
