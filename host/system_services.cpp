// SPDX-License-Identifier: MPL-2.0
#include "system_services.hpp"

#include "base/paths.hpp"
#include "keys/file/file_store.hpp"
#include "keys/pinentry.hpp"
#include "keys/pkcs11/store.hpp"
#include "net/secrets.hpp"
#include "people/ledger.hpp"
#include "people/people.hpp"
#include "tasks/key_gate.hpp"
#include "tasks/limited_prompt.hpp"
#include "tasks/watched_prompt.hpp"
#include "trust/path_cache.hpp"
#include "wire/origin.hpp"

#include <filesystem>

namespace sealwright {
namespace {

/// What the administrator of this machine trusts beyond the shipped roots.
constexpr const char* kMachineAnchors = "/etc/sealwright/anchors";
constexpr const char* kManifest = "org.sealwright.host.json";

std::shared_ptr<trust::AnchorSource> anchors(const std::string& data) {
    std::vector<std::unique_ptr<trust::AnchorSource>> sources;
    sources.push_back(trust::nss_builtin_anchors());
    sources.push_back(trust::directory_anchors(kMachineAnchors));
    sources.push_back(trust::directory_anchors(data + "/anchors"));
    return trust::all_of(std::move(sources));
}

/// What the person added for mail servers of their own; empty when that is nothing.
std::string server_anchors(const std::string& data) {
    const std::string file = data + "/server-anchors.pem";
    std::error_code unknown;
    return std::filesystem::exists(file, unknown) ? file : std::string();
}

std::filesystem::path own_program() {
    std::error_code unknown;
    return std::filesystem::read_symlink("/proc/self/exe", unknown);
}

std::vector<std::string> extensions() {
    const wire::Origins shipped = wire::shipped_origins();
    std::vector<std::string> names = shipped.gecko;
    for (const std::string& id : shipped.chromium)
        names.push_back("chrome-extension://" + id + "/");
    return names;
}

/// Tokens are reached through this very program, as workers of ours.
std::vector<std::shared_ptr<keys::KeyStore>> token_stores(
    const std::string& home, const std::shared_ptr<keys::PinPrompt>& prompt) {
    const keys::pkcs11::WorkerProgram worker{own_program(), keys::pkcs11::worker_environment()};
    return {keys::pkcs11::nss_store(worker, home, prompt),
            keys::pkcs11::registered_store(worker, prompt)};
}

std::vector<std::string> manifest_files(const std::string& home) {
    std::vector<std::string> files;
    for (const std::string& folder : {home + "/.mozilla/native-messaging-hosts",
                                      home + "/.config/chromium/NativeMessagingHosts",
                                      home + "/.config/google-chrome/NativeMessagingHosts",
                                      home + "/.config/microsoft-edge/NativeMessagingHosts",
                                      std::string("/usr/lib/mozilla/native-messaging-hosts"),
                                      std::string("/etc/chromium/native-messaging-hosts"),
                                      std::string("/etc/opt/chrome/native-messaging-hosts"),
                                      std::string("/etc/opt/edge/native-messaging-hosts")}) {
        files.push_back(folder + "/" + kManifest);
    }
    return files;
}

/// Every store behind the one gate that all hosts of this person share.
std::vector<std::shared_ptr<keys::KeyStore>> gated(
    std::vector<std::shared_ptr<keys::KeyStore>> stores,
    const std::shared_ptr<const tasks::KeyGate>& gate) {
    for (auto& store : stores) store = tasks::gated_store(std::move(store), gate);
    return stores;
}

}  // namespace

tasks::Services system_services() {
    const std::string home = home_folder();
    const std::string data = user_data_folder();
    const auto database = std::make_shared<people::Database>(data + "/people.sqlite");
    const auto limits = std::make_shared<people::KeyLimits>(database);
    tasks::Services services;
    services.limits = limits;
    services.anchors = anchors(data);
    services.paths = std::make_shared<trust::PathCache>();
    services.revocation = trust::revocation_not_asked();
    services.person = std::make_shared<tasks::PersonWatch>();
    // What keys and the gate itself ask with: whoever uses it has the turn already.
    const auto prompt = std::make_shared<tasks::LimitedPrompt>(
        std::make_shared<tasks::WatchedPrompt>(keys::Pinentry::of_session(), services.person),
        limits, system_now);
    const auto gate = std::make_shared<tasks::KeyGate>(
        data + "/keys.lock", tasks::KeyLog(data + "/" + tasks::kKeyLogName), limits, prompt,
        system_now);
    services.prompt = tasks::gated_prompt(prompt, gate);
    services.own_files = std::make_shared<keys::FileStore>(keys::FileStore::user_folder(), prompt);

    std::vector<std::shared_ptr<keys::KeyStore>> stores = token_stores(home, prompt);
    stores.insert(stores.begin(), services.own_files);
    services.stores = gated(std::move(stores), gate);
    services.people = std::make_shared<people::People>(database);
    services.ledger = std::make_shared<people::Ledger>(database);
    services.secrets = std::make_shared<net::ProcessSecrets>(net::secret_service());
    services.server_anchors = server_anchors(data);
    services.data_folder = data;
    services.prompt_program = keys::Pinentry::program_of_session().string();
    services.manifest_files = manifest_files(home);
    services.program = own_program().string();
    services.extensions = extensions();
    return services;
}

}  // namespace sealwright
