// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/words.hpp"

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace sealwright {

/// Something that can happen to a user. `code` is what clients branch on and word in the user's
/// language with `args`; `detail` says what and where, for logs and the command line. Neither
/// ever holds plaintext or a PIN.
struct Error {
    ErrorCode code;
    std::string detail;
    std::vector<std::string> args = {};
};

/// A value or the Error that stood in its way. A bad signature is a value, not an Error.
template <class T>
class [[nodiscard]] Result {
  public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] T& value() & { return assert(ok()), std::get<0>(state_); }
    [[nodiscard]] const T& value() const& { return assert(ok()), std::get<0>(state_); }
    [[nodiscard]] T&& value() && { return assert(ok()), std::get<0>(std::move(state_)); }
    [[nodiscard]] const Error& error() const { return assert(!ok()), std::get<1>(state_); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

  private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
  public:
    Result() = default;
    Result(Error error) : error_(std::move(error)) {}

    [[nodiscard]] bool ok() const { return !error_; }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error& error() const { return assert(!ok()), *error_; }

  private:
    std::optional<Error> error_;
};

}  // namespace sealwright
