// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace sealwright::wire {

/// A few threads that work off one queue in order. Work that must not wait for other work of a
/// slower kind gets a lane of its own.
class Lane {
  public:
    explicit Lane(std::size_t threads);
    /// Ends as `stop` does.
    ~Lane();

    /// The queue is as long as its user lets it be. `work` must not throw. After stop() it is
    /// dropped.
    void add(std::function<void()> work);
    /// Drops what is queued and waits for what is running.
    void stop();

  private:
    void run();

    std::mutex mutex_;
    std::condition_variable added_;
    std::deque<std::function<void()>> queue_;
    bool stopped_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace sealwright::wire
