// SPDX-License-Identifier: MPL-2.0
#include "base/limits.hpp"
#include "protocol/client.hpp"
#include "wire/transfers.hpp"

#include <doctest/doctest.h>

#include <string>
#include <thread>

using namespace sealwright;
using namespace sealwright::wire;

namespace {

/// Puts a piece in as the reader thread does.
void put(Transfers& transfers, int transfer, int number, std::string_view octets,
         bool last = false) {
    const std::string frame = test::piece(transfer, number, octets, last);
    const auto piece = match_piece(as_view(frame));
    REQUIRE(piece);
    transfers.take(*piece);
}

std::shared_ptr<Transfer> claimed(Transfers& transfers, std::uint64_t number) {
    auto transfer = transfers.claim(number);
    REQUIRE(transfer);
    return *transfer;
}

ErrorCode error_of(Transfer& transfer) {
    const auto whole = transfer.whole({});
    REQUIRE_FALSE(whole.ok());
    return whole.error().code;
}

}  // namespace

TEST_CASE("pieces become the message they were cut from") {
    Transfers transfers;
    put(transfers, 4, 0, "a message ");
    put(transfers, 4, 1, "in three ");
    put(transfers, 4, 2, "pieces", true);
    const auto whole = claimed(transfers, 4)->whole({});
    REQUIRE(whole);
    CHECK(as_text(*whole) == "a message in three pieces");
}

TEST_CASE("a message without octets is one") {
    Transfers transfers;
    put(transfers, 4, 0, "", true);
    const auto whole = claimed(transfers, 4)->whole({});
    REQUIRE(whole);
    CHECK(whole->empty());
}

TEST_CASE("a request may name a transfer before its pieces come, and reads them as they do") {
    Transfers transfers;
    const auto transfer = claimed(transfers, 4);
    std::thread reader([&] {
        put(transfers, 4, 0, "first");
        put(transfers, 4, 1, ", last", true);
    });
    const auto first = transfer->wait_beyond(0, {});
    REQUIRE(first);
    CHECK(as_text(first->bytes).substr(0, 5) == "first");
    const auto whole = transfer->whole({});
    REQUIRE(whole);
    CHECK(as_text(*whole) == "first, last");
    // What was seen once stays where it is.
    CHECK(first->bytes.data() == whole->data());
    reader.join();
}

TEST_CASE("pieces of several transfers may be mixed") {
    Transfers transfers;
    put(transfers, 1, 0, "one");
    put(transfers, 2, 0, "two", true);
    put(transfers, 1, 1, "!", true);
    CHECK(as_text(*claimed(transfers, 1)->whole({})) == "one!");
    CHECK(as_text(*claimed(transfers, 2)->whole({})) == "two");
}

TEST_CASE("a piece out of order, twice, missing or after the last one breaks the transfer") {
    Transfers transfers;
    put(transfers, 1, 1, "begins with the second");
    put(transfers, 2, 0, "a");
    put(transfers, 2, 0, "a");
    put(transfers, 3, 0, "a");
    put(transfers, 3, 2, "c", true);
    put(transfers, 4, 0, "a", true);
    put(transfers, 4, 1, "b");
    for (const std::uint64_t number : {1u, 2u, 3u, 4u}) {
        CHECK(error_of(*claimed(transfers, number)) == ErrorCode::request_transfer);
    }
}

TEST_CASE("data that is not base64 breaks the transfer") {
    Transfers transfers;
    transfers.take({1, 0, as_view("AAA?"), Position::last});
    transfers.take({2, 0, as_view("AAA"), Position::last});
    transfers.take({3, 0, as_view("AA==AAAA"), Position::last});
    for (const std::uint64_t number : {1u, 2u, 3u}) {
        CHECK(error_of(*claimed(transfers, number)) == ErrorCode::request_transfer);
    }
}

TEST_CASE("a piece of the largest size is taken, a larger one is not") {
    Transfers transfers;
    put(transfers, 1, 0, std::string(limits::kPieceBytes, 'x'), true);
    put(transfers, 2, 0, std::string(limits::kPieceBytes + 1, 'x'), true);
    CHECK(claimed(transfers, 1)->whole({})->size() == limits::kPieceBytes);
    CHECK(error_of(*claimed(transfers, 2)) == ErrorCode::request_transfer);
}

TEST_CASE("the size a request announces must be the size that comes") {
    Transfers transfers;
    for (const int number : {1, 2, 3}) put(transfers, number, 0, "four");
    claimed(transfers, 1)->expect(4);
    const auto longer = claimed(transfers, 2);
    longer->expect(5);
    const auto shorter = claimed(transfers, 3);
    shorter->expect(3);
    CHECK(error_of(*shorter) == ErrorCode::request_transfer);
    put(transfers, 2, 1, "", true);
    CHECK(error_of(*longer) == ErrorCode::request_transfer);
}

TEST_CASE("waiting ends when the request is stopped") {
    Transfers transfers;
    const auto transfer = claimed(transfers, 4);
    std::stop_source stop;
    std::thread canceller([&] { stop.request_stop(); });
    const auto whole = transfer->whole(stop.get_token());
    canceller.join();
    REQUIRE_FALSE(whole.ok());
    CHECK(whole.error().code == ErrorCode::request_cancelled);
}

TEST_CASE("a transfer belongs to one request") {
    Transfers transfers;
    claimed(transfers, 4);
    const auto again = transfers.claim(4);
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().code == ErrorCode::request_transfer);
}

TEST_CASE("the pieces of a forgotten transfer are ignored, and its number is not used again") {
    Transfers transfers;
    put(transfers, 4, 0, "old");
    transfers.forget(4);
    put(transfers, 4, 1, "late", true);
    transfers.spoil(4, "late too");
    CHECK(transfers.count() == 0);
    const auto again = transfers.claim(4);
    REQUIRE_FALSE(again.ok());
    CHECK(again.error().code == ErrorCode::request_transfer);
}

TEST_CASE("what a refused request names opens no transfer, and closes none of another request") {
    Transfers transfers;
    const auto other = claimed(transfers, 4);
    transfers.refuse(4);
    transfers.refuse(5);
    put(transfers, 4, 0, "whole", true);
    put(transfers, 5, 0, "late", true);
    CHECK(transfers.count() == 1);
    CHECK(as_text(*other->whole({})) == "whole");
}

TEST_CASE("transfers that nobody claims are bounded and make room for those of requests") {
    Transfers transfers;
    constexpr int most = static_cast<int>(limits::kOpenTransfers);
    for (int number = 1; number <= most; ++number) put(transfers, number, 0, "orphan");
    put(transfers, most + 1, 0, "whole", true);
    CHECK(transfers.count() == limits::kOpenTransfers);
    CHECK(as_text(*claimed(transfers, most + 1)->whole({})) == "whole");
    for (int number = 1; number < most; ++number)
        CHECK(transfers.claim(static_cast<std::uint64_t>(number + 1000)).ok());
    const auto beyond = transfers.claim(5000);
    REQUIRE_FALSE(beyond.ok());
    CHECK(beyond.error().code == ErrorCode::request_limit);
}
