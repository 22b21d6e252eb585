// SPDX-License-Identifier: MPL-2.0
#include "wire/transfer.hpp"

#include "base/base64.hpp"
#include "base/limits.hpp"

#include <string>

namespace sealwright::wire {
namespace {

/// Decoding may write this much behind the last octet that counts.
constexpr std::size_t kDecodingSlack = 3;

Error broken(const std::string& detail) {
    return {ErrorCode::request_transfer, detail};
}

}  // namespace

std::size_t Transfer::take(const Piece& piece) {
    {
        const std::lock_guard lock(mutex_);
        if (error_) return 0;
    }
    // Without the lock: workers read only what was committed before.
    Result<std::size_t> added = append(piece);
    if (!added) {
        fail(added.error());
        return 0;
    }
    std::optional<Error> wrong;
    {
        const std::lock_guard lock(mutex_);
        spool_->commit(*added);
        ++next_;
        complete_ = piece.position == Position::last;
        wrong = wrong_size();
    }
    if (wrong) fail(*wrong);
    changed_.notify_all();
    return *added;
}

void Transfer::fail(Error error) {
    {
        const std::lock_guard lock(mutex_);
        if (error_) return;
        error_ = std::move(error);
    }
    changed_.notify_all();
}

void Transfer::expect(std::size_t size) {
    std::optional<Error> wrong;
    {
        const std::lock_guard lock(mutex_);
        expected_ = size;
        wrong = wrong_size();
    }
    if (wrong) fail(*wrong);
}

Result<Transfer::Arrived> Transfer::wait_beyond(std::size_t seen, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto ready = [&] { return error_ || complete_ || (spool_ && spool_->size() > seen); };
    if (!changed_.wait(lock, stop, ready) || stop.stop_requested())
        return Error{ErrorCode::request_cancelled, "while waiting for the message"};
    if (error_) return *error_;
    return Arrived{spool_->view(), complete_};
}

Result<View> Transfer::whole(const std::stop_token& stop) {
    std::size_t seen = 0;
    while (true) {
        const Result<Arrived> arrived = wait_beyond(seen, stop);
        if (!arrived) return arrived.error();
        if (arrived->complete) return arrived->bytes;
        seen = arrived->bytes.size();
    }
}

bool Transfer::failed() const {
    const std::lock_guard lock(mutex_);
    return error_.has_value();
}

void Transfer::drop_octets() {
    const std::lock_guard lock(mutex_);
    spool_.reset();
}

Result<std::size_t> Transfer::append(const Piece& piece) {
    if (complete_) return broken("a piece came after the last one");
    if (piece.number != next_)
        return broken("piece " + std::to_string(piece.number) + " came instead of " +
                      std::to_string(next_));
    const std::size_t most = piece.base64.size() / 4 * 3;
    if (most > limits::kPieceBytes) return broken("a piece is too long");
    if (!spool_) {
        auto spool = Spool::create(limits::kMessageBytes + limits::kPieceBytes);
        if (!spool) return spool.error();
        const std::lock_guard lock(mutex_);
        spool_ = std::move(spool).value();
    }
    auto room = spool_->room(most + kDecodingSlack);
    if (!room) return room.error();
    const auto decoded = decode_base64_strict(piece.base64, room->data());
    if (!decoded) return broken("a piece is not base64");
    if (spool_->size() + *decoded > limits::kMessageBytes)
        return Error{ErrorCode::request_limit, "the message is too long"};
    return *decoded;
}

std::optional<Error> Transfer::wrong_size() const {
    if (!expected_ || !spool_) return std::nullopt;
    const std::size_t size = spool_->size();
    if (size == *expected_ || (size < *expected_ && !complete_)) return std::nullopt;
    return broken("the message has " + std::to_string(size) + " octets instead of " +
                  std::to_string(*expected_));
}

}  // namespace sealwright::wire
