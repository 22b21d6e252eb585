// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/session.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace sealwright::keys::pkcs11 {
namespace {

/// PKCS#11 pads its fixed-size texts with spaces.
template <std::size_t Size>
std::string unpadded(const CK_UTF8CHAR (&padded)[Size]) {
    std::string text(reinterpret_cast<const char*>(padded), Size);
    text.erase(text.find_last_not_of(std::string("\0 ", 2)) + 1);
    return text;
}

constexpr CK_ULONG kBatch = 64;

}  // namespace

Result<Token> read_token(const Module& module, CK_SLOT_ID slot) {
    CK_TOKEN_INFO info{};
    const CK_RV rv = module->C_GetTokenInfo(slot, &info);
    if (rv != CKR_OK) return from_p11(rv, "C_GetTokenInfo");
    return Token{slot, unpadded(info.label), unpadded(info.serialNumber), info.flags,
                 unpadded(info.manufacturerID) == "Mozilla Foundation"};
}

Result<Session> Session::open(const Module& module, CK_SLOT_ID slot) {
    CK_SESSION_HANDLE handle = 0;
    const CK_RV rv = module->C_OpenSession(slot, CKF_SERIAL_SESSION, nullptr, nullptr, &handle);
    if (rv != CKR_OK) return from_p11(rv, "C_OpenSession");
    return Session(module, slot, handle);
}

Session::Session(Session&& other) noexcept
    : module_(std::exchange(other.module_, nullptr)), slot_(other.slot_), handle_(other.handle_) {}

Session& Session::operator=(Session&& other) noexcept {
    std::swap(module_, other.module_);
    std::swap(slot_, other.slot_);
    std::swap(handle_, other.handle_);
    return *this;
}

Session::~Session() {
    if (module_) (*module_)->C_CloseSession(handle_);
}

Result<bool> Session::logged_in() const {
    CK_SESSION_INFO info{};
    const CK_RV rv = (*module_)->C_GetSessionInfo(handle_, &info);
    if (rv != CKR_OK) return from_p11(rv, "C_GetSessionInfo");
    return info.state == CKS_RO_USER_FUNCTIONS || info.state == CKS_RW_USER_FUNCTIONS;
}

Result<void> Session::login(CK_USER_TYPE user, const std::optional<View>& pin) const {
    // The interface is older than const; no module writes to a PIN.
    auto* text = pin ? const_cast<CK_UTF8CHAR*>(pin->data()) : nullptr;
    const CK_RV rv = (*module_)->C_Login(handle_, user, text, pin ? pin->size() : 0);
    if (rv == CKR_OK || rv == CKR_USER_ALREADY_LOGGED_IN) return {};
    return from_p11(rv, "C_Login");
}

Result<std::vector<CK_OBJECT_HANDLE>> Session::find(std::span<CK_ATTRIBUTE> wanted) const {
    CK_RV rv = (*module_)->C_FindObjectsInit(handle_, wanted.data(), wanted.size());
    if (rv != CKR_OK) return from_p11(rv, "C_FindObjectsInit");
    std::vector<CK_OBJECT_HANDLE> found;
    CK_OBJECT_HANDLE batch[kBatch];
    CK_ULONG count = 0;
    do {
        rv = (*module_)->C_FindObjects(handle_, batch, kBatch, &count);
        if (rv == CKR_OK) found.insert(found.end(), batch, batch + std::min(count, kBatch));
    } while (rv == CKR_OK && count != 0 && found.size() < limits::kTokenObjects);
    (*module_)->C_FindObjectsFinal(handle_);
    if (rv != CKR_OK) return from_p11(rv, "C_FindObjects");
    return found;
}

Bytes Session::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) const {
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    CK_RV rv = (*module_)->C_GetAttributeValue(handle_, object, &wanted, 1);
    // CK_UNAVAILABLE_INFORMATION is the largest number there is.
    if (rv != CKR_OK || wanted.ulValueLen > limits::kTokenAttribute) return {};
    Bytes value(wanted.ulValueLen);
    wanted.pValue = value.data();
    rv = (*module_)->C_GetAttributeValue(handle_, object, &wanted, 1);
    if (rv != CKR_OK || wanted.ulValueLen > value.size()) return {};
    value.resize(wanted.ulValueLen);
    return value;
}

bool Session::flag(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type, bool otherwise) const {
    const Bytes value = attribute(object, type);
    return value.size() == sizeof(CK_BBOOL) ? value.front() != CK_FALSE : otherwise;
}

}  // namespace sealwright::keys::pkcs11
