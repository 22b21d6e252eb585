// SPDX-License-Identifier: MPL-2.0
#include "tasks/people_list.hpp"

#include <algorithm>

namespace sealwright::tasks {

Result<KnownPeople> list_people(const std::string& after, const Services& services) {
    const Result<std::vector<Address>> all = services.people->addresses();
    if (!all) return all.error();
    const auto begin = std::find_if(all->begin(), all->end(),
                                    [&](const Address& address) { return address.text() > after; });
    KnownPeople known;
    for (auto each = begin; each != all->end(); ++each) {
        if (known.people.size() == kPeopleAtOnce) {
            known.more = true;
            break;
        }
        auto certificates = services.people->certificates_for(*each);
        if (!certificates) return certificates.error();
        known.people.push_back({*each, std::move(certificates).value()});
    }
    return known;
}

Result<bool> forget_person(const std::string& address, const Services& services) {
    const Result<Address> parsed = parse_address(address);
    if (!parsed) return parsed.error();
    return services.people->forget(*parsed);
}

Result<std::string> set_opens_gcm(const std::string& whom, bool opens, const Services& services) {
    const bool is_address = whom.find('@') != std::string::npos;
    const Result<Address> parsed = parse_address(is_address ? whom : "anybody@" + whom);
    if (!parsed) return parsed.error();
    const std::string text = is_address ? parsed->text() : parsed->domain;
    if (auto done = services.people->set_opens_gcm(text, opens); !done) return done.error();
    return text;
}

}  // namespace sealwright::tasks
