// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "net/library.hpp"

#include <curl/curl.h>

namespace sealwright::net {

/// libcurl's functions, as far as they are used here.
struct CurlLibrary {
    decltype(curl_global_init)* global_init = nullptr;
    decltype(curl_easy_init)* easy_init = nullptr;
    decltype(curl_easy_cleanup)* easy_cleanup = nullptr;
    decltype(curl_easy_setopt)* easy_setopt = nullptr;
    decltype(curl_easy_perform)* easy_perform = nullptr;
    decltype(curl_easy_getinfo)* easy_getinfo = nullptr;
    decltype(curl_slist_append)* slist_append = nullptr;
    decltype(curl_slist_free_all)* slist_free_all = nullptr;

    /// Loaded and initialised once; null when this machine has none that fits.
    static const CurlLibrary* get() {
        static const CurlLibrary one;
        return one.ready_ ? &one : nullptr;
    }

  private:
    CurlLibrary() : library_("libcurl.so.4") {
        library_.find(global_init, "curl_global_init");
        library_.find(easy_init, "curl_easy_init");
        library_.find(easy_cleanup, "curl_easy_cleanup");
        library_.find(easy_setopt, "curl_easy_setopt");
        library_.find(easy_perform, "curl_easy_perform");
        library_.find(easy_getinfo, "curl_easy_getinfo");
        library_.find(slist_append, "curl_slist_append");
        library_.find(slist_free_all, "curl_slist_free_all");
        ready_ = library_.whole() && global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
    }

    Library library_;
    bool ready_ = false;
};

}  // namespace sealwright::net
