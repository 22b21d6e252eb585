// SPDX-License-Identifier: MPL-2.0
#include "wire/transfers.hpp"

#include "base/limits.hpp"

#include <algorithm>

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
    Entry* entry = find_or_begin(number);
    if (!entry) return Error{ErrorCode::request_limit, "too many transfers are open"};
    if (entry->claimed)
        return Error{ErrorCode::request_transfer, "the transfer belongs to another request"};
    entry->claimed = true;
    return entry->transfer;
}

void Transfers::forget(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(number);
    if (found != entries_.end()) erase(found);
}

std::size_t Transfers::count() const {
    const std::lock_guard lock(mutex_);
    return entries_.size();
}

Transfers::Entry* Transfers::find_or_begin(std::uint64_t number) {
    const auto found = entries_.find(number);
    if (found != entries_.end()) return &found->second;
    if (entries_.size() >= limits::kOpenTransfers && !make_room()) return nullptr;
    return &entries_.emplace(number, Entry{std::make_shared<Transfer>()}).first->second;
}

/// Late pieces of transfers that are gone leave failed ones behind, which nobody will claim.
bool Transfers::make_room() {
    const auto stale = std::find_if(entries_.begin(), entries_.end(), [](const auto& entry) {
        return !entry.second.claimed && entry.second.transfer->failed();
    });
    if (stale == entries_.end()) return false;
    erase(stale);
    return true;
}

void Transfers::count_in(std::uint64_t number, const std::shared_ptr<Transfer>& transfer,
                         std::size_t added) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(number);
    if (found == entries_.end() || found->second.transfer != transfer) return;
    found->second.size += added;
    octets_ += added;
    if (octets_ > limits::kTransferOctets)
        transfer->fail({ErrorCode::request_limit, "the messages of all requests are too long"});
}

void Transfers::erase(std::map<std::uint64_t, Entry>::iterator entry) {
    octets_ -= entry->second.size;
    entries_.erase(entry);
}

}  // namespace sealwright::wire
