// SPDX-License-Identifier: MPL-2.0
#include "tasks/doctor.hpp"

#include "people_world.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>

using namespace sealwright;
using namespace sealwright::support;

namespace {

struct Machine : PeopleWorld {
    Machine() {
        services.data_folder = folder.path().string();
        services.prompt_program = "/usr/bin/pinentry-test";
        services.manifest_files = {folder.file("host.json")};
        std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    }
    [[nodiscard]] tasks::HealthCheck check(const std::string& name) const {
        const auto all = tasks::doctor(services);
        const auto found =
            std::find_if(all.begin(), all.end(),
                         [&](const tasks::HealthCheck& each) { return each.name == name; });
        REQUIRE_MESSAGE(found != all.end(), name);
        CHECK(found->ok == found->todo.empty());
        return *found;
    }
};

}  // namespace

TEST_CASE_FIXTURE(
    Machine, "doctor: a folder that others may open is found, with the command that mends it") {
    CHECK(check("folder").ok);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::others_exec,
                                 std::filesystem::perm_options::add);
    CHECK(check("folder").todo == "run: chmod 700 '" + folder.path().string() + "'");
    services.data_folder += "/not-there-yet";
    CHECK(check("folder").ok);
}

TEST_CASE_FIXTURE(Machine,
                  "doctor: without a program that asks for PINs it says which to install") {
    CHECK(check("prompt").ok);
    services.prompt_program.clear();
    CHECK(check("prompt").todo.starts_with("run: "));
}

TEST_CASE_FIXTURE(Machine, "doctor: a certificate is told of in its last month, by its address") {
    CHECK(check("expiry").ok);
    services.clock = [time = world.now + std::chrono::hours(24 * 345)] { return time; };
    const auto late = check("expiry");
    CHECK_FALSE(late.ok);
    CHECK(late.text.find("bob@example.org") != std::string::npos);
}

TEST_CASE_FIXTURE(Machine, "doctor: a person without a certificate is told so, and of no expiry") {
    services.stores.clear();
    CHECK_FALSE(check("identities").ok);
    const auto all = tasks::doctor(services);
    CHECK(std::none_of(all.begin(), all.end(),
                       [](const tasks::HealthCheck& each) { return each.name == "expiry"; }));
}
