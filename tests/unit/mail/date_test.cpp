// SPDX-License-Identifier: MPL-2.0
#include "mail/addresses.hpp"

#include <doctest/doctest.h>

namespace sealwright::mail {

TEST_CASE("RFC 5322 section 3.3: a date is seconds since 1970") {
    CHECK(parse_date("Thu, 01 Jan 1970 00:00:00 +0000") == 0);
    CHECK(parse_date("Fri, 13 Feb 2009 23:31:30 +0000") == 1'234'567'890);
    CHECK(parse_date("13 Feb 2009 23:31:30 +0000") == 1'234'567'890);
    CHECK(parse_date("Sat, 14 Feb 2009 00:31:30 +0100") == 1'234'567'890);
    CHECK(parse_date("Fri, 13 Feb 2009 16:01:30 -0730") == 1'234'567'890);
    CHECK(parse_date("Thu, 1 Jan 1970 00:01 +0000") == 60);
}

TEST_CASE("RFC 5322 section 4.3: obsolete years and zones, comments and folds") {
    CHECK(parse_date("Fri, 13 Feb 09 23:31:30 GMT") == 1'234'567'890);
    CHECK(parse_date("Thu, 1 Jan 70 00:00:00 UT") == 0);
    CHECK(parse_date("Thu, 1 Jan 070 00:00:00 Z") == 0);
    CHECK(parse_date("Fri, 13 Feb 2009 18:31:30 EST") == 1'234'567'890);
    CHECK(parse_date("Fri (x), 13 (y) Feb\t2009 23 : 31 : 30 +0000 (GMT)") == 1'234'567'890);
    CHECK(parse_date("FRI, 13 FEB 2009 23:31:30 -0000") == 1'234'567'890);
}

TEST_CASE("what is no date is nothing") {
    for (const std::string_view value :
         {"", "x", "Fri, 13 Feb 2009", "Fri, 30 Feb 2009 00:00:00 +0000",
          "1 Jan 2009 24:00:00 +0000", "1 Jan 2009 00:60:00 +0000", "1 Jan 2009 00:00:61 +0000",
          "1 Jan 2009 00:00:00", "1 Jan 2009 00:00:00 +000", "1 Jan 2009 00:00:00 +0060",
          "1 Jan 2009 00:00:00 +0000 x", "0 Jan 2009 00:00:00 +0000", "1 Foo 2009 00:00:00 +0000",
          "-1 Jan 2009 00:00:00 +0000", "1 Jan 20009 00:00:00 +0000", "1 Jan -009 00:00:00 +0000",
          "2009-01-01T00:00:00Z"}) {
        CAPTURE(value);
        CHECK_FALSE(parse_date(value));
    }
}

}  // namespace sealwright::mail
