// SPDX-License-Identifier: MPL-2.0
#include "wire/json.hpp"

#include "base/limits.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace sealwright;
using namespace sealwright::wire;

namespace {

bool is_taken(const std::string& text) {
    return parse_frame(as_view(text)).object.has_value();
}

std::string nested(std::size_t depth) {
    return R"({"id":7,"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}";
}

std::string list_of(std::size_t values) {
    std::string text = R"({"a":[0)";
    for (std::size_t i = 1; i < values; ++i) text += ",0";
    return text + "]}";
}

}  // namespace

TEST_CASE("one object is taken, anything else is refused") {
    CHECK(parse_frame(as_view(R"({"id":1,"do":"x","a":[true,null,-2,"ü"]})")).object ==
          Json{{"id", 1}, {"do", "x"}, {"a", {true, nullptr, -2, "ü"}}});
    CHECK(is_taken("{}"));
    for (const char* text : {"", " ", "1", "\"a\"", "null", "[]", "[{}]", "{", "{}{}", "{} x",
                             R"({"id":1)", R"({"a":1.5})", R"({"a":1e3})", "{'a':1}"}) {
        CAPTURE(text);
        CHECK_FALSE(is_taken(text));
    }
}

TEST_CASE("E-83 a member that stands twice is refused at every depth") {
    CHECK_FALSE(is_taken(R"({"id":1,"do":"verify","do":"decrypt"})"));
    CHECK_FALSE(is_taken(R"({"id":1,"a":{"b":1,"c":2,"b":1}})"));
    CHECK_FALSE(is_taken(R"({"id":1,"a":1,"\u0061":2})"));
    CHECK(is_taken(R"({"a":{"a":{"a":1}},"b":{"a":1}})"));
}

TEST_CASE("E-83 octets that are not UTF-8 are refused") {
    for (const char* bad : {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82"}) {
        CHECK_FALSE(is_taken(std::string(R"({"a":")") + bad + R"("})"));
    }
    CHECK_FALSE(is_taken(R"({"a":"\ud800"})"));
    CHECK(is_taken("{\"a\":\"\xE2\x82\xAC\"}"));
}

TEST_CASE("E-83 nesting is taken up to the limit and refused beyond, however deep") {
    CHECK(is_taken(nested(limits::kJsonDepth)));
    CHECK_FALSE(is_taken(nested(limits::kJsonDepth + 1)));
    CHECK_FALSE(is_taken(nested(10'000)));
    CHECK_FALSE(is_taken(R"({"id":7,"a":)" + std::string(1'000'000, '[')));
}

TEST_CASE("values are counted") {
    // The outermost object and the array are values themselves.
    CHECK(is_taken(list_of(limits::kJsonValues - 2)));
    CHECK_FALSE(is_taken(list_of(limits::kJsonValues - 1)));
}

TEST_CASE("the id is known even of a frame that is refused later") {
    CHECK(parse_frame(as_view(nested(10'000))).id == 7);
    CHECK(parse_frame(as_view(R"({"id":5,"do":)")).id == 5);
    CHECK_FALSE(parse_frame(as_view(R"({"a":{"id":5},"b")")).id.has_value());
    CHECK_FALSE(parse_frame(as_view(R"({"id":5,"id":6})")).id.has_value());
    CHECK(parse_frame(as_view(R"({"transfer":9,"seq":0,"x")")).transfer == 9);
}

TEST_CASE("text that is not UTF-8 never makes an answer unreadable") {
    CHECK(to_text(Json("a\xFF"
                       "b")) ==
          "\"a\xEF\xBF\xBD"
          "b\"");
}
