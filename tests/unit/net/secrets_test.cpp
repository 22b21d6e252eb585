// SPDX-License-Identifier: MPL-2.0
#include "net/secrets.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using net::ProcessSecrets;
using Kept = net::Secrets::Kept;

namespace {

const net::SecretName kAlice{"smtp.example.test", "alice"};

/// A desktop's store that can go away.
class Desktop final : public net::Secrets {
  public:
    bool here = true;
    std::map<net::SecretName, std::string> kept;

    Result<std::optional<SecretBytes>> get(const net::SecretName& name,
                                           const std::stop_token&) override {
        if (!here) return gone();
        const auto found = kept.find(name);
        if (found == kept.end()) return std::optional<SecretBytes>();
        return std::optional(SecretBytes(as_view(found->second)));
    }
    Result<Kept> put(const net::SecretName& name, View secret, const std::stop_token&) override {
        if (!here) return gone();
        kept[name] = as_text(secret);
        return Kept::lastingly;
    }
    Result<bool> erase(const net::SecretName& name, const std::stop_token&) override {
        if (!here) return gone();
        return kept.erase(name) != 0;
    }

  private:
    static Error gone() { return {ErrorCode::system_file, "gone"}; }
};

std::string text_of(net::Secrets& secrets) {
    const auto found = secrets.get(kAlice, {});
    REQUIRE(found);
    return *found ? std::string(as_text((*found)->view())) : "none";
}

}  // namespace

TEST_CASE("a password that the desktop keeps is not kept in memory too") {
    const auto desktop = std::make_shared<Desktop>();
    ProcessSecrets secrets(desktop);
    CHECK(secrets.put(kAlice, as_view("one"), {}).value() == Kept::lastingly);
    desktop->kept[kAlice] = "two";
    CHECK(text_of(secrets) == "two");
    CHECK(secrets.erase(kAlice, {}).value());
    CHECK(text_of(secrets) == "none");
}

TEST_CASE(
    "where the desktop keeps none, a password lives as long as the program and can be erased") {
    const auto desktop = std::make_shared<Desktop>();
    desktop->here = false;
    ProcessSecrets secrets(desktop);
    CHECK(text_of(secrets) == "none");
    CHECK(secrets.put(kAlice, as_view("one"), {}).value() == Kept::while_running);
    CHECK(text_of(secrets) == "one");
    CHECK(secrets.erase(kAlice, {}).value());
    CHECK(text_of(secrets) == "none");
}

TEST_CASE("a newer password of the desktop takes the place of one in memory") {
    const auto desktop = std::make_shared<Desktop>();
    desktop->here = false;
    ProcessSecrets secrets(desktop);
    CHECK(secrets.put(kAlice, as_view("old"), {}).ok());
    desktop->here = true;
    CHECK(secrets.put(kAlice, as_view("new"), {}).ok());
    CHECK(text_of(secrets) == "new");
}
