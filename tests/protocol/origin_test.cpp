// SPDX-License-Identifier: MPL-2.0
#include "wire/origin.hpp"

#include "support/temp_folder.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

using namespace sealwright;
using namespace sealwright::wire;

namespace {

const std::string kOurs = "chrome-extension://aaaabbbbccccddddeeeeffffgggghhhh/";
const std::string kOther = "chrome-extension://ppppbbbbccccddddeeeeffffgggghhhh/";

/// A folder with a manifest, and origins that know two ids.
struct Place {
    Place() {
        write(manifest, "{}", 0644);
        origins = {{"aaaabbbbccccddddeeeeffffgggghhhh"}, {"mail@example.org"}, more, geteuid()};
    }
    static void write(const std::string& file, const std::string& text, mode_t mode) {
        std::ofstream(file) << text;
        ::chmod(file.c_str(), mode);
    }
    [[nodiscard]] bool admits(const std::vector<std::string>& args) const {
        const auto origin = check_origin(args, origins);
        if (!origin) CHECK(origin.error().code == ErrorCode::request_origin);
        return origin.ok();
    }

    support::TempFolder folder;
    std::string manifest = folder.file("org.sealwright.host.json");
    std::string more = folder.file("origins");
    Origins origins;
};

}  // namespace

TEST_CASE("E-81 our own extensions are admitted, foreign and missing ones are not") {
    const Place place;
    CHECK(place.admits({kOurs}));
    CHECK(place.admits({kOurs, "--parent-window=0"}));
    CHECK(place.admits({place.manifest, "mail@example.org"}));
    for (const std::vector<std::string>& args : std::vector<std::vector<std::string>>{
             {},
             {kOther},
             {"chrome-extension:///"},
             {"chrome-extension://"},
             {kOurs.substr(0, kOurs.size() - 1)},
             {kOurs + "page.html"},
             {"https://example.org/"},
             {place.manifest},
             {place.manifest, ""},
             {place.manifest, "other@example.org"},
             {place.manifest, "MAIL@example.org"},
             {"/no/such/manifest.json", "mail@example.org"},
             {place.folder.path().string(), "mail@example.org"},
         }) {
        CAPTURE(args.size());
        CHECK_FALSE(place.admits(args));
    }
}

TEST_CASE("E-81 a manifest that everybody can write is refused") {
    const Place place;
    ::chmod(place.manifest.c_str(), 0666);
    CHECK_FALSE(place.admits({place.manifest, "mail@example.org"}));
    ::chmod(place.manifest.c_str(), 0664);
    CHECK(place.admits({place.manifest, "mail@example.org"}));
}

TEST_CASE("an administrator may add origins") {
    const Place place;
    Place::write(place.more, "# ours\n\n  " + kOther + "  # test build\nother@example.org\n", 0644);
    CHECK(place.admits({kOther}));
    CHECK(place.admits({place.manifest, "other@example.org"}));
    CHECK_FALSE(place.admits({place.manifest, "ours"}));
}

TEST_CASE("E-81 a list of origins that others can change does not count") {
    Place place;
    Place::write(place.more, kOther + "\n", 0666);
    CHECK_FALSE(place.admits({kOther}));
    ::chmod(place.more.c_str(), 0644);
    CHECK(place.admits({kOther}));
    place.origins.owner = geteuid() + 1;
    CHECK_FALSE(place.admits({kOther}));
}

TEST_CASE("E-81 a list of origins that is a link does not count") {
    const Place place;
    Place::write(place.folder.file("real"), kOther + "\n", 0644);
    REQUIRE(::symlink(place.folder.file("real").c_str(), place.more.c_str()) == 0);
    CHECK_FALSE(place.admits({kOther}));
}

TEST_CASE("a browser's arguments are told from a command's") {
    CHECK(is_browser_start({kOther}));
    CHECK(is_browser_start({"/usr/lib/mozilla/native-messaging-hosts/org.sealwright.host.json"}));
    CHECK_FALSE(is_browser_start({}));
    CHECK_FALSE(is_browser_start({"verify", "/tmp/mail.eml"}));
    CHECK_FALSE(is_browser_start({"--help"}));
}

TEST_CASE("the shipped origins name one Chromium and one Gecko extension") {
    const Origins origins = shipped_origins();
    REQUIRE(origins.chromium.size() == 1);
    CHECK(origins.chromium[0].size() == 32);
    REQUIRE(origins.gecko.size() == 1);
    CHECK(origins.gecko[0] == "sealwright@sealwright.org");
    CHECK(origins.owner == 0);
}
