// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "wire/answer.hpp"
#include "wire/request.hpp"
#include "wire/transfer.hpp"

#include <functional>
#include <memory>
#include <stop_token>

namespace sealwright::wire {

/// What a request's work needs of the session.
struct Work {
    std::stop_token stop;                         ///< cancelled, too late, or the client is gone
    std::shared_ptr<Transfer> message;            ///< of requests that name one
    std::function<std::uint64_t()> new_transfer;  ///< a number for a body of the answer
    std::function<void(std::size_t)> sent;  ///< tells the client how much went to a mail server
};

/// Does what requests ask. Called by several threads at once.
class Handler {
  public:
    virtual ~Handler() = default;
    virtual Result<Answer> handle(const Task& task, const Work& work) = 0;
};

}  // namespace sealwright::wire
