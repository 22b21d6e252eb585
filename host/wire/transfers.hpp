// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "wire/transfer.hpp"

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <set>

namespace sealwright::wire {

/// All messages on their way in, by the number the client gave them. Thread-safe. A transfer is
/// begun by its first piece or by the request that names it, whichever comes first, belongs to one
/// request, and is gone with its answer. Its number is not used again: pieces that still come
/// afterwards are ignored, for as long as limits::kClosedTransfers lets the number be remembered.
class Transfers {
  public:
    void take(const Piece& piece);
    /// A piece came that cannot be read.
    void spoil(std::uint64_t number, const std::string& why);
    /// For the request that names it. `request.transfer` when another request has or had it,
    /// `request.limit` when there are too many.
    Result<std::shared_ptr<Transfer>> claim(std::uint64_t number);
    /// The request was answered, or the client says that none will come.
    void forget(std::uint64_t number);
    /// A request that names it was refused, so nobody will wait for it; one that another request
    /// has goes on.
    void refuse(std::uint64_t number);

    [[nodiscard]] std::size_t count() const;

  private:
    struct Entry {
        std::shared_ptr<Transfer> transfer;
        bool claimed = false;
        std::size_t size = 0;
    };
    Entry* find_or_begin(std::uint64_t number);
    bool make_room();
    void count_in(std::uint64_t number, const std::shared_ptr<Transfer>& transfer,
                  std::size_t added);
    void close(std::uint64_t number);

    mutable std::mutex mutex_;
    std::map<std::uint64_t, Entry> entries_;
    std::set<std::uint64_t> closed_;
    std::deque<std::uint64_t> closed_in_order_;
    std::size_t octets_ = 0;  ///< in all of them together
};

}  // namespace sealwright::wire
