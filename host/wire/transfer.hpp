// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"
#include "base/spool.hpp"
#include "wire/piece.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <stop_token>

namespace sealwright::wire {

/// One message on its way in. The reader thread puts pieces in; the worker of the request it
/// belongs to reads what is there already and waits for more. All functions are thread-safe,
/// but only one thread may take pieces.
class Transfer {
  public:
    /// Puts the next piece behind the others. Afterwards the transfer has failed if the piece is
    /// out of order, is not base64, comes after the last one, or makes the whole too large. Says
    /// how many octets it added.
    std::size_t take(const Piece& piece);
    /// Gives the transfer up: everybody waiting for it gets `error`. The first failure stands.
    void fail(Error error);
    /// The whole must have `size` octets. To be called once, before waiting.
    void expect(std::size_t size);

    struct Arrived {
        View bytes;  ///< valid as long as the transfer is, even while more arrives
        bool complete = false;
    };
    /// Waits until there are more than `seen` octets or the transfer is complete. Errors:
    /// `request.transfer`, `request.limit`, `system.memory`, `request.cancelled` after `stop`.
    Result<Arrived> wait_beyond(std::size_t seen, const std::stop_token& stop);
    /// Waits for all of it.
    Result<View> whole(const std::stop_token& stop);

    [[nodiscard]] bool failed() const;
    /// Frees what has come of a failed transfer that nobody reads.
    void drop_octets();

  private:
    Result<std::size_t> append(const Piece& piece);
    [[nodiscard]] std::optional<Error> wrong_size() const;

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::optional<Spool> spool_;  ///< made with the first piece
    std::optional<Error> error_;
    std::optional<std::size_t> expected_;
    std::uint64_t next_ = 0;
    bool complete_ = false;
};

}  // namespace sealwright::wire
