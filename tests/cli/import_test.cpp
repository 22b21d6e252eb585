// SPDX-License-Identifier: MPL-2.0
#include "cli/shell.hpp"
#include "cli/terminal.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::test;
using support::World;

namespace {

Environment on(const Terminal& terminal) {
    return {{"GPG_TTY", terminal.name()}, {"TERM", "xterm"}, {"LC_ALL", "C.UTF-8"}};
}

bool says(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("command line: a certificate without a password is brought in and listed") {
    const World world;
    const Shell shell(world);
    CHECK(shell.run("sealwright identities").code == 4);
    shell.import(world.alice, world);
    const Ran listed = shell.run("sealwright identities");
    CHECK(listed.code == 0);
    CHECK(says(listed.out, "alice@example.com"));
}

TEST_CASE("command line: what is no certificate file is refused by name, with advice") {
    const World world;
    const Shell shell(world);
    shell.write("wrong.pem", world.alice.pem_certificate());
    const Ran ran = shell.run("sealwright identities import wrong.pem");
    CHECK(ran.code == 3);
    CHECK_MESSAGE(is_one_clear_line(ran.err), ran.err);
    CHECK(says(ran.err, "wrong.pem"));
    CHECK(says(ran.err, "export"));
    const Ran missing = shell.run("sealwright identities import missing.p12");
    CHECK(missing.code == 3);
    CHECK_MESSAGE(is_one_clear_line(missing.err), missing.err);
    CHECK(says(missing.err, "missing.p12"));
}

TEST_CASE("command line: the right password opens a certificate file") {
    const World world;
    const Shell shell(world);
    const Terminal terminal("correct horse");
    shell.write("alice.p12", world.alice.pkcs12("correct horse"));
    const Ran ran = shell.run("sealwright identities import alice.p12", on(terminal));
    CHECK_MESSAGE(ran.code == 0, ran.err);
    CHECK(says(ran.out, "alice@example.com"));
}

TEST_CASE("command line: a wrong password brings nothing in and is said") {
    const World world;
    const Shell shell(world);
    const Terminal terminal("battery staple");
    shell.write("alice.p12", world.alice.pkcs12("correct horse"));
    const Ran ran = shell.run("sealwright identities import alice.p12", on(terminal));
    CHECK(ran.code == 4);
    CHECK_MESSAGE(is_one_clear_line(ran.err), ran.err);
    CHECK(says(ran.err, "alice.p12"));
    CHECK(shell.run("sealwright identities").code == 4);
}

TEST_CASE("command line: where nobody can be asked for the password, that is said") {
    const World world;
    const Shell shell(world);
    shell.write("alice.p12", world.alice.pkcs12("correct horse"));
    const Ran ran = shell.run("sealwright identities import alice.p12");
    CHECK(ran.code == 4);
    CHECK_MESSAGE(is_one_clear_line(ran.err), ran.err);
}
