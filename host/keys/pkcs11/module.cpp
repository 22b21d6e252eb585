// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/module.hpp"

#include "base/limits.hpp"

#include <p11-kit/p11-kit.h>

#include <cstdlib>
#include <dlfcn.h>

namespace sealwright::keys::pkcs11 {
namespace {

/// C_Initialize's argument as NSS reads it: its parameters stand where PKCS#11 has pReserved, and
/// one more reserved member follows. Other modules do not look beyond theirs.
struct InitializeArgs {
    CK_C_INITIALIZE_ARGS standard{};
    void* reserved = nullptr;
};

/// libsoftokn3.so needs neighbours that are not on the loader's path when a mail client brought
/// its own; in this order, each of them only where it exists.
void load_neighbours(const std::filesystem::path& path) {
    constexpr const char* kNeighbours[] = {"libnspr4.so", "libplc4.so", "libplds4.so",
                                           "libmozsqlite3.so", "libnssutil3.so"};
    if (path.filename() != "libsoftokn3.so") return;
    for (const char* name : kNeighbours) {
        const auto neighbour = path.parent_path() / name;
        std::error_code ignored;
        if (std::filesystem::exists(neighbour, ignored))
            dlopen(neighbour.c_str(), RTLD_NOW | RTLD_GLOBAL);
    }
}

std::string take_text(char* text) {
    std::string taken = text ? text : "";
    std::free(text);
    return taken;
}

bool holds_anchors(CK_FUNCTION_LIST* module, const std::string& name) {
    return name == "p11-kit-trust" ||
           take_text(p11_kit_config_option(module, "trust-policy")) == "yes";
}

}  // namespace

std::vector<RegisteredModule> registered_modules() {
    std::vector<RegisteredModule> found;
    CK_FUNCTION_LIST** modules = p11_kit_modules_load(nullptr, P11_KIT_MODULE_UNMANAGED);
    for (auto* module = modules; module && *module; ++module) {
        RegisteredModule entry{take_text(p11_kit_module_get_name(*module)),
                               take_text(p11_kit_module_get_filename(*module)),
                               take_text(p11_kit_config_option(*module, "x-init-reserved"))};
        if (!entry.path.empty() && !holds_anchors(*module, entry.name)) found.push_back(entry);
    }
    return found;
}

Result<std::unique_ptr<Module>> Module::load(const std::filesystem::path& path,
                                             const std::string& parameters) {
    load_neighbours(path);
    auto* functions = p11_kit_module_load(path.c_str(), P11_KIT_MODULE_UNMANAGED);
    if (!functions) {
        const char* why = p11_kit_message();
        return Error{ErrorCode::key_token_failed,
                     "cannot load " + path.string() + (why ? std::string(": ") + why : "")};
    }
    std::string own = parameters;
    InitializeArgs args;
    args.standard.flags = CKF_OS_LOCKING_OK;
    if (!own.empty()) args.standard.pReserved = own.data();
    const CK_RV rv = functions->C_Initialize(&args);
    if (rv != CKR_OK) return from_p11(rv, "C_Initialize");
    return std::unique_ptr<Module>(new Module(functions));
}

Module::~Module() {
    functions_->C_Finalize(nullptr);
}

Version Module::version() const {
    CK_INFO info{};
    if (functions_->C_GetInfo(&info) != CKR_OK) return {};
    return {info.libraryVersion.major, info.libraryVersion.minor};
}

Result<std::vector<CK_SLOT_ID>> Module::slots_with_token() const {
    CK_ULONG count = 0;
    CK_RV rv = functions_->C_GetSlotList(CK_TRUE, nullptr, &count);
    // A reader may appear between the two calls.
    count = std::min<CK_ULONG>(count + 4, limits::kTokenSlots);
    std::vector<CK_SLOT_ID> slots(count);
    if (rv == CKR_OK) rv = functions_->C_GetSlotList(CK_TRUE, slots.data(), &count);
    if (rv != CKR_OK) return from_p11(rv, "C_GetSlotList");
    slots.resize(std::min<CK_ULONG>(count, slots.size()));
    return slots;
}

}  // namespace sealwright::keys::pkcs11
