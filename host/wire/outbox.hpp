// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace sealwright::wire {

/// Frames that wait for the writer thread, in the order in which they were put in. Thread-safe.
/// Answers always find room, so that a client that does not read never stops us from reading it;
/// pieces wait until the client has taken earlier ones.
class Outbox {
  public:
    enum class Put { done, overflow, closed };

    /// Holds up to `most_answers` octets of answers.
    explicit Outbox(std::size_t most_answers) : most_answers_(most_answers) {}

    /// `overflow` when there is no room: a client that leaves so many answers unread is broken, and
    /// the session should end.
    Put put_answer(std::string frame);
    /// Waits for room; `closed` also after `stop`.
    Put put_piece(std::string frame, const std::stop_token& stop);
    /// Waits for a frame; nothing once the outbox is closed and empty.
    std::optional<std::string> take();
    /// Nothing more can be put in; what is in there can still be taken.
    void close();
    /// … not even that.
    void discard();

  private:
    struct Frame {
        std::string text;
        bool is_piece = false;
    };

    const std::size_t most_answers_;
    std::mutex mutex_;
    std::condition_variable_any filled_;
    std::condition_variable_any emptied_;
    std::deque<Frame> frames_;
    std::size_t answer_octets_ = 0;
    std::size_t piece_octets_ = 0;
    bool closed_ = false;
};

}  // namespace sealwright::wire
