// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/p11.hpp"
#include "keys/pkcs11/version.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace sealwright::keys::pkcs11 {

/// A registered module as p11-kit's configuration describes it.
struct RegisteredModule {
    std::string name;
    std::string path;
    std::string parameters;  ///< its `x-init-reserved`
};

/// What p11-kit has registered, without the ones that hold trust anchors instead of keys. This
/// loads every module: for token workers only.
std::vector<RegisteredModule> registered_modules();

/// A loaded and initialised PKCS#11 module. Lives in a token worker only, one per process. Its
/// code is never unloaded: exiting is what does that, and vendor code is worst at being unloaded.
class Module {
  public:
    /// `parameters` is handed to C_Initialize where PKCS#11 has pReserved; NSS takes its databases
    /// from there.
    static Result<std::unique_ptr<Module>> load(const std::filesystem::path& path,
                                                const std::string& parameters);
    ~Module();
    Module(const Module&) = delete;
    Module& operator=(const Module&) = delete;

    CK_FUNCTION_LIST* operator->() const { return functions_; }
    [[nodiscard]] Version version() const;
    [[nodiscard]] Result<std::vector<CK_SLOT_ID>> slots_with_token() const;

  private:
    explicit Module(CK_FUNCTION_LIST* functions) : functions_(functions) {}
    CK_FUNCTION_LIST* functions_;
};

}  // namespace sealwright::keys::pkcs11
