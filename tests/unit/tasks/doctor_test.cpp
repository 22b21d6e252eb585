// SPDX-License-Identifier: MPL-2.0
#include "tasks/doctor.hpp"

#include "base/file.hpp"
#include "keys/file/file_store.hpp"
#include "people_world.hpp"
#include "tasks/repair.hpp"

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
        services.program = folder.file("sealwright");
        services.extensions = {"sealwright@sealwright.org", "chrome-extension://llic/"};
        std::filesystem::permissions(folder.path(), std::filesystem::perms::owner_all);
    }
    void put(const std::string& name, const std::string& text) const {
        REQUIRE(write_file_by_rename(folder.file(name), as_view(text)));
    }
    void put_manifest(const std::string& program, const std::string& allowed) const {
        put("host.json",
            R"({"name":"org.sealwright.host","path":")" + program + R"(",)" + allowed + "}");
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

TEST_CASE_FIXTURE(Machine,
                  "doctor: a manifest counts when it starts this program for our extension") {
    const std::string ours = R"("allowed_extensions":["sealwright@sealwright.org"])";
    put("sealwright", "the program");
    put("other", "another program");
    CHECK_FALSE(check("browser").ok);
    put_manifest(services.program, ours);
    CHECK(check("browser").ok);
    put_manifest(services.program, R"("allowed_origins":["chrome-extension://llic/"])");
    CHECK(check("browser").ok);
    for (const char* program : {"moved", "other"}) {
        put_manifest(folder.file(program), ours);
        const auto found = check("browser");
        CHECK_FALSE(found.ok);
        CHECK(found.text.find(folder.file(program)) != std::string::npos);
    }
    put_manifest(services.program, R"("allowed_extensions":["other@example.org"])");
    CHECK_FALSE(check("browser").ok);
    put("host.json", "no manifest");
    CHECK_FALSE(check("browser").ok);
}

TEST_CASE_FIXTURE(Machine, "doctor: a folder of keys that others can change is no missing token") {
    services.stores = {std::make_shared<keys::FileStore>(folder.path(), nullptr)};
    std::filesystem::permissions(folder.path(), std::filesystem::perms::group_write,
                                 std::filesystem::perm_options::add);
    const auto found = check("file");
    CHECK_FALSE(found.ok);
    CHECK(found.text.find("chmod 700") != std::string::npos);
    CHECK(found.todo.find("token") == std::string::npos);
}

TEST_CASE_FIXTURE(Machine, "doctor: what NSS databases need is named, what tokens need too") {
    class Failing final : public keys::KeyStore {
      public:
        Failing(std::string name, ErrorCode code) : name_(std::move(name)), code_(code) {}
        [[nodiscard]] std::string name() const override { return name_; }
        Result<keys::Inventory> list(const std::stop_token&) override {
            return Error{code_, "detail"};
        }

      private:
        std::string name_;
        ErrorCode code_;
    };
    services.stores = {std::make_shared<Failing>("nss", ErrorCode::system_file),
                       std::make_shared<Failing>("pkcs11", ErrorCode::key_token_failed)};
    CHECK(check("nss").todo == "run: sudo apt install libnss3");
    CHECK(check("pkcs11").todo.find("plugged in") != std::string::npos);
}

TEST_CASE_FIXTURE(Machine, "repair: a folder that others may open becomes the person's alone") {
    CHECK_FALSE(check("folder").repairable);
    std::filesystem::permissions(folder.path(), std::filesystem::perms::others_exec,
                                 std::filesystem::perm_options::add);
    CHECK(check("folder").repairable);
    REQUIRE(tasks::repair("folder", services));
    CHECK(check("folder").ok);
}

TEST_CASE_FIXTURE(Machine,
                  "repair: a manifest starts this program for our extensions, by its owner alone") {
    put("sealwright", "the program");
    const auto is_repaired = [&] {
        CHECK(check("browser").repairable);
        REQUIRE(tasks::repair("browser", services));
        CHECK(check("browser").ok);
    };
    put_manifest(folder.file("moved"), R"("allowed_extensions":["sealwright@sealwright.org"])");
    is_repaired();
    put_manifest(services.program, R"("allowed_origins":["chrome-extension://other/"])");
    is_repaired();
    std::filesystem::permissions(folder.file("host.json"), std::filesystem::perms::others_write,
                                 std::filesystem::perm_options::add);
    is_repaired();
}

TEST_CASE_FIXTURE(Machine, "repair: what is no manifest, or another's, stays as it is") {
    put("sealwright", "the program");
    put("host.json", "no manifest");
    CHECK_FALSE(check("browser").repairable);
    REQUIRE(tasks::repair("browser", services));
    CHECK_FALSE(check("browser").ok);
    put_manifest(folder.file("moved"), R"("allowed_extensions":[])");
    std::filesystem::rename(folder.file("host.json"), folder.file("elsewhere.json"));
    std::filesystem::create_symlink(folder.file("elsewhere.json"), folder.file("host.json"));
    CHECK_FALSE(check("browser").repairable);
    const auto refused = tasks::repair("openssl", services);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == ErrorCode::request_refused);
}
