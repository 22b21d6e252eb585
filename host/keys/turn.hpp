// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <utility>

namespace sealwright::keys {

/// Something that one thread at a time may have, and that others stop waiting for on request.
class Turn {
  public:
    class Hold {
      public:
        explicit Hold(Turn& turn) : turn_(&turn) {}
        Hold(Hold&& other) noexcept : turn_(std::exchange(other.turn_, nullptr)) {}
        Hold& operator=(Hold&&) = delete;
        ~Hold() {
            if (turn_) turn_->give_back();
        }

      private:
        Turn* turn_;
    };

    /// `request.cancelled` when `stop` is requested before it is free.
    Result<Hold> take(const std::stop_token& stop) {
        std::unique_lock hold(mutex_);
        if (!free_.wait(hold, stop, [this] { return !taken_; }))
            return Error{ErrorCode::request_cancelled,
                         "waiting for another question or use of a key"};
        taken_ = true;
        return Hold(*this);
    }

  private:
    void give_back() {
        {
            const std::scoped_lock hold(mutex_);
            taken_ = false;
        }
        free_.notify_one();
    }

    std::mutex mutex_;
    std::condition_variable_any free_;
    bool taken_ = false;
};

}  // namespace sealwright::keys
