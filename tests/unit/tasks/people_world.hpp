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

    /// As received by Bob just now.
    [[nodiscard]] tasks::ReadOptions received() const {
        tasks::ReadOptions options;
        options.context.account = "bob@example.org";
        options.context.folder = tasks::Folder::inbox;
        options.context.received = world.now;
        return options;
    }
    tasks::Reading receive(const std::string& mail) { return receive(mail, received()); }
    tasks::Reading receive(const std::string& mail, const tasks::ReadOptions& options) {
        auto reading = tasks::read_message(as_view(mail), options, services);
        REQUIRE_MESSAGE(reading.ok(), reading.error().detail);
        return std::move(reading).value();
    }

    void know(const Ca& person) {
        REQUIRE(tasks::add_known_certificate(as_view(person.pem_certificate()), "test", services));
    }
};

}  // namespace sealwright::support
