// SPDX-License-Identifier: MPL-2.0

// A PKCS#11 module of one token that does one thing wrong: what, its own file name says, as in
// libmisbehaving-hang-sign.so. Its keys are in identities.pem beside it. While a file "unplugged"
// is there too, there is no token.
#include "stores/misbehaving_keys.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <fstream>
#include <sys/prctl.h>
#include <unistd.h>
#include <utility>

namespace misbehaving {
namespace {

constexpr CK_SLOT_ID kSlot = 7;
constexpr std::string_view kPin = "1234";
constexpr int kTries = 3;

struct SessionState {
    std::vector<CK_OBJECT_HANDLE> found;
    const Object* active = nullptr;
    bool authenticated = false;
};

struct TokenState {
    std::string behaviour;
    std::filesystem::path folder;
    std::vector<Object> objects;
    std::map<CK_SESSION_HANDLE, SessionState> sessions;
    CK_SESSION_HANDLE last_session = 0;
    bool logged_in = false;
    bool was_unplugged = false;
    int wrong_pins = 0;
} token;

bool behaves(const char* how) {
    return token.behaviour == how;
}

[[noreturn]] void hang() {
    while (true) pause();
}

/// What may happen at any call of the kind `where`.
void misbehave(const std::string& where) {
    if (behaves(("hang-" + where).c_str())) hang();
    if (behaves(("crash-" + where).c_str())) std::abort();
    if (behaves("noisy")) std::puts("vendor module was here"), std::fflush(stdout);
}

/// Waits at a FIFO until the test has opened it and closed it again.
void wait_at_gate() {
    const auto gate = token.folder / "gate";
    const int file = open(gate.c_str(), O_RDONLY);
    if (file < 0) return;
    char nothing;
    while (read(file, &nothing, 1) > 0) {
    }
    close(file);
    std::filesystem::remove(gate);
}

/// What a module could see of the process it is loaded into.
bool sees_too_much() {
    if (prctl(PR_GET_DUMPABLE) != 0) return true;
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator("/proc/self/fd"))
        files += std::filesystem::exists(std::filesystem::symlink_status(file)) ? 1 : 0;
    // The three standard ones, the two ends of the channel, and the folder being read.
    return files > 6 || std::getenv("LOGNAME") != nullptr;
}

std::filesystem::path unplugged_mark() {
    return token.folder / "unplugged";
}

bool is_unplugged() {
    if (!std::filesystem::exists(unplugged_mark())) return false;
    token.sessions.clear();
    token.logged_in = false;
    return true;
}

SessionState* find_session(CK_SESSION_HANDLE handle) {
    if (is_unplugged()) return nullptr;
    const auto found = token.sessions.find(handle);
    return found == token.sessions.end() ? nullptr : &found->second;
}

template <std::size_t Size>
void pad(CK_UTF8CHAR (&to)[Size], std::string_view text) {
    std::memset(to, ' ', Size);
    std::memcpy(to, text.data(), text.size());
}

CK_RV initialize(void*) {
    Dl_info own{};
    dladdr(reinterpret_cast<void*>(&initialize), &own);
    const std::filesystem::path file(own.dli_fname);
    token.behaviour = file.stem().string().substr(std::strlen("libmisbehaving-"));
    token.folder = file.parent_path();
    token.objects = read_objects(token.folder / "identities.pem");
    if (behaves("always-authenticate"))
        for (auto& object : token.objects)
            object.attributes[CKA_ALWAYS_AUTHENTICATE] = bytes_of<CK_BBOOL>(CK_TRUE);
    if (behaves("crowded")) {
        Object garbage = token.objects.front();
        garbage.attributes[CKA_VALUE] = Bytes{0x30, 0x80, 0xff};
        token.objects.insert(token.objects.begin(), 100, garbage);
    }
    misbehave("open");
    return behaves("curious") && sees_too_much() ? CKR_GENERAL_ERROR : CKR_OK;
}

CK_RV finalize(void*) {
    return CKR_OK;
}

CK_RV get_info(CK_INFO* info) {
    *info = {};
    info->libraryVersion = {1, 0};
    return CKR_OK;
}

CK_RV get_slot_list(CK_BBOOL, CK_SLOT_ID* list, CK_ULONG* count) {
    misbehave("list");
    *count = is_unplugged() ? 0 : 1;
    if (list && *count) *list = kSlot;
    return CKR_OK;
}

CK_RV get_token_info(CK_SLOT_ID, CK_TOKEN_INFO* info) {
    if (is_unplugged()) return CKR_TOKEN_NOT_PRESENT;
    *info = {};
    pad(info->label, "Misbehaving token");
    pad(info->manufacturerID, "Test");
    pad(info->serialNumber, "0042");
    info->flags = CKF_LOGIN_REQUIRED | CKF_TOKEN_INITIALIZED | CKF_USER_PIN_INITIALIZED;
    if (token.wrong_pins > 0) info->flags |= CKF_USER_PIN_COUNT_LOW;
    if (token.wrong_pins == kTries - 1) info->flags |= CKF_USER_PIN_FINAL_TRY;
    if (token.wrong_pins >= kTries) info->flags |= CKF_USER_PIN_LOCKED;
    if (behaves("reader-keys")) info->flags |= CKF_PROTECTED_AUTHENTICATION_PATH;
    return CKR_OK;
}

CK_RV get_mechanism_list(CK_SLOT_ID, CK_MECHANISM_TYPE* list, CK_ULONG* count) {
    constexpr CK_MECHANISM_TYPE kMechanisms[] = {CKM_RSA_PKCS, CKM_ECDSA, CKM_ECDH1_DERIVE};
    *count = std::size(kMechanisms);
    if (list) std::copy(std::begin(kMechanisms), std::end(kMechanisms), list);
    return CKR_OK;
}

CK_RV open_session(CK_SLOT_ID, CK_FLAGS, void*, CK_NOTIFY, CK_SESSION_HANDLE* session) {
    if (is_unplugged()) return CKR_DEVICE_REMOVED;
    *session = ++token.last_session;
    token.sessions[*session] = {};
    return CKR_OK;
}

CK_RV close_session(CK_SESSION_HANDLE session) {
    token.sessions.erase(session);
    if (token.sessions.empty()) token.logged_in = false;
    return CKR_OK;
}

/// Some modules answer this without looking whether the token is still there.
CK_RV get_session_info(CK_SESSION_HANDLE, CK_SESSION_INFO* info) {
    *info = {};
    info->state = token.logged_in ? CKS_RO_USER_FUNCTIONS : CKS_RO_PUBLIC_SESSION;
    return CKR_OK;
}

CK_RV check_pin(const CK_UTF8CHAR* pin, CK_ULONG size) {
    if (token.wrong_pins >= kTries) return CKR_PIN_LOCKED;
    const bool right = behaves("reader-keys")
                           ? pin == nullptr
                           : std::string_view(reinterpret_cast<const char*>(pin), size) == kPin;
    token.wrong_pins = right ? 0 : token.wrong_pins + 1;
    return right ? CKR_OK : CKR_PIN_INCORRECT;
}

CK_RV login(CK_SESSION_HANDLE handle, CK_USER_TYPE user, CK_UTF8CHAR* pin, CK_ULONG size) {
    misbehave("login");
    SessionState* session = find_session(handle);
    if (!session) return CKR_DEVICE_REMOVED;
    if (user == CKU_CONTEXT_SPECIFIC && !session->active) return CKR_OPERATION_NOT_INITIALIZED;
    const CK_RV rv = check_pin(pin, size);
    if (rv != CKR_OK) return rv;
    if (user == CKU_CONTEXT_SPECIFIC)
        session->authenticated = true;
    else
        token.logged_in = true;
    return CKR_OK;
}

bool matches(const Object& object, const CK_ATTRIBUTE* wanted, CK_ULONG count) {
    if (object.is_private && !token.logged_in) return false;
    return std::all_of(wanted, wanted + count, [&](const CK_ATTRIBUTE& one) {
        const auto has = object.attributes.find(one.type);
        const auto* value = static_cast<const std::uint8_t*>(one.pValue);
        return has != object.attributes.end() &&
               std::equal(has->second.begin(), has->second.end(), value, value + one.ulValueLen);
    });
}

CK_RV find_objects_init(CK_SESSION_HANDLE handle, CK_ATTRIBUTE* wanted, CK_ULONG count) {
    SessionState* session = find_session(handle);
    if (!session) return CKR_DEVICE_REMOVED;
    session->found.clear();
    for (std::size_t i = 0; i < token.objects.size(); ++i)
        if (matches(token.objects[i], wanted, count)) session->found.push_back(i + 1);
    return CKR_OK;
}

/// A few at a time, as some cards do.
CK_RV find_objects(CK_SESSION_HANDLE handle, CK_OBJECT_HANDLE* into, CK_ULONG most,
                   CK_ULONG* count) {
    SessionState* session = find_session(handle);
    if (!session) return CKR_DEVICE_REMOVED;
    *count = std::min<CK_ULONG>({most, session->found.size(), 32});
    const auto end = session->found.begin() + static_cast<std::ptrdiff_t>(*count);
    std::copy(session->found.begin(), end, into);
    session->found.erase(session->found.begin(), end);
    return CKR_OK;
}

CK_RV find_objects_final(CK_SESSION_HANDLE) {
    return CKR_OK;
}

/// A derived secret is the object after the last one.
Bytes derived;

const Bytes* attribute_of(CK_OBJECT_HANDLE handle, CK_ATTRIBUTE_TYPE type) {
    if (handle == token.objects.size() + 1) return type == CKA_VALUE ? &derived : nullptr;
    const auto& has = token.objects.at(handle - 1).attributes;
    const auto found = has.find(type);
    return found == has.end() ? nullptr : &found->second;
}

CK_RV get_attribute_value(CK_SESSION_HANDLE, CK_OBJECT_HANDLE handle, CK_ATTRIBUTE* wanted,
                          CK_ULONG) {
    const Bytes* value = attribute_of(handle, wanted->type);
    const auto room = wanted->ulValueLen;
    wanted->ulValueLen = value ? value->size() : CK_UNAVAILABLE_INFORMATION;
    if (!value) return CKR_ATTRIBUTE_TYPE_INVALID;
    if (!wanted->pValue) return CKR_OK;
    if (room < value->size()) return CKR_BUFFER_TOO_SMALL;
    std::copy(value->begin(), value->end(), static_cast<std::uint8_t*>(wanted->pValue));
    return CKR_OK;
}

CK_RV begin_operation(CK_SESSION_HANDLE handle, CK_MECHANISM*, CK_OBJECT_HANDLE key) {
    SessionState* session = find_session(handle);
    if (!session) return CKR_DEVICE_REMOVED;
    if (!token.logged_in) return CKR_USER_NOT_LOGGED_IN;
    session->active = &token.objects.at(key - 1);
    session->authenticated = false;
    return CKR_OK;
}

CK_RV finish_operation(CK_SESSION_HANDLE handle, Bytes (*operation)(EVP_PKEY&, View), View input,
                       CK_BYTE* out, CK_ULONG* size) {
    SessionState* session = find_session(handle);
    if (!session || !session->active) return CKR_OPERATION_NOT_INITIALIZED;
    if (behaves("always-authenticate") && !session->authenticated) return CKR_USER_NOT_LOGGED_IN;
    Bytes result = operation(*session->active->key, input);
    session->active = nullptr;
    if (result.empty()) return CKR_GENERAL_ERROR;
    if (behaves("short-result")) result.pop_back();
    if (*size < result.size()) return CKR_BUFFER_TOO_SMALL;
    std::copy(result.begin(), result.end(), out);
    *size = result.size();
    return CKR_OK;
}

CK_RV sign_data(CK_SESSION_HANDLE session, CK_BYTE* data, CK_ULONG data_size, CK_BYTE* out,
                CK_ULONG* size) {
    misbehave("sign");
    wait_at_gate();
    if (behaves("unplug-sign") && !std::exchange(token.was_unplugged, true)) {
        std::ofstream{unplugged_mark()};
        return CKR_DEVICE_REMOVED;
    }
    return finish_operation(session, sign, {data, data_size}, out, size);
}

CK_RV decrypt_data(CK_SESSION_HANDLE session, CK_BYTE* data, CK_ULONG data_size, CK_BYTE* out,
                   CK_ULONG* size) {
    return finish_operation(session, decrypt, {data, data_size}, out, size);
}

CK_RV derive_key(CK_SESSION_HANDLE, CK_MECHANISM* mechanism, CK_OBJECT_HANDLE key, CK_ATTRIBUTE*,
                 CK_ULONG, CK_OBJECT_HANDLE* secret) {
    const auto* parameters = static_cast<const CK_ECDH1_DERIVE_PARAMS*>(mechanism->pParameter);
    View point(parameters->pPublicData, parameters->ulPublicDataLen);
    if (behaves("wrapped-point")) {
        if (point.size() < 3 || point[1] != point.size() - 2) return CKR_MECHANISM_PARAM_INVALID;
        point = point.subspan(2);
    }
    derived = derive(*token.objects.at(key - 1).key, point);
    *secret = token.objects.size() + 1;
    return derived.empty() ? CKR_FUNCTION_FAILED : CKR_OK;
}

CK_FUNCTION_LIST make_functions() {
    CK_FUNCTION_LIST list{};
    list.version = {2, 40};
    list.C_Initialize = initialize;
    list.C_Finalize = finalize;
    list.C_GetInfo = get_info;
    list.C_GetSlotList = get_slot_list;
    list.C_GetTokenInfo = get_token_info;
    list.C_GetMechanismList = get_mechanism_list;
    list.C_OpenSession = open_session;
    list.C_CloseSession = close_session;
    list.C_GetSessionInfo = get_session_info;
    list.C_Login = login;
    list.C_FindObjectsInit = find_objects_init;
    list.C_FindObjects = find_objects;
    list.C_FindObjectsFinal = find_objects_final;
    list.C_GetAttributeValue = get_attribute_value;
    list.C_SignInit = begin_operation;
    list.C_Sign = sign_data;
    list.C_DecryptInit = begin_operation;
    list.C_Decrypt = decrypt_data;
    list.C_DeriveKey = derive_key;
    return list;
}

}  // namespace
}  // namespace misbehaving

extern "C" __attribute__((visibility("default"))) CK_RV C_GetFunctionList(CK_FUNCTION_LIST** list) {
    static CK_FUNCTION_LIST functions = misbehaving::make_functions();
    *list = &functions;
    return CKR_OK;
}
