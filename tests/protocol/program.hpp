// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/child.hpp"
#include "protocol/client.hpp"
#include "support/temp_folder.hpp"

#include <optional>
#include <string>
#include <vector>

namespace sealwright::test {

/// The shipped program, started as a browser or a shell does, with an empty home.
class Program {
  public:
    /// As Firefox starts it for our extension, with a manifest of its own.
    Program();
    explicit Program(const std::vector<std::string>& args);

    void send(std::string_view octets);
    /// As read_json(); anything but frames on standard output is an exception.
    std::optional<Json> receive();
    /// All of standard output that was not received yet, as octets.
    std::string rest();
    void close_input() { child_->close_stdin(); }
    int exit_code();
    /// Peak of resident memory in octets (VmHWM).
    [[nodiscard]] std::size_t peak_memory() const;
    [[nodiscard]] const support::TempFolder& home() const { return home_; }

  private:
    void start(const std::vector<std::string>& args);
    bool read_exactly(char* to, std::size_t size);

    support::TempFolder home_;
    std::optional<Child> child_;
    std::string pid_;
};

}  // namespace sealwright::test
