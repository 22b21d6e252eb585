// SPDX-License-Identifier: MPL-2.0
#include "base/file.hpp"
#include "net/secret_library.hpp"
#include "net/secrets.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>

namespace sealwright::net {
namespace {

const SecretSchema* schema() {
    static const SecretSchema one = [] {
        SecretSchema made{};
        made.name = "org.sealwright.MailPassword";
        made.flags = SECRET_SCHEMA_NONE;
        made.attributes[0] = {"host", SECRET_SCHEMA_ATTRIBUTE_STRING};
        made.attributes[1] = {"user", SECRET_SCHEMA_ATTRIBUTE_STRING};
        return made;
    }();
    return &one;
}

/// Ends a call when its request is stopped.
class Cancel {
  public:
    Cancel(const SecretLibrary& library, const std::stop_token& stop)
        : cancellable_(library.cancellable_new(), library.unref),
          on_stop_(stop, [this, &library] { library.cancel(cancellable_.get()); }) {}
    [[nodiscard]] GCancellable* get() const { return cancellable_.get(); }

  private:
    std::unique_ptr<GCancellable, decltype(&g_object_unref)> cancellable_;
    std::stop_callback<std::function<void()>> on_stop_;
};

/// Takes the error that a call left, if any.
std::optional<Error> error_in(const SecretLibrary& library, GError* raw,
                              const std::stop_token& stop) {
    if (!raw) return std::nullopt;
    const std::unique_ptr<GError, decltype(&g_error_free)> error(raw, library.free_error);
    if (stop.stop_requested()) return Error{ErrorCode::request_cancelled, "password store"};
    return file_problem(std::string("password store: ") + raw->message);
}

/// Without a bus the library would try to start one, and wait for it.
bool has_bus() {
    if (const char* address = std::getenv("DBUS_SESSION_BUS_ADDRESS"); address && *address)
        return true;
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    std::error_code unknown;
    return runtime && std::filesystem::exists(std::string(runtime) + "/bus", unknown);
}

Error no_service() {
    return file_problem("password store: this session has none");
}

/// Null where there is no service to talk to.
const SecretLibrary* library_for_service() {
    return has_bus() ? SecretLibrary::get() : nullptr;
}

class SecretService final : public Secrets {
  public:
    Result<std::optional<SecretBytes>> get(const SecretName& name,
                                           const std::stop_token& stop) override {
        const SecretLibrary* library = library_for_service();
        if (!library) return no_service();
        const Cancel cancel(*library, stop);
        GError* raw = nullptr;
        const std::unique_ptr<gchar, decltype(&secret_password_free)> found(
            library->lookup(schema(), cancel.get(), &raw, "host", name.host.c_str(), "user",
                            name.user.c_str(), nullptr),
            library->free_password);
        if (const auto error = error_in(*library, raw, stop)) return *error;
        if (!found) return std::optional<SecretBytes>();
        return std::optional(SecretBytes(as_view(found.get())));
    }

    Result<Kept> put(const SecretName& name, View secret, const std::stop_token& stop) override {
        const SecretLibrary* library = library_for_service();
        if (!library) return no_service();
        const Cancel cancel(*library, stop);
        SecretBytes ended(secret.size() + 1);
        std::copy(secret.begin(), secret.end(), ended.writable().begin());
        const std::string label = "Sealwright: " + name.user + " at " + name.host;
        GError* raw = nullptr;
        library->store(schema(), SECRET_COLLECTION_DEFAULT, label.c_str(),
                       reinterpret_cast<const gchar*>(ended.view().data()), cancel.get(), &raw,
                       "host", name.host.c_str(), "user", name.user.c_str(), nullptr);
        if (const auto error = error_in(*library, raw, stop)) return *error;
        return Kept::lastingly;
    }

    Result<bool> erase(const SecretName& name, const std::stop_token& stop) override {
        const SecretLibrary* library = library_for_service();
        if (!library) return no_service();
        const Cancel cancel(*library, stop);
        GError* raw = nullptr;
        const bool was_there =
            library->clear(schema(), cancel.get(), &raw, "host", name.host.c_str(), "user",
                           name.user.c_str(), nullptr) != FALSE;
        if (const auto error = error_in(*library, raw, stop)) return *error;
        return was_there;
    }
};

}  // namespace

std::shared_ptr<Secrets> secret_service() {
    return std::make_shared<SecretService>();
}

}  // namespace sealwright::net
