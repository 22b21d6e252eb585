// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "mail/entity.hpp"

namespace sealwright::mail {

/// Which header fields an entity keeps in the form we sign.
enum class Keep {
    content_fields,  ///< Content-* and MIME-Version: the rest belongs to the message around it
    all_fields,
};

/// Writes entities in the form we sign (G.12).
class SignableWriter {
  public:
    /// `depth` counts the messages around this one.
    SignableWriter(const Message& message, std::size_t depth) : message_(message), depth_(depth) {}

    /// `mail.unreadable` when a header field or an encoding cannot be brought into the form.
    Result<void> write(const Entity& entity, Keep keep);
    [[nodiscard]] Bytes take() { return std::move(out_); }

  private:
    Result<void> write_multipart(const Entity& entity, Keep keep);
    Result<void> write_as_is(const Entity& entity, Keep keep);
    Result<void> write_fit(const Entity& entity, Keep keep);
    Result<void> write_encoded(const Entity& entity, Keep keep);
    Result<void> write_message(const Entity& entity, Keep keep);
    Result<void> write_fields(const Entity& entity, Keep keep,
                              std::optional<std::string_view> encoding);
    Result<void> write_field(const Field& field);
    [[nodiscard]] View body_of(const Entity& entity) const {
        return entity.body.of(message_.bytes);
    }

    const Message& message_;
    std::size_t depth_;
    Bytes out_;
};

/// Whether the tree was read with certainty, so that it may be written anew: nothing failed but
/// octets that re-encoding takes care of.
bool is_certain(const Message& message);

}  // namespace sealwright::mail
