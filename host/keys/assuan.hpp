// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/child.hpp"

#include <optional>

namespace sealwright::keys {

/// A conversation in the Assuan protocol, as its client: commands out, `OK`, `ERR` and data back.
class Assuan {
  public:
    /// Starts `program` and waits for its greeting.
    static Result<Assuan> start(const std::filesystem::path& program,
                                const Environment& environment, std::stop_token stop);

    struct Reply {
        std::optional<SecretBytes> data;  ///< decoded; absent when the command gave none
        std::optional<int> error;         ///< GnuPG's error number without its source
        std::string text;                 ///< of the error, fit to show
    };
    /// `argument` is untrusted text: it is encoded, so that it cannot become a second command,
    /// and cut to what fits in a line.
    Result<Reply> command(std::string_view verb, std::string_view argument = {});

  private:
    Assuan(Child child, std::stop_token stop) : child_(std::move(child)), stop_(std::move(stop)) {}
    Result<Reply> reply();

    Child child_;
    std::stop_token stop_;
};

}  // namespace sealwright::keys
