// SPDX-License-Identifier: MPL-2.0
#include "wire/lane.hpp"

#include <utility>

namespace sealwright::wire {

Lane::Lane(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

Lane::~Lane() {
    stop();
}

void Lane::add(std::function<void()> work) {
    {
        const std::lock_guard lock(mutex_);
        if (stopped_) return;
        queue_.push_back(std::move(work));
    }
    added_.notify_one();
}

void Lane::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopped_ = true;
        queue_.clear();
    }
    added_.notify_all();
    for (std::thread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void Lane::run() {
    while (true) {
        std::function<void()> work;
        {
            std::unique_lock lock(mutex_);
            added_.wait(lock, [&] { return stopped_ || !queue_.empty(); });
            if (stopped_) return;
            work = std::move(queue_.front());
            queue_.pop_front();
        }
        work();
    }
}

}  // namespace sealwright::wire
