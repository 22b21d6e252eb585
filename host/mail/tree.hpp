// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/boundaries.hpp"
#include "mail/entity.hpp"
#include "mail/scan.hpp"

#include <optional>
#include <string>

namespace sealwright::mail {

/// Builds the MIME tree in one pass over the message: from one line that starts with "--" to the
/// next, each looked up among the boundaries of the multiparts that are open there.
class TreeBuilder {
  public:
    TreeBuilder(Message& message, std::size_t begin) : message_(message), begin_(begin) {}

    /// Fills in the message's root; `mail.limit` beyond depth, parts or header octets (V-01).
    Result<void> build();

  private:
    /// An entity whose end has not been seen yet; each one is a part of the one below it.
    struct Open {
        Entity entity;
        std::string boundary;  ///< empty unless parts may follow
        bool binary = false;   ///< the body is not made of lines
    };
    /// What a line is in the place where it stands.
    struct Delimiter {
        std::size_t owner = 0;  ///< index in open_
        bool closing = false;
        std::size_t next = 0;  ///< where the next line begins
    };

    Result<void> open(std::size_t at);
    std::optional<Delimiter> delimiter_at(std::size_t line);
    std::size_t header_end(std::size_t at, std::size_t& body);
    Result<void> read_header(Open& opened);
    void read_structure(Open& opened);
    Result<void> take_boundary(Open& opened);
    Result<void> handle(const Delimiter& delimiter, std::size_t line);
    void close_down_to(std::size_t size, std::size_t end);
    static void end_entity(Entity& entity, std::size_t end);
    [[nodiscard]] std::size_t line_end_before(std::size_t line) const;
    void note_octets(const Oddities& odd);
    void fail(Check check, Reason reason, std::vector<std::string> args = {});

    Message& message_;
    std::size_t begin_;
    std::vector<Open> open_;
    Boundaries boundaries_;
    std::size_t parts_ = 0;
    std::size_t header_octets_ = 0;
};

}  // namespace sealwright::mail
