// SPDX-License-Identifier: MPL-2.0
#include "wire/hello.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

using namespace sealwright;

namespace {

nlohmann::json hello(OpensslVersion openssl) {
    return nlohmann::json::parse(wire::hello_frame("1.2.3", openssl, {"file"})).at("hello");
}

}  // namespace

TEST_CASE("E-87 hello tells the versions a client decides by") {
    CHECK(hello({3, 0, 22}) == nlohmann::json{{"version", "1.2.3"},
                                              {"protocol", 1},
                                              {"openssl", "3.0.22"},
                                              {"outdated", false},
                                              {"stores", {"file"}}});
}

TEST_CASE("E-87 hello names the OpenSSL to install when the running one is below the floor") {
    struct Row {
        OpensslVersion running;
        std::string wanted;  ///< empty when it is recent enough
    };
    for (const Row& row :
         {Row{{3, 0, 0}, "3.0.22"}, Row{{3, 0, 17}, "3.0.22"}, Row{{3, 0, 21}, "3.0.22"},
          Row{{3, 0, 22}, ""}, Row{{3, 0, 100}, ""}, Row{{3, 1, 0}, "3.5.9"},
          Row{{3, 4, 30}, "3.5.9"}, Row{{3, 5, 8}, "3.5.9"}, Row{{3, 5, 9}, ""}, Row{{3, 6, 0}, ""},
          Row{{4, 0, 0}, ""}}) {
        CAPTURE(row.running.text());
        const auto frame = hello(row.running);
        CHECK(frame.at("outdated") == !row.wanted.empty());
        CHECK(frame.value("openssl_wanted", "") == row.wanted);
    }
}
