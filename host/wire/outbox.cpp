// SPDX-License-Identifier: MPL-2.0
#include "wire/outbox.hpp"

#include <utility>

namespace sealwright::wire {
namespace {

/// Keeps the pipe full while the next piece is encoded; more would only be memory.
constexpr std::size_t kWaitingPieces = std::size_t{4} << 20;

}  // namespace

Outbox::Put Outbox::put_answer(std::string frame) {
    const std::lock_guard lock(mutex_);
    if (closed_) return Put::closed;
    if (answer_octets_ + frame.size() > most_answers_) return Put::overflow;
    answer_octets_ += frame.size();
    frames_.push_back({std::move(frame), false});
    filled_.notify_one();
    return Put::done;
}

Outbox::Put Outbox::put_piece(std::string frame, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto has_room = [&] { return closed_ || piece_octets_ < kWaitingPieces; };
    if (!emptied_.wait(lock, stop, has_room) || closed_) return Put::closed;
    piece_octets_ += frame.size();
    frames_.push_back({std::move(frame), true});
    filled_.notify_one();
    return Put::done;
}

std::optional<std::string> Outbox::take() {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return closed_ || !frames_.empty(); });
    if (frames_.empty()) return std::nullopt;
    Frame frame = std::move(frames_.front());
    frames_.pop_front();
    (frame.is_piece ? piece_octets_ : answer_octets_) -= frame.text.size();
    emptied_.notify_all();
    return std::move(frame.text);
}

void Outbox::close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    filled_.notify_all();
    emptied_.notify_all();
}

void Outbox::discard() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    frames_.clear();
    answer_octets_ = piece_octets_ = 0;
    filled_.notify_all();
    emptied_.notify_all();
}

}  // namespace sealwright::wire
