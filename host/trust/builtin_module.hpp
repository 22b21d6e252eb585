// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/clock.hpp"
#include "base/ossl.hpp"

#include <p11-kit/pkcs11.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sealwright::trust {

/// Mozilla's list of roots, libnssckbi.so: a PKCS#11 module of pure data, which takes a few
/// milliseconds to load. Not thread-safe.
class BuiltinModule {
  public:
    /// Null when the file is no such module.
    static std::unique_ptr<BuiltinModule> load(const std::string& file);
    BuiltinModule(const BuiltinModule&) = delete;
    BuiltinModule& operator=(const BuiltinModule&) = delete;
    ~BuiltinModule();

    /// Major and minor number of the list, for finding the newest.
    [[nodiscard]] std::pair<int, int> version() const;

    struct Root {
        Certificate certificate;
        std::optional<UnixTime> distrusted_after;  ///< CKA_NSS_EMAIL_DISTRUST_AFTER
    };
    /// Roots of that subject that are trusted delegators for e-mail.
    std::vector<Root> email_roots(const X509_NAME& subject);

  private:
    using Filter = std::vector<std::pair<CK_ATTRIBUTE_TYPE, Bytes>>;

    BuiltinModule() = default;
    bool start();
    std::vector<CK_OBJECT_HANDLE> find(const Filter& filter);
    Bytes attribute(CK_OBJECT_HANDLE object, CK_ATTRIBUTE_TYPE type);
    bool is_email_root(const X509& certificate);

    struct Unload {
        void operator()(void* library) const;
    };
    std::unique_ptr<void, Unload> library_;
    CK_FUNCTION_LIST* functions_ = nullptr;
    bool initialized_ = false;
    CK_SESSION_HANDLE session_ = 0;
};

}  // namespace sealwright::trust
