// SPDX-License-Identifier: MPL-2.0
#include "wire/open_requests.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace sealwright::wire {

bool OpenRequests::admit(const std::shared_ptr<OpenRequest>& request) {
    {
        const std::lock_guard lock(mutex_);
        if (ended_ || held_ >= limits::kOpenRequests) return false;
        if (!by_id_.emplace(request->request.id, request).second) return false;
        ++held_;
    }
    changed_.notify_all();
    return true;
}

void OpenRequests::release() {
    const std::lock_guard lock(mutex_);
    --held_;
}

std::shared_ptr<OpenRequest> OpenRequests::find(std::uint64_t id) const {
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

std::shared_ptr<OpenRequest> OpenRequests::find(const std::stop_token& stop) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(by_id_.begin(), by_id_.end(), [&](const auto& each) {
        return each.second->stop.get_token() == stop;
    });
    return found == by_id_.end() ? nullptr : found->second;
}

bool OpenRequests::close(const OpenRequest& request) {
    const std::lock_guard lock(mutex_);
    const auto found = by_id_.find(request.request.id);
    // The number may be in use again, for another request.
    if (found == by_id_.end() || found->second.get() != &request) return false;
    by_id_.erase(found);
    return true;
}

std::shared_ptr<OpenRequest> OpenRequests::wait_for_overdue() {
    std::unique_lock lock(mutex_);
    while (!ended_) {
        const auto first = std::min_element(
            by_id_.begin(), by_id_.end(),
            [](const auto& a, const auto& b) { return a.second->deadline < b.second->deadline; });
        if (first == by_id_.end()) {
            changed_.wait(lock);
        } else if (first->second->deadline <= std::chrono::steady_clock::now()) {
            return first->second;
        } else {
            const auto deadline = first->second->deadline;
            changed_.wait_until(lock, deadline);
        }
    }
    return nullptr;
}

void OpenRequests::close_all() {
    std::map<std::uint64_t, std::shared_ptr<OpenRequest>> open;
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
        open.swap(by_id_);
    }
    changed_.notify_all();
    for (const auto& [id, request] : open) request->stop.request_stop();
}

}  // namespace sealwright::wire
