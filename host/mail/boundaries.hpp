// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sealwright::mail {

/// The boundaries of the multiparts that are open at one place of a message. A body full of lines
/// that start with "--" inside fifty multiparts costs a few look-ups per line, not fifty compares.
class Boundaries {
  public:
    /// `owner` numbers the multipart, the outermost lowest. False when lines could be told apart no
    /// longer: the boundary begins with an open one, or the other way round (E-62).
    bool open(const std::string& boundary, std::size_t owner);
    /// The multipart that has it as its innermost owner came to its closing delimiter: from now on
    /// its delimiters are content, and doubtful.
    void end(const std::string& boundary);
    /// The innermost owner is gone altogether.
    void close(const std::string& boundary);

    /// What one line (without its line end) is: the delimiter of an owner, or content.
    struct Line {
        std::optional<std::size_t> owner;
        bool closing = false;
        bool doubtful = false;  ///< another reader may see something else (C-41)
    };
    [[nodiscard]] Line read(std::string_view line) const;

  private:
    struct Owner {
        std::size_t number = 0;
        bool ended = false;
    };
    using Map = std::map<std::string, std::vector<Owner>, std::less<>>;

    void match(std::string_view boundary, bool closing, Line& line) const;
    [[nodiscard]] bool begins_like_any(std::string_view rest) const;

    Map owners_;
    bool prefix_free_ = true;
};

}  // namespace sealwright::mail
