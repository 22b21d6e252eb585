// SPDX-License-Identifier: MPL-2.0
#include "cms/der.hpp"

#include "cms/asn1_time.hpp"
#include "cms/der_writer.hpp"
#include "cms/enveloped.hpp"
#include "cms/signed.hpp"

#include <doctest/doctest.h>

using namespace sealwright;
using namespace sealwright::cms;

namespace {

Bytes repeated(std::initializer_list<std::uint8_t> unit, std::size_t times) {
    Bytes out;
    for (std::size_t i = 0; i < times; ++i) out.insert(out.end(), unit);
    return out;
}

/// `levels` definite SEQUENCEs one in the other.
Bytes nested(der::Tag tag, std::size_t levels) {
    Bytes headers;  // innermost last; built backwards
    std::size_t length = 0;
    std::vector<Bytes> all;
    for (std::size_t i = 0; i < levels; ++i) {
        all.push_back(der::header(tag, length));
        length += all.back().size();
    }
    for (auto header = all.rbegin(); header != all.rend(); ++header) append(headers, *header);
    return headers;
}

std::optional<der::Octets> octets_of(View element) {
    der::Reader reader(element);
    return der::Octets::of(reader.any());
}

der::Element set_element(View content, der::Tag tag = der::kSet) {
    static Bytes keep;
    keep = der::write(tag, content);
    return der::Reader(keep).any();
}

std::optional<UnixTime> utc(std::string_view text, der::Tag tag = der::kUtcTime) {
    const Bytes element = der::write(tag, as_view(text));
    return read_time(der::Reader(element).any());
}

}  // namespace

TEST_CASE("object identifiers are encoded while compiling and read back in dots") {
    static constexpr Oid data{"1.2.840.113549.1.7.1"};
    const Bytes expected{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01};
    CHECK(data == View(expected));
    CHECK(dotted(data.view()) == "1.2.840.113549.1.7.1");
    CHECK(dotted(Oid{"2.16.840.1.101.3.4.1.46"}.view()) == "2.16.840.1.101.3.4.1.46");
    CHECK(dotted(Oid{"2.999"}.view()) == "2.999");
    CHECK(dotted(Bytes{0x2a, 0x86}) == "?");
    CHECK(dotted(Bytes(40, 0xff)) == "?");
    CHECK(dotted(Bytes{}) == "?");
}

TEST_CASE("lengths beyond the input are malformed, in every form") {
    for (const Bytes& bad :
         {Bytes{0x30, 0x01}, Bytes{0x30, 0x81, 0x05, 0x00},
          Bytes{0x30, 0x88, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff},
          Bytes{0x30, 0x89, 1, 0, 0, 0, 0, 0, 0, 0, 0}, Bytes{0x30}, Bytes{0x04, 0x80, 0x00, 0x00},
          Bytes{0x30, 0x80, 0x05, 0x00}, Bytes{0x1f, 0x01, 0x00}, Bytes{0x30, 0xff, 0x00}}) {
        der::Reader reader(bad);
        reader.any();
        CHECK_FALSE(reader.ok());
    }
}

TEST_CASE("a reader that failed once gives nothing more") {
    const Bytes two{0x05, 0x00, 0x02, 0x01, 0x07};
    der::Reader reader(two);
    CHECK_FALSE(reader.maybe(der::kInteger).has_value());
    CHECK(reader.ok());
    reader.take(der::kInteger);
    CHECK_FALSE(reader.ok());
    CHECK(reader.take(der::kNull).whole.empty());
    CHECK_FALSE(reader.finished());
}

TEST_CASE("indefinite lengths end at their own end-of-contents") {
    const Bytes in{0x30, 0x80, 0x30, 0x80, 0x02, 0x01, 0x00, 0x00, 0x00,
                   0x04, 0x02, 0x00, 0x00, 0x00, 0x00, 0x05, 0x00};
    der::Reader reader(in);
    const der::Element outer = reader.any();
    CHECK(outer.whole.size() == 15);
    CHECK(outer.content.size() == 11);
    CHECK(reader.any().tag == der::kNull);
    CHECK(reader.finished());
}

TEST_CASE("an OCTET STRING in pieces is the same octets") {
    const Bytes pieces{0x24, 0x80, 0x04, 0x01, 'a',  0x24, 0x04, 0x04, 0x02,
                       'b',  'c',  0x04, 0x00, 0x04, 0x01, 'd',  0x00, 0x00};
    const auto octets = octets_of(pieces);
    REQUIRE(octets.has_value());
    CHECK(octets->size() == 4);
    Bytes buffer;
    CHECK(as_text(octets->joined(buffer)) == "abcd");
}

TEST_CASE("an OCTET STRING in one piece is not copied") {
    const Bytes whole = der::octet_string(as_view("abcd"));
    Bytes buffer;
    const View view = octets_of(whole)->joined(buffer);
    CHECK(view.data() == whole.data() + 2);
    CHECK(buffer.empty());
}

