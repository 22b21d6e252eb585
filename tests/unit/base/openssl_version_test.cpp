// SPDX-License-Identifier: MPL-2.0
#include "base/openssl_version.hpp"

#include <doctest/doctest.h>

using namespace sealwright;

TEST_CASE(
    "E-87 an OpenSSL below the floor of its line is outdated and the version to install named") {
    struct Row {
        OpensslVersion running;
        bool outdated;
        const char* wanted;
    };
    const Row rows[] = {
        {{3, 0, 15}, true, "3.0.22"},  {{3, 0, 21}, true, "3.0.22"}, {{3, 0, 22}, false, "3.0.22"},
        {{3, 0, 23}, false, "3.0.22"}, {{3, 2, 1}, true, "3.5.9"},   {{3, 5, 8}, true, "3.5.9"},
        {{3, 5, 9}, false, "3.5.9"},   {{4, 0, 0}, false, "3.5.9"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.running.text());
        CHECK(is_outdated(row.running) == row.outdated);
        CHECK(wanted_openssl(row.running).text() == row.wanted);
    }
}

TEST_CASE("E-87 below OpenSSL 3.0.18 AuthEnvelopedData is refused") {
    CHECK_FALSE(can_read_auth_enveloped({3, 0, 17}));
    CHECK(can_read_auth_enveloped({3, 0, 18}));
    CHECK(can_read_auth_enveloped({3, 5, 0}));
}
