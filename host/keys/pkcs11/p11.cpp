// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/p11.hpp"

#include <cstdio>

namespace sealwright::keys::pkcs11 {
namespace {

struct Meaning {
    CK_RV rv;
    ErrorCode code;
    const char* name;
};

constexpr Meaning kMeanings[] = {
    {CKR_PIN_INCORRECT, ErrorCode::key_pin_wrong, "CKR_PIN_INCORRECT"},
    {CKR_PIN_INVALID, ErrorCode::key_pin_wrong, "CKR_PIN_INVALID"},
    {CKR_PIN_LEN_RANGE, ErrorCode::key_pin_wrong, "CKR_PIN_LEN_RANGE"},
    {CKR_USER_NOT_LOGGED_IN, ErrorCode::key_pin_wrong, "CKR_USER_NOT_LOGGED_IN"},
    {CKR_PIN_LOCKED, ErrorCode::key_pin_locked, "CKR_PIN_LOCKED"},
    {CKR_PIN_EXPIRED, ErrorCode::key_denied, "CKR_PIN_EXPIRED"},
    {CKR_USER_PIN_NOT_INITIALIZED, ErrorCode::key_denied, "CKR_USER_PIN_NOT_INITIALIZED"},
    {CKR_FUNCTION_REJECTED, ErrorCode::key_denied, "CKR_FUNCTION_REJECTED"},
    {CKR_ACTION_PROHIBITED, ErrorCode::key_denied, "CKR_ACTION_PROHIBITED"},
    {CKR_CANCEL, ErrorCode::key_cancelled, "CKR_CANCEL"},
    {CKR_FUNCTION_CANCELED, ErrorCode::key_cancelled, "CKR_FUNCTION_CANCELED"},
    {CKR_DEVICE_REMOVED, ErrorCode::key_token_removed, "CKR_DEVICE_REMOVED"},
    {CKR_TOKEN_NOT_PRESENT, ErrorCode::key_token_removed, "CKR_TOKEN_NOT_PRESENT"},
    {CKR_TOKEN_NOT_RECOGNIZED, ErrorCode::key_token_removed, "CKR_TOKEN_NOT_RECOGNIZED"},
    {CKR_SLOT_ID_INVALID, ErrorCode::key_token_removed, "CKR_SLOT_ID_INVALID"},
    {CKR_SESSION_CLOSED, ErrorCode::key_token_removed, "CKR_SESSION_CLOSED"},
    {CKR_SESSION_HANDLE_INVALID, ErrorCode::key_token_removed, "CKR_SESSION_HANDLE_INVALID"},
    {CKR_FUNCTION_NOT_SUPPORTED, ErrorCode::key_unsupported, "CKR_FUNCTION_NOT_SUPPORTED"},
    {CKR_MECHANISM_INVALID, ErrorCode::key_unsupported, "CKR_MECHANISM_INVALID"},
    {CKR_MECHANISM_PARAM_INVALID, ErrorCode::key_unsupported, "CKR_MECHANISM_PARAM_INVALID"},
    {CKR_KEY_FUNCTION_NOT_PERMITTED, ErrorCode::key_unsupported, "CKR_KEY_FUNCTION_NOT_PERMITTED"},
    {CKR_KEY_TYPE_INCONSISTENT, ErrorCode::key_unsupported, "CKR_KEY_TYPE_INCONSISTENT"},
    {CKR_KEY_SIZE_RANGE, ErrorCode::key_unsupported, "CKR_KEY_SIZE_RANGE"},
    {CKR_CURVE_NOT_SUPPORTED, ErrorCode::key_unsupported, "CKR_CURVE_NOT_SUPPORTED"},
    {CKR_HOST_MEMORY, ErrorCode::system_memory, "CKR_HOST_MEMORY"},
    {CKR_DEVICE_ERROR, ErrorCode::key_token_failed, "CKR_DEVICE_ERROR"},
    {CKR_GENERAL_ERROR, ErrorCode::key_token_failed, "CKR_GENERAL_ERROR"},
    {CKR_FUNCTION_FAILED, ErrorCode::key_token_failed, "CKR_FUNCTION_FAILED"},
    {CKR_ARGUMENTS_BAD, ErrorCode::key_token_failed, "CKR_ARGUMENTS_BAD"},
};

const Meaning* meaning_of(CK_RV rv) {
    for (const Meaning& meaning : kMeanings)
        if (meaning.rv == rv) return &meaning;
    return nullptr;
}

std::string name_of(CK_RV rv) {
    if (const Meaning* meaning = meaning_of(rv)) return meaning->name;
    char text[24];
    std::snprintf(text, sizeof text, "0x%lx", static_cast<unsigned long>(rv));
    return text;
}

}  // namespace

Error from_p11(CK_RV rv, const char* call) {
    const Meaning* meaning = meaning_of(rv);
    return {meaning ? meaning->code : ErrorCode::key_token_failed,
            std::string(call) + " gave " + name_of(rv)};
}

Error from_p11_init(CK_RV rv, const char* call) {
    Error error = from_p11(rv, call);
    if (rv == CKR_ARGUMENTS_BAD) error.code = ErrorCode::key_unsupported;
    return error;
}

bool concerns_token(CK_RV rv) {
    const Meaning* meaning = meaning_of(rv);
    if (!meaning) return false;
    // "Failed" without a reason is what several modules say of bad padding.
    return meaning->code != ErrorCode::key_token_failed &&
           meaning->code != ErrorCode::key_unsupported;
}

}  // namespace sealwright::keys::pkcs11
