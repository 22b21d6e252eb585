// SPDX-License-Identifier: MPL-2.0
#pragma once

#include <dlfcn.h>

namespace sealwright::net {

/// A shared library that is loaded when it is first needed, and never unloaded: most runs of this
/// program need none of it, and loading them all would take longer than the run.
class Library {
  public:
    explicit Library(const char* name) : handle_(dlopen(name, RTLD_NOW | RTLD_LOCAL)) {}

    /// False when the library, or a function asked of it so far, is not there.
    [[nodiscard]] bool whole() const { return handle_ != nullptr && !missing_; }

    /// `function` becomes what the library calls `name`.
    template <class Function>
    void find(Function*& function, const char* name) {
        function = handle_ ? reinterpret_cast<Function*>(dlsym(handle_, name)) : nullptr;
        if (!function) missing_ = true;
    }

  private:
    void* handle_;
    bool missing_ = false;
};

}  // namespace sealwright::net
