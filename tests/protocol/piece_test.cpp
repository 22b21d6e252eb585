// SPDX-License-Identifier: MPL-2.0
#include "wire/piece.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>

using namespace sealwright;
using namespace sealwright::wire;

TEST_CASE("a piece is recognised in the form agreed on") {
    const auto piece = match_piece(as_view(R"({"transfer":4,"seq":17,"data":"aGFsbG8="})"));
    REQUIRE(piece);
    CHECK(piece->transfer == 4);
    CHECK(piece->number == 17);
    CHECK(as_text(piece->base64) == "aGFsbG8=");
    CHECK(piece->position == Position::inside);
}

TEST_CASE("the last piece says so, and may be empty") {
    const auto piece = match_piece(as_view(R"({"transfer":4,"seq":0,"data":"","last":true})"));
    REQUIRE(piece);
    CHECK(piece->base64.empty());
    CHECK(piece->position == Position::last);
}

TEST_CASE("any other form is no piece") {
    for (const char* text :
         {"", "{}", R"({"transfer":4})", R"({"transfer":4,"seq":0,"data":"})",
          R"({"transfer":4,"seq":0,"data":""} )", R"({ "transfer":4,"seq":0,"data":""})",
          R"({"seq":0,"transfer":4,"data":""})", R"({"transfer":-4,"seq":0,"data":""})",
          R"({"transfer":04,"seq":0,"data":""})", R"({"transfer":,"seq":0,"data":""})",
          R"({"transfer":4,"seq":0.5,"data":""})", R"({"transfer":4,"seq":0,"data":"","last":1})",
          R"({"transfer":1234567890123456,"seq":0,"data":""})",
          R"({"transfer":4,"seq":0,"data":7})", R"({"transfer":4,"seq":0,"data":""]})"}) {
        CAPTURE(text);
        CHECK_FALSE(match_piece(as_view(text)));
    }
}

TEST_CASE("what we send as a piece is one, and JSON as well") {
    const std::string frame = piece_frame(12, 3, as_view("hello"), Position::last);
    CHECK(nlohmann::json::parse(frame) ==
          nlohmann::json{{"transfer", 12}, {"seq", 3}, {"data", "aGVsbG8="}, {"last", true}});
    const auto piece = match_piece(as_view(frame));
    REQUIRE(piece);
    CHECK(as_text(piece->base64) == "aGVsbG8=");
}
