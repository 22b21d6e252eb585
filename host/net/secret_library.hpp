// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/library.hpp"

#include <libsecret/secret.h>

namespace sealwright::net {

/// libsecret's functions and those of GLib beside it, as far as they are used here.
struct SecretLibrary {
    decltype(secret_password_lookup_nonpageable_sync)* lookup = nullptr;
    decltype(secret_password_store_sync)* store = nullptr;
    decltype(secret_password_clear_sync)* clear = nullptr;
    decltype(secret_password_free)* free_password = nullptr;
    decltype(g_cancellable_new)* cancellable_new = nullptr;
    decltype(g_cancellable_cancel)* cancel = nullptr;
    decltype(g_object_unref)* unref = nullptr;
    decltype(g_error_free)* free_error = nullptr;

    /// Loaded once; null when this machine has none.
    static const SecretLibrary* get() {
        static const SecretLibrary one;
        return one.library_.whole() ? &one : nullptr;
    }

  private:
    SecretLibrary() : library_("libsecret-1.so.0") {
        library_.find(lookup, "secret_password_lookup_nonpageable_sync");
        library_.find(store, "secret_password_store_sync");
        library_.find(clear, "secret_password_clear_sync");
        library_.find(free_password, "secret_password_free");
        // Of libraries that this one brings along.
        library_.find(cancellable_new, "g_cancellable_new");
        library_.find(cancel, "g_cancellable_cancel");
        library_.find(unref, "g_object_unref");
        library_.find(free_error, "g_error_free");
    }

    Library library_;
};

}  // namespace sealwright::net
