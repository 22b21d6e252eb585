// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "keys/file/file_key.hpp"
#include "keys/file/pkcs12.hpp"
#include "keys/keys.hpp"

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace sealwright::keys {

/// Identities as PKCS#12 files in a folder of the user's, for a machine without another store.
/// `name.p12` holds the key; `name.pem` beside it the certificate and its chain in clear, so that
/// they can be listed without a password. A .p12 without a .pem is listed if it has no password.
/// Each listing gives the same keys, so that one unlocked for a message is unlocked for the next.
/// Thread-safe.
class FileStore final : public KeyStore {
  public:
    /// Below user_data_folder().
    static std::filesystem::path user_folder();

    /// `folder` need not exist yet; one that others can write to is refused (`system.file`).
    FileStore(std::filesystem::path folder, std::shared_ptr<PinPrompt> prompt,
              Clock clock = system_now);

    [[nodiscard]] std::string name() const override { return "file"; }
    Result<Inventory> list(const std::stop_token& stop = {}) override;

    /// Takes over every certificate with a key in a PKCS#12 file, also one with ciphers of old,
    /// and stores each anew under `new_password`; with an empty one its use never prompts. At
    /// least one, or `key.none`; errors of the file are those of read_pkcs12.
    Result<std::vector<Identity>> import_pkcs12(View file, View old_password, View new_password);

  private:
    Result<bool> folder_is_private() const;
    void list_described(const std::filesystem::path& pem, Inventory& inventory);
    void list_open(const std::filesystem::path& pkcs12, Inventory& inventory);
    Result<Identity> keep(const KeyPair& pair, const std::vector<Certificate>& chain,
                          View password);
    Identity identity(const std::filesystem::path& pkcs12, Certificate certificate,
                      std::vector<Certificate> chain);
    std::shared_ptr<FileKey> key(const std::filesystem::path& pkcs12,
                                 const Certificate& certificate);
    void forget_all_but(const Inventory& inventory);

    const std::filesystem::path folder_;
    const std::shared_ptr<PinPrompt> prompt_;
    const Clock clock_;
    std::mutex mutex_;
    /// By file and fingerprint; guarded by mutex_.
    std::map<std::pair<std::string, Bytes>, std::shared_ptr<FileKey>> keys_;
};

}  // namespace sealwright::keys
