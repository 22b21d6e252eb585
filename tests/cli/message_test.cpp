// SPDX-License-Identifier: MPL-2.0
#include "cli/shell.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>

using namespace sealwright;
using namespace sealwright::test;
using namespace sealwright::support;

namespace {

/// Alice's computer: her key, Bob's certificate, and some mails.
struct Alice {
    World world;
    Shell shell{world};

    Alice() {
        shell.import(world.alice, world);
        shell.write("bob.pem", world.bob.pem_certificate() + world.inter.pem_certificate());
        REQUIRE(shell.run("sealwright people add bob.pem").code == 0);
        const std::string text = text_entity();
        shell.write("plain.eml", fields(world) + text);
        shell.write("signed.eml", fields(world) + signed_detached(world, world.alice, text));
        shell.write("bobs.eml", fields(world) + encrypted(world, text));
    }
    [[nodiscard]] int code(const std::string& line) const { return shell.run(line).code; }
};

bool says(const std::string& text, const char* part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("command line: 0 when the sender is proven, 1 when not") {
    const Alice alice;
    CHECK(alice.code("sealwright verify signed.eml") == 0);
    CHECK(alice.code("sealwright verify plain.eml") == 1);
    CHECK(alice.code("sed s/Alice/Mallory/ signed.eml | sealwright verify -") == 1);
}

TEST_CASE("command line: 2 for a command that is not complete or not known") {
    const Alice alice;
    for (const char* line : {"", "verify", "verify --no-such-option signed.eml", "frobnicate",
                             "sign plain.eml", "encrypt plain.eml --as alice@example.com -o x"})
        CHECK_MESSAGE(alice.code(std::string("sealwright ") + line) == 2, line);
}

TEST_CASE("command line: 3 when a file or the message stands in the way, in one clear line") {
    const Alice alice;
    alice.shell.write("damaged.eml",
                      fields(alice.world) +
                          "Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\n"
                          "Content-Transfer-Encoding: base64\r\n\r\nMIAGCSqGSIb3DQEHA6CA\r\n");
    const std::string to_bob = " --as alice@example.com --to bob@example.org -o ";
    for (const std::string& line :
         {std::string("verify missing.eml"), std::string("verify ."),
          std::string("decrypt plain.eml"), std::string("decrypt damaged.eml"),
          "encrypt plain.eml" + to_bob + "no-folder/x",
          std::string("encrypt plain.eml --as alice@example.com --to carl@example.net -o x")}) {
        const Ran ran = alice.shell.run("sealwright " + line);
        CHECK_MESSAGE(ran.code == 3, line);
        CHECK_MESSAGE(is_one_clear_line(ran.err), ran.err);
    }
    CHECK(says(alice.shell.run("sealwright verify missing.eml").err, "missing.eml"));
    CHECK_FALSE(says(alice.shell.run("sealwright decrypt damaged.eml").err, "another certificate"));
}

TEST_CASE("command line: 4 without the key that is needed, in one clear line") {
    const Alice alice;
    for (const char* line : {"decrypt bobs.eml", "sign plain.eml --as carl@example.net -o x"}) {
        const Ran ran = alice.shell.run(std::string("sealwright ") + line);
        CHECK_MESSAGE(ran.code == 4, line);
        CHECK_MESSAGE(is_one_clear_line(ran.err), ran.err);
    }
}

TEST_CASE("command line: '-' is standard input, of a file and of a pipe") {
    const Alice alice;
    const Ran named = alice.shell.run("sealwright verify signed.eml");
    CHECK(alice.shell.run("sealwright verify - <signed.eml").out == named.out);
    CHECK(alice.shell.run("cat signed.eml | sealwright verify -").out == named.out);
    const std::string self = " --as alice@example.com";
    CHECK(alice.code("cat plain.eml | sealwright sign - -o made.eml" + self) == 0);
    CHECK(alice.code("sealwright verify made.eml") == 0);
    CHECK(alice.code("cat plain.eml | sealwright encrypt - --to bob@example.org -o locked.eml" +
                     self) == 0);
    CHECK(alice.code("cat locked.eml | sealwright decrypt - -o open.eml") == 0);
    CHECK(says(alice.shell.read("open.eml"), "this is Alice."));
}

TEST_CASE("command line: what fails leaves an output as it was, and no other file") {
    const Alice alice;
    alice.shell.write("out.eml", "as it was");
    CHECK(alice.code("sealwright decrypt bobs.eml -o out.eml") == 4);
    CHECK(alice.code("sealwright sign missing.eml --as alice@example.com -o out.eml") == 3);
    CHECK(alice.code("sealwright encrypt plain.eml --as alice@example.com --to carl@example.net "
                     "-o out.eml") == 3);
    CHECK(alice.shell.read("out.eml") == "as it was");
    CHECK(alice.code("sealwright sign plain.eml --as alice@example.com -o out.eml") == 0);
    CHECK(alice.shell.read("out.eml") != "as it was");
    CHECK(alice.shell.names("out").size() == 1);
}

TEST_CASE("command line: a program killed while it writes its output leaves nothing of it") {
    const Alice alice;
    alice.shell.write("long.eml", fields(alice.world) + text_entity(std::string(400'000, 'x')));
    // The limit, in blocks of 512 octets, kills within the output and above the files of its own.
    const Ran ran = alice.shell.run(
        "ulimit -f 500; sealwright sign long.eml --as alice@example.com -o out.eml");
    CHECK(ran.code > 128);
    CHECK(alice.shell.names("out").empty());
}
