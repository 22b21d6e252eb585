// SPDX-License-Identifier: MPL-2.0
#include "wire/transfers.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace sealwright::wire {

void Transfers::take(const Piece& piece) {
    std::shared_ptr<Transfer> transfer;
    {
        const std::lock_guard lock(mutex_);
        if (Entry* entry = find_or_begin(piece.transfer)) transfer = entry->transfer;
    }
    if (transfer) count_in(piece.transfer, transfer, transfer->take(piece));
}

void Transfers::spoil(std::uint64_t number, const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (Entry* entry = find_or_begin(number))
        entry->transfer->fail({ErrorCode::request_transfer, why});
}

Result<std::shared_ptr<Transfer>> Transfers::claim(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    if (closed_.contains(number)) return Error{ErrorCode::request_transfer, "the transfer is gone"};
    Entry* entry = find_or_begin(number);
    if (!entry) return Error{ErrorCode::request_limit, "too many transfers are open"};
    if (entry->claimed)
        return Error{ErrorCode::request_transfer, "the transfer belongs to another request"};
    entry->claimed = true;
    return entry->transfer;
}

void Transfers::forget(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    close(number);
}

void Transfers::refuse(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(number);
    if (found == entries_.end() || !found->second.claimed) close(number);
}

std::size_t Transfers::count() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

/// Null for a number that is closed, and when there are too many.
Transfers::Entry* Transfers::find_or_begin(std::uint64_t number) {
    const auto found = entries_.find(number);
    if (found != entries_.end()) return &found->second;
    if (closed_.contains(number)) return nullptr;
    if (entries_.size() >= limits::kOpenTransfers && !make_room()) return nullptr;
    return &entries_.emplace(number, Entry{std::make_shared<Transfer>()}).first->second;
}

/// A request names its transfer at once, so the lowest number that nobody named has waited longest
/// and in vain.
bool Transfers::make_room() {
    const auto stale = std::find_if(entries_.begin(), entries_.end(),
                                    [](const auto& entry) { return !entry.second.claimed; });
    if (stale == entries_.end()) return false;
    close(stale->first);
    return true;
}

void Transfers::count_in(std::uint64_t number, const std::shared_ptr<Transfer>& transfer,
                         std::size_t added) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(number);
    if (found == entries_.end() || found->second.transfer != transfer) return;
    Entry& entry = found->second;
    entry.size += added;
    octets_ += added;
    if (octets_ > limits::kTransferOctets)
        transfer->fail({ErrorCode::request_limit, "the messages of all requests are too long"});
    // Whoever claims it later gets the error alone; a request that has it may still be reading.
    if (entry.claimed || !transfer->failed()) return;
    transfer->drop_octets();
    octets_ -= std::exchange(entry.size, 0);
}

void Transfers::close(std::uint64_t number) {
    if (const auto found = entries_.find(number); found != entries_.end()) {
        octets_ -= found->second.size;
        entries_.erase(found);
    }
    if (!closed_.insert(number).second) return;
    closed_in_order_.push_back(number);
    if (closed_.size() <= limits::kClosedTransfers) return;
    closed_.erase(closed_in_order_.front());
    closed_in_order_.pop_front();
}

}  // namespace sealwright::wire
