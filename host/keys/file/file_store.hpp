// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "keys/file/pkcs12.hpp"
#include "keys/keys.hpp"

#include <filesystem>

namespace sealwright::keys {

/// Identities as PKCS#12 files in a folder of the user's, for a machine without another store.
/// `name.p12` holds the key; `name.pem` beside it the certificate and its chain in clear, so that
/// they can be listed without a password. A .p12 without a .pem is listed if it has no password.
class FileStore final : public KeyStore {
  public:
    /// Below user_data_folder().
    static std::filesystem::path user_folder();

    /// `folder` need not exist yet; one that others can write to is refused (`system.file`).
    FileStore(std::filesystem::path folder, std::shared_ptr<PinPrompt> prompt,
              Clock clock = system_now);

    [[nodiscard]] std::string name() const override { return "file"; }
    Result<Inventory> list() override;

    /// Takes over every certificate with a key in a PKCS#12 file, also one with ciphers of old,
    /// and stores each anew under `new_password`; with an empty one its use never prompts. At
    /// least one, or `key.none`; errors of the file are those of read_pkcs12.
    Result<std::vector<Identity>> import_pkcs12(View file, View old_password, View new_password);

  private:
    Result<bool> folder_is_private() const;
    void list_described(const std::filesystem::path& pem, Inventory& inventory) const;
    void list_open(const std::filesystem::path& pkcs12, Inventory& inventory) const;
    Result<Identity> keep(const KeyPair& pair, const std::vector<Certificate>& chain,
                          View password) const;
    [[nodiscard]] Identity identity(const std::filesystem::path& pkcs12, Certificate certificate,
                                    std::vector<Certificate> chain) const;

    const std::filesystem::path folder_;
    const std::shared_ptr<PinPrompt> prompt_;
    const Clock clock_;
};

}  // namespace sealwright::keys
