// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "people/people.hpp"
#include "support/temp_folder.hpp"
#include "support/world.hpp"
#include "tasks/import.hpp"

#include <doctest/doctest.h>

namespace sealwright::support {

/// The world with a list of known people that is empty at first.
struct PeopleWorld {
    World world;
    TempFolder folder;
    std::shared_ptr<people::Database> database =
        std::make_shared<people::Database>((folder.path() / "people.sqlite").string());
    tasks::Services services = world.services();

    PeopleWorld() { services.people = std::make_shared<people::People>(database); }

    void know(const Ca& person) {
        REQUIRE(tasks::add_known_certificate(as_view(person.pem_certificate()), "test", services));
    }
};

}  // namespace sealwright::support
