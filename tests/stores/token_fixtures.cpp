// SPDX-License-Identifier: MPL-2.0
#include "stores/token_fixtures.hpp"

#include "stores/tools.hpp"

#include <doctest/doctest.h>

namespace sealwright::stores {
namespace {

namespace p11 = keys::pkcs11;
using support::KeyType;

constexpr const char* kSoftHsmModule = "/usr/lib/softhsm/libsofthsm2.so";

std::string certificate_der(X509& certificate) {
    std::string der(static_cast<std::size_t>(i2d_X509(&certificate, nullptr)), '\0');
    auto* to = reinterpret_cast<unsigned char*>(der.data());
    i2d_X509(&certificate, &to);
    return der;
}

std::string key_der(EVP_PKEY& key) {
    const std::unique_ptr<PKCS8_PRIV_KEY_INFO, FreeWith<PKCS8_PRIV_KEY_INFO_free>> info(
        EVP_PKEY2PKCS8(&key));
    std::string der(static_cast<std::size_t>(i2d_PKCS8_PRIV_KEY_INFO(info.get(), nullptr)), '\0');
    auto* to = reinterpret_cast<unsigned char*>(der.data());
    i2d_PKCS8_PRIV_KEY_INFO(info.get(), &to);
    return der;
}

/// pk12util and certutil take passwords from files.
std::string password_file(const std::filesystem::path& folder, const std::string& password) {
    const auto file = folder / "password";
    write_file(file, password + "\n");
    return file.string();
}

}  // namespace

p11::WorkerProgram worker_program(Environment more) {
    Environment environment = pick_environment({"PATH", "HOME"});
    environment.merge(more);
    return {TOKEN_WORKER_PROGRAM, std::move(environment)};
}

p11::Pkcs11Store::Setup setup_for(const std::string& name, std::vector<p11::ModuleSpec> modules,
                                  Environment more, p11::Deadlines deadlines) {
    auto find = [modules](const std::stop_token&) -> Result<std::vector<p11::ModuleSpec>> {
        return modules;
    };
    return {name, worker_program(std::move(more)), std::move(find), deadlines};
}

People::People() {
    for (const KeyType type : {KeyType::rsa2048, KeyType::p256, KeyType::p384}) {
        support::Options options;
        options.key = type;
        leaves.push_back(intermediate.leaf("alice@example.com", options));
    }
}

std::vector<StoreFixture::Known> People::known() const {
    std::vector<StoreFixture::Known> known;
    for (const auto& leaf : leaves) known.push_back({leaf.certificate, leaf.key});
    return known;
}

SoftHsm::SoftHsm(const People& people) {
    require_file(kSoftHsmModule, "softhsm2");
    const auto tokens = folder_.path() / "tokens";
    std::filesystem::create_directory(tokens);
    write_file(folder_.file("softhsm2.conf"), "directories.tokendir = " + tokens.string() + "\n");
    environment_ = {{"SOFTHSM2_CONF", folder_.file("softhsm2.conf")}};
    run_tool("softhsm2-util",
             {"--init-token", "--free", "--label", "Soft token", "--so-pin", "0000", "--pin", kPin},
             environment_);
    int id = 1;
    for (const auto& leaf : people.leaves) write_identity(leaf, "0" + std::to_string(id++));
    for (const auto* authority : {&people.intermediate, &people.root}) {
        write_file(folder_.file("der"), certificate_der(*authority->certificate));
        write_object(folder_.file("der"), {"--type", "cert", "--id", "0" + std::to_string(id++)});
    }
}

void SoftHsm::write_identity(const support::Ca& leaf, const std::string& id) const {
    const bool rsa = EVP_PKEY_is_a(leaf.key.get(), "RSA") == 1;
    write_file(folder_.file("der"), key_der(*leaf.key));
    write_object(folder_.file("der"), {"--type", "privkey", "--id", id, "--usage-sign",
                                       rsa ? "--usage-decrypt" : "--usage-derive", "--sensitive"});
    write_file(folder_.file("der"), certificate_der(*leaf.certificate));
    write_object(folder_.file("der"), {"--type", "cert", "--id", id});
}

void SoftHsm::write_object(const std::string& der_file, const std::vector<std::string>& how) const {
    std::vector<std::string> args{"--write-object", der_file, "--module", kSoftHsmModule,
                                  "--login",        "--pin",  kPin};
    args.insert(args.end(), how.begin(), how.end());
    run_tool("pkcs11-tool", args, environment_);
}

p11::Pkcs11Store::Setup SoftHsm::setup() const {
    return setup_for("softhsm", {{"softhsm2", {kSoftHsmModule}, ""}}, environment_);
}

void make_database(const std::filesystem::path& folder, const std::string& password,
                   const Environment& environment) {
    std::filesystem::create_directories(folder);
    run_tool("certutil",
             {"-N", "-d", "sql:" + folder.string(), "-f", password_file(folder, password)},
             environment);
}

void add_identity(const std::filesystem::path& folder, const std::string& password,
                  const support::Ca& leaf, const std::vector<Certificate>& chain,
                  const Environment& environment) {
    const auto file = folder / "identity.p12";
    write_file(file, leaf.pkcs12("transport", chain));
    run_tool("pk12util",
             {"-i", file.string(), "-d", "sql:" + folder.string(), "-W", "transport", "-k",
              password_file(folder, password)},
             environment);
}

void add_stranger(const std::filesystem::path& folder, const std::string& password,
                  const support::Ca& stranger) {
    const auto file = folder / "stranger.pem";
    write_file(file, stranger.pem_certificate());
    run_tool("certutil",
             {"-A", "-a", "-n", "stranger", "-t", ",,", "-i", file.string(), "-d",
              "sql:" + folder.string(), "-f", password_file(folder, password)},
             {});
}

MisbehavingToken::MisbehavingToken(const People& people, const std::string& behaviour)
    : module_(folder_.path() / ("libmisbehaving-" + behaviour + ".so")) {
    std::filesystem::copy_file(MISBEHAVING_MODULE, module_);
    std::string identities;
    for (const auto& leaf : people.leaves) identities += leaf.pem_key() + leaf.pem_certificate();
    write_file(folder_.file("identities.pem"), identities);
}

p11::Pkcs11Store::Setup MisbehavingToken::setup(p11::Deadlines deadlines) const {
    return setup_for("odd", {module()}, {}, deadlines);
}

p11::ModuleSpec MisbehavingToken::module() const {
    return {"misbehaving", {module_.string()}, ""};
}

void MisbehavingToken::unplug() const {
    write_file(beside("unplugged"), "");
}

void MisbehavingToken::plug_in_again() const {
    std::filesystem::remove(beside("unplugged"));
}

}  // namespace sealwright::stores
