// SPDX-License-Identifier: MPL-2.0
#include "trust/builtin_module.hpp"

#include "base/certificate.hpp"

#include <p11-kit/pkcs11.h>
#define CRYPTOKI_X_VENDOR_DEFINED 1
#include <p11-kit/pkcs11x.h>

#include <array>
#include <cstring>
#include <dlfcn.h>

namespace sealwright::trust {
namespace {

/// How a module says "trusted delegator for e-mail": NSS's own objects, and since NSS 3.113 those
/// of PKCS#11 3.2 §4.7, which p11-kit's header does not know yet.
struct TrustScheme {
    CK_OBJECT_CLASS object_class;
    CK_ATTRIBUTE_TYPE email;
    CK_ULONG anchor;
};
constexpr std::array kSchemes = {
    TrustScheme{CKO_NSS_TRUST, CKA_TRUST_EMAIL_PROTECTION, CKT_NSS_TRUSTED_DELEGATOR},
    TrustScheme{0x0BUL, 0x62FUL, 2UL},
};
constexpr CK_ULONG kObjectsAtMost = 64;
constexpr std::size_t kAttributeAtMost = 64 << 10;

Bytes number(CK_ULONG value) {
    Bytes octets(sizeof value);
    std::memcpy(octets.data(), &value, sizeof value);
    return octets;
}

Bytes serial_der(const X509& certificate) {
    const ASN1_INTEGER* serial = X509_get0_serialNumber(&certificate);
    Bytes der(static_cast<std::size_t>(std::max(i2d_ASN1_INTEGER(serial, nullptr), 0)));
    unsigned char* at = der.data();
    i2d_ASN1_INTEGER(serial, &at);
    return der;
}

/// "YYMMDDHHMMSSZ"; a single zero octet means no date.
std::optional<UnixTime> utc_time(const Bytes& text) {
    using TimePtr = std::unique_ptr<ASN1_TIME, FreeWith<ASN1_TIME_free>>;
    const TimePtr time(ASN1_TIME_new());
    const std::string digits(as_text(text));
    if (digits.size() < 13 || ASN1_TIME_set_string(time.get(), digits.c_str()) != 1) {
        return std::nullopt;
    }
    return time_of(time.get());
}

}  // namespace

void BuiltinModule::Unload::operator()(void* library) const {
    dlclose(library);
}

std::unique_ptr<BuiltinModule> BuiltinModule::load(const std::string& file) {
    std::unique_ptr<BuiltinModule> module(new BuiltinModule);
    // NSPR below it keeps state per thread and must not vanish from under a running one.
    module->library_.reset(dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE));
    if (!module->library_ || !module->start()) return nullptr;
    return module;
}

BuiltinModule::~BuiltinModule() {
    if (initialized_) functions_->C_Finalize(nullptr);
}

bool BuiltinModule::start() {
    void* entry = dlsym(library_.get(), "C_GetFunctionList");
    if (!entry) return false;
    const auto get_functions = reinterpret_cast<CK_C_GetFunctionList>(entry);
    if (get_functions(&functions_) != CKR_OK) return false;
    if (functions_->C_Initialize(nullptr) != CKR_OK) return false;
    initialized_ = true;
    std::array<CK_SLOT_ID, 8> slots{};
    CK_ULONG count = slots.size();
    if (functions_->C_GetSlotList(CK_TRUE, slots.data(), &count) != CKR_OK || count == 0) {
        return false;
    }
    return functions_->C_OpenSession(slots[0], CKF_SERIAL_SESSION, nullptr, nullptr, &session_) ==
           CKR_OK;
}

std::pair<int, int> BuiltinModule::version() const {
    CK_INFO info{};
    if (functions_->C_GetInfo(&info) != CKR_OK) return {0, 0};
    return {info.libraryVersion.major, info.libraryVersion.minor};
}

std::vector<BuiltinModule::Root> BuiltinModule::email_roots(const X509_NAME& subject) {
    std::vector<Root> roots;
    for (const auto object :
         find({{CKA_CLASS, number(CKO_CERTIFICATE)}, {CKA_SUBJECT, der_of(subject)}})) {
        const auto certificate = read_certificate_der(attribute(object, CKA_VALUE));
        if (!certificate || !is_email_root(*certificate)) continue;
        roots.push_back({certificate, utc_time(attribute(object, CKA_NSS_EMAIL_DISTRUST_AFTER))});
    }
    return roots;
}

bool BuiltinModule::is_email_root(const X509& certificate) {
    for (const auto& scheme : kSchemes) {
        const auto objects = find({{CKA_CLASS, number(scheme.object_class)},
                                   {CKA_ISSUER, der_of(*X509_get_issuer_name(&certificate))},
                                   {CKA_SERIAL_NUMBER, serial_der(certificate)}});
        if (objects.empty()) continue;
        for (const auto object : objects) {
            if (attribute(object, scheme.email) != number(scheme.anchor)) return false;
        }
        return true;
    }
    return false;
}

std::vector<CK_OBJECT_HANDLE> BuiltinModule::find(const Filter& filter) {
    std::vector<CK_ATTRIBUTE> wanted;
    for (const auto& [type, value] : filter) {
        wanted.push_back({type, const_cast<std::uint8_t*>(value.data()), value.size()});
    }
    std::array<CK_OBJECT_HANDLE, kObjectsAtMost> found{};
    CK_ULONG count = 0;
    if (functions_->C_FindObjectsInit(session_, wanted.data(), wanted.size()) != CKR_OK) return {};
    functions_->C_FindObjects(session_, found.data(), found.size(), &count);
    functions_->C_FindObjectsFinal(session_);
    return {found.begin(), found.begin() + static_cast<std::ptrdiff_t>(count)};
}

Bytes BuiltinModule::attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type) {
    CK_ATTRIBUTE wanted{type, nullptr, 0};
    if (functions_->C_GetAttributeValue(session_, object, &wanted, 1) != CKR_OK) return {};
    if (wanted.ulValueLen > kAttributeAtMost) return {};
    Bytes value(wanted.ulValueLen);
    wanted.pValue = value.data();
    if (functions_->C_GetAttributeValue(session_, object, &wanted, 1) != CKR_OK) return {};
    return value;
}

}  // namespace sealwright::trust