TEST_CASE("an OCTET STRING holds nothing but OCTET STRINGs") {
    CHECK_FALSE(octets_of(Bytes{0x24, 0x03, 0x02, 0x01, 0x00}).has_value());
    CHECK_FALSE(octets_of(Bytes{0x24, 0x03, 0x04, 0x05, 0x00}).has_value());
}

TEST_CASE("E-75 a hundred thousand levels of any kind are refused without recursion") {
    CHECK_FALSE(octets_of(nested(der::kOctetString | der::kConstructed, 100'000)).has_value());
    CHECK_FALSE(content_of(repeated({0x30, 0x80}, 100'000)).ok());
    const Bytes content = nested(der::kOctetString | der::kConstructed, 100'000);
    const Bytes enclosed = der::write(der::constructed(0), content);
    const Bytes info = der::sequence({der::oid(oid::kData), enclosed});
    const Bytes empty = der::write(der::kSet, View());
    const Bytes cms = der::sequence(
        {der::oid(oid::kSignedData),
         der::write(der::constructed(0), der::sequence({der::integer(1), empty, info, empty}))});
    const auto result = verify(cms, nullptr);
    REQUIRE(result.ok());
    CHECK(result->findings.failed(Check::V_06));
    CHECK(result->findings.has(Reason::cms_malformed));
    const Bytes envelope =
        der::sequence({der::oid(oid::kEnvelopedData),
                       der::write(der::constructed(0), nested(der::kSequence, 100'000))});
    const auto inspected = inspect(envelope);
    REQUIRE(inspected.ok());
    CHECK(inspected->findings.failed(Check::V_31));
}

TEST_CASE("pieces nested as deep as the limit are read, one deeper are not") {
    constexpr der::Tag tag = der::kOctetString | der::kConstructed;
    CHECK(octets_of(nested(tag, limits::kAsn1Depth)).has_value());
    CHECK_FALSE(octets_of(nested(tag, limits::kAsn1Depth + 1)).has_value());
}

TEST_CASE("only DER passes as DER") {
    const Bytes one{0x02, 0x01, 0x01};
    const Bytes two{0x02, 0x01, 0x02};
    const auto both = [](View a, View b) {
        Bytes out = to_bytes(a);
        append(out, b);
        return out;
    };
    CHECK(der::is_der_set(set_element(both(one, two))));
    CHECK(der::is_der_set(set_element(both(one, two), der::constructed(0))));
    CHECK_FALSE(der::is_der_set(set_element(both(two, one))));
    CHECK_FALSE(der::is_der_set(set_element(Bytes{0x02, 0x81, 0x01, 0x01})));
    CHECK_FALSE(der::is_der_set(set_element(Bytes{0x02, 0x02, 0x00, 0x01})));
    CHECK_FALSE(der::is_der_set(set_element(Bytes{0x01, 0x01, 0x01})));
    CHECK_FALSE(der::is_der_set(set_element(Bytes{0x30, 0x80, 0x00, 0x00})));
    CHECK_FALSE(der::is_der_set(set_element(Bytes{0x24, 0x02, 0x04, 0x00})));
    CHECK_FALSE(der::is_der_set(set_element(nested(der::kSequence, 1'000))));
}

TEST_CASE("small integers and bit counts ignore nothing and accept nothing negative") {
    CHECK(der::small_integer(Bytes{0x7f}) == 127U);
    CHECK(der::small_integer(Bytes{0x00, 0x80}) == 128U);
    CHECK_FALSE(der::small_integer(Bytes{0x80}).has_value());
    CHECK_FALSE(der::small_integer(Bytes{0x00, 0x80, 0, 0, 0}).has_value());
    CHECK(der::integer_bits(Bytes{0x00, 0x80}) == 8U);
    CHECK(der::integer_bits(Bytes{0x01, 0x00, 0x01}) == 17U);
    CHECK(der::integer_bits(Bytes{0x00}) == 0U);
    CHECK_FALSE(der::integer_bits(Bytes{}).has_value());
}

TEST_CASE("signing times: both forms, the two-digit century, nonsense refused") {
    using namespace std::chrono;
    const UnixTime expected = sys_days(2026y / November / 23) + 12h + 30min + 5s;
    CHECK(utc("261123123005Z") == expected);
    CHECK(utc("20261123123005Z", der::kGeneralizedTime) == expected);
    CHECK(utc("500101000000Z") == UnixTime(sys_days(1950y / 1 / 1)));
    CHECK(utc("491231235959Z") == sys_days(2049y / 12 / 31) + 23h + 59min + 59s);
    for (const char* bad : {"261323123005Z", "260229123005Z", "2611231230Z", "261123123005",
                            "261123243005Z", "26112312300xZ", ""}) {
        CHECK_FALSE(utc(bad).has_value());
    }
    for (const UnixTime time : {expected, UnixTime(sys_days(2050y / 1 / 1))}) {
        const Bytes written = write_time(time);
        CHECK(read_time(der::Reader(written).any()) == time);
    }
    CHECK(write_time(expected)[0] == der::kUtcTime);
    CHECK(write_time(UnixTime(sys_days(2050y / 1 / 1)))[0] == der::kGeneralizedTime);
}
