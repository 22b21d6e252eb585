// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/nss.hpp"
#include "keys/pkcs11/store.hpp"
#include "stores/contract.hpp"
#include "support/ca.hpp"
#include "support/temp_folder.hpp"

#include <filesystem>

namespace sealwright::stores {

/// The small program that does what `sealwright token-worker` does.
keys::pkcs11::WorkerProgram worker_program(Environment more = {});
keys::pkcs11::Pkcs11Store::Setup setup_for(const std::string& name,
                                           std::vector<keys::pkcs11::ModuleSpec> modules,
                                           Environment more = {},
                                           keys::pkcs11::Deadlines deadlines = {});

/// Identities with their issuers, as a person has them.
struct People {
    support::Ca root = support::Ca::root("Root of tokens");
    support::Ca intermediate = root.intermediate("Intermediate of tokens");
    std::vector<support::Ca> leaves;

    People();
    [[nodiscard]] std::vector<StoreFixture::Known> known() const;
};

/// A SoftHSM token of our own, with an RSA, a P-256 and a P-384 identity and the CA certificates.
class SoftHsm {
  public:
    static constexpr const char* kPin = "1234";
    explicit SoftHsm(const People& people);
    [[nodiscard]] keys::pkcs11::Pkcs11Store::Setup setup() const;

  private:
    void write_identity(const support::Ca& leaf, const std::string& id) const;
    void write_object(const std::string& der_file, const std::vector<std::string>& how) const;

    support::TempFolder folder_;
    Environment environment_;
};

/// An NSS database in a folder of its own; without a password when `password` is empty.
/// `environment` may choose another NSS than the system's, here and below.
void make_database(const std::filesystem::path& folder, const std::string& password,
                   const Environment& environment = {});
/// Adds a key with its certificate and chain.
void add_identity(const std::filesystem::path& folder, const std::string& password,
                  const support::Ca& leaf, const std::vector<Certificate>& chain,
                  const Environment& environment = {});
/// Adds somebody else's certificate.
void add_stranger(const std::filesystem::path& folder, const std::string& password,
                  const support::Ca& stranger);

/// A copy of the misbehaving module in a folder of its own, with identities.
class MisbehavingToken {
  public:
    static constexpr const char* kPin = "1234";
    MisbehavingToken(const People& people, const std::string& behaviour);
    [[nodiscard]] keys::pkcs11::Pkcs11Store::Setup setup(
        keys::pkcs11::Deadlines deadlines = {}) const;
    [[nodiscard]] keys::pkcs11::ModuleSpec module() const;
    void unplug() const;
    void plug_in_again() const;
    /// Of a file beside the module, through which the two talk.
    [[nodiscard]] std::string beside(const std::string& name) const { return folder_.file(name); }

  private:
    support::TempFolder folder_;
    std::filesystem::path module_;
};

}  // namespace sealwright::stores
