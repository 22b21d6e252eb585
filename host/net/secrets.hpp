// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

namespace sealwright::net {

/// What a password is for. It goes to no server of another name.
struct SecretName {
    std::string host;
    std::string user;
    friend auto operator<=>(const SecretName&, const SecretName&) = default;
};

/// Where passwords of mail servers are kept. Thread-safe; may wait while the system asks a person
/// to unlock what is kept.
class Secrets {
  public:
    virtual ~Secrets() = default;
    /// Nothing when there is none, or when nobody unlocked it.
    virtual Result<std::optional<SecretBytes>> get(const SecretName& name,
                                                   const std::stop_token& stop) = 0;
    enum class Kept { lastingly, while_running };
    virtual Result<Kept> put(const SecretName& name, View secret, const std::stop_token& stop) = 0;
    /// Whether there was one.
    virtual Result<bool> erase(const SecretName& name, const std::stop_token& stop) = 0;
};

/// The Secret Service of the desktop (GNOME Keyring, KWallet, KeePassXC), by D-Bus. Errors:
/// `system.file` when there is none, or it failed.
std::shared_ptr<Secrets> secret_service();

/// Keeps passwords in memory when `lasting` cannot; they end with this program.
class ProcessSecrets final : public Secrets {
  public:
    explicit ProcessSecrets(std::shared_ptr<Secrets> lasting) : lasting_(std::move(lasting)) {}

    Result<std::optional<SecretBytes>> get(const SecretName& name,
                                           const std::stop_token& stop) override;
    Result<Kept> put(const SecretName& name, View secret, const std::stop_token& stop) override;
    Result<bool> erase(const SecretName& name, const std::stop_token& stop) override;

  private:
    std::shared_ptr<Secrets> lasting_;
    std::mutex mutex_;
    std::map<SecretName, SecretBytes> here_;
};

}  // namespace sealwright::net
