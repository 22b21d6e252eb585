// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/secret.hpp"
#include "keys/pkcs11/module.hpp"

#include <optional>
#include <span>

namespace sealwright::keys::pkcs11 {

/// What a token says of itself.
struct Token {
    CK_SLOT_ID slot = 0;
    std::string label;
    std::string serial;
    CK_FLAGS flags = 0;
    bool keeps_strangers = false;  ///< other people's certificates lie among the person's own

    [[nodiscard]] bool has(CK_FLAGS flag) const { return (flags & flag) != 0; }
};

Result<Token> read_token(const Module& module, CK_SLOT_ID slot);

/// A read-only session, closed at its end. A login belongs to the token and lasts as long as any
/// session on it is open.
class Session {
  public:
    static Result<Session> open(const Module& module, CK_SLOT_ID slot);
    Session(Session&& other) noexcept;
    Session& operator=(Session&& other) noexcept;
    ~Session();

    [[nodiscard]] const Module& module() const { return *module_; }
    [[nodiscard]] CK_SESSION_HANDLE handle() const { return handle_; }
    [[nodiscard]] CK_SLOT_ID slot() const { return slot_; }

    [[nodiscard]] Result<bool> logged_in() const;
    /// `pin` absent: the person types it on the reader's own keys.
    Result<void> login(CK_USER_TYPE user, const std::optional<View>& pin) const;

    /// Handles of the objects that match all of `wanted`, up to a limit.
    [[nodiscard]] Result<std::vector<CK_OBJECT_HANDLE>> find(std::span<CK_ATTRIBUTE> wanted) const;
    /// Empty when the object has no such attribute, hides it, or says it is beyond all reason.
    [[nodiscard]] Bytes attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const;
    /// `otherwise` where the object does not say.
    [[nodiscard]] bool flag(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool otherwise) const;

  private:
    Session(const Module& module, CK_SLOT_ID slot, CK_SESSION_HANDLE handle)
        : module_(&module), slot_(slot), handle_(handle) {}
    const Module* module_;
    CK_SLOT_ID slot_;
    CK_SESSION_HANDLE handle_;
};

}  // namespace sealwright::keys::pkcs11
