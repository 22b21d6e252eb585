// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/newest.hpp"

#include "stores/token_fixtures.hpp"
#include "stores/tools.hpp"
#include "support/scripted_prompt.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
namespace p11 = keys::pkcs11;

namespace {

constexpr const char* kThunderbirdFolder = "/usr/lib/thunderbird";
constexpr const char* kThunderbirdLibrary = "/usr/lib/thunderbird/libsoftokn3.so";

std::string system_library() {
    for (const auto& library : p11::find_softokens())
        if (library.string().find("-linux-gnu/") != std::string::npos) return library.string();
    FAIL("no libsoftokn3.so of the system; install libnss3 (tests/run does)");
    return "";
}

/// Which of the libraries is taken; empty when none is.
std::string taken_of(const std::vector<std::string>& candidates) {
    const support::TempFolder folder;
    stores::make_database(folder.path(), "");
    const auto specs =
        p11::nss_modules({{"any", folder.path()}}, {candidates.begin(), candidates.end()}).value();
    REQUIRE(specs.size() == 1);
    const auto opened =
        p11::open_newest(stores::worker_program(), specs.front(), std::chrono::seconds(20), {});
    return opened ? opened->library : "";
}

}  // namespace

TEST_CASE("of several NSS libraries the newest is taken, in whatever order they are found") {
    stores::require_file(kThunderbirdLibrary, "thunderbird");
    const std::string system = system_library();
    CHECK(taken_of({system, kThunderbirdLibrary}) == kThunderbirdLibrary);
    CHECK(taken_of({kThunderbirdLibrary, system}) == kThunderbirdLibrary);
    CHECK(taken_of({"/nonexistent/libsoftokn3.so", system}) == system);
    CHECK(taken_of({system}) == system);
    CHECK(taken_of({"/nonexistent/libsoftokn3.so"}).empty());
}

TEST_CASE(
    "a primary password set by Thunderbird's newer NSS opens beside one set by the system's") {
    stores::require_file(kThunderbirdLibrary, "thunderbird");
    const stores::People people;
    const support::TempFolder folder;
    const Environment newer{{"LD_LIBRARY_PATH", kThunderbirdFolder}};
    const std::string password = "same for both";
    const auto of_system = folder.path() / "system", of_thunderbird = folder.path() / "thunderbird";
    stores::make_database(of_system, password);
    stores::add_identity(of_system, password, people.leaves[0], {});
    stores::make_database(of_thunderbird, password, newer);
    stores::add_identity(of_thunderbird, password, people.leaves[1], {}, newer);
    auto setup = stores::setup_for(
        "nss", p11::nss_modules({{"system", of_system}, {"thunderbird", of_thunderbird}},
                                p11::find_softokens())
                   .value());
    p11::Pkcs11Store store(setup, std::make_shared<support::ScriptedPrompt>(password));
    auto inventory = store.list();
    REQUIRE(inventory.ok());
    REQUIRE(inventory->identities.size() == 2);
    for (const auto& identity : inventory->identities) {
        const bool first = identity.store == "nss: system";
        CHECK(stores::signs(*identity.key, *people.leaves[first ? 0 : 1].key));
    }
}
