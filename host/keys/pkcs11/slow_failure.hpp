// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"

#include <chrono>
#include <optional>

namespace sealwright::keys::pkcs11 {

/// Remembers for a while what failed only after a long time, so that not everybody who asks waits
/// in vain as long. What fails at once may as well be tried again. One thread at a time.
class SlowFailure {
  public:
    using Time = std::chrono::milliseconds;
    SlowFailure(Time slow, Time remembered) : slow_(slow), remembered_(remembered) {}

    /// The result of `work`, or the failure that is remembered.
    template <class Work>
    auto instead_of(const Work& work) -> decltype(work()) {
        const auto begin = Clock::now();
        if (error_ && begin - when_ < remembered_) return *error_;
        auto result = work();
        error_.reset();
        const auto end = Clock::now();
        if (result || end - begin < slow_ || is_stopped(result.error())) return result;
        error_ = result.error();
        when_ = end;
        return result;
    }

  private:
    using Clock = std::chrono::steady_clock;
    static bool is_stopped(const Error& error) {
        return error.code == ErrorCode::request_cancelled;
    }

    const Time slow_;
    const Time remembered_;
    std::optional<Error> error_;
    Clock::time_point when_;
};

}  // namespace sealwright::keys::pkcs11
