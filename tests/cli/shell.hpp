// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/child.hpp"
#include "support/temp_folder.hpp"
#include "support/world.hpp"

#include <string>
#include <vector>

namespace sealwright::test {

/// What a command printed, and its exit code.
struct Ran {
    int code = -1;
    std::string out;
    std::string err;
};

/// A shell in a folder of its own, in which `sealwright` is the real program with a home that
/// trusts the world's root.
class Shell {
  public:
    explicit Shell(const support::World& world);

    /// A line for /bin/sh. Paths in it are relative to folder().
    Ran run(const std::string& line, const Environment& more = {}) const;
    void write(const std::string& name, std::string_view octets) const;
    [[nodiscard]] std::string read(const std::string& name) const;
    /// Names in folder() that begin with `begin`.
    [[nodiscard]] std::vector<std::string> names(const std::string& begin) const;
    /// Brings in a person's certificate and key, without a password.
    void import(const support::Ca& person, const support::World& world) const;

  private:
    support::TempFolder folder_;
    support::TempFolder home_;
};

/// Whether that is one line which says something and holds neither OpenSSL's words nor a gap where
/// something should stand.
bool is_one_clear_line(const std::string& text);

}  // namespace sealwright::test
