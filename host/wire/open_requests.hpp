// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "wire/handler.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>

namespace sealwright::wire {

/// A request from its arrival until its answer.
struct OpenRequest {
    Request request;
    std::chrono::steady_clock::time_point deadline;
    std::shared_ptr<Transfer> message;
    std::stop_source stop = {};
    std::atomic<bool> begun = false;  ///< a thread works on it
};

/// The requests without an answer. Thread-safe. Whoever closes a request answers it; all others
/// who wanted to are too late. That is how a cancelled key operation's result gets lost.
class OpenRequests {
  public:
    /// False when there are too many, or the id is in use. Counts against limits::kOpenRequests
    /// until release(): requests that were cancelled in the queue count as long as they stand
    /// there.
    bool admit(const std::shared_ptr<OpenRequest>& request);
    void release();

    [[nodiscard]] std::shared_ptr<OpenRequest> find(std::uint64_t id) const;
    /// The one that this token stops.
    [[nodiscard]] std::shared_ptr<OpenRequest> find(const std::stop_token& stop) const;
    /// True exactly once for each admitted request.
    bool close(const OpenRequest& request);
    /// Waits until a deadline passes; the request is still open. Null after close_all().
    std::shared_ptr<OpenRequest> wait_for_overdue();
    /// Stops and closes all; later ones are not admitted.
    void close_all();

  private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, std::shared_ptr<OpenRequest>> by_id_;
    std::size_t held_ = 0;
    bool ended_ = false;
};

}  // namespace sealwright::wire
