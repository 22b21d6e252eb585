// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/descriptor.hpp"

#include <string>
#include <thread>

namespace sealwright::test {

/// A terminal on which pinentry shows its dialog, and a person before it who types the same
/// password into each.
class Terminal {
  public:
    explicit Terminal(std::string password);
    ~Terminal();

    /// For GPG_TTY.
    [[nodiscard]] const std::string& name() const { return name_; }

  private:
    void answer(const std::stop_token& stop) const;

    const std::string password_;
    Descriptor person_;
    Descriptor line_;  ///< kept open, so that the person is not sent away between two dialogs
    std::string name_;
    std::jthread answering_;
};

}  // namespace sealwright::test
