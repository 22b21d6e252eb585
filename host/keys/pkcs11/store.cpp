// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/store.hpp"

#include "base/text.hpp"
#include "keys/pkcs11/chain.hpp"
#include "keys/pkcs11/nss.hpp"
#include "keys/pkcs11/token_key.hpp"

#include <future>

namespace sealwright::keys::pkcs11 {
namespace {

using Listing = Result<std::vector<TokenListing>>;

/// All at once: a slow reader must not add to the time of another.
std::vector<Listing> list_all(const std::vector<std::shared_ptr<Client>>& clients,
                              const std::stop_token& stop) {
    std::vector<std::future<Listing>> running;
    for (const auto& client : clients)
        running.push_back(
            std::async(std::launch::async, [client, stop] { return client->list(stop); }));
    std::vector<Listing> listings;
    for (auto& one : running) listings.push_back(one.get());
    return listings;
}

}  // namespace

Result<Inventory> Pkcs11Store::list(const std::stop_token& stop) {
    const auto modules = clients(stop);
    if (!modules) return modules.error();
    const auto listings = list_all(*modules, stop);
    if (stop.stop_requested()) return Error{ErrorCode::request_cancelled, "while listing tokens"};
    Inventory inventory;
    std::size_t failures = 0;
    for (std::size_t i = 0; i < listings.size(); ++i) {
        if (listings[i]) {
            for (const auto& token : *listings[i]) take_over(token, (*modules)[i], inventory);
        } else {
            ++failures;
            inventory.unreachable.push_back(listings[i].error());
        }
    }
    if (failures != 0 && failures == listings.size()) return listings.front().error();
    return inventory;
}

Result<std::vector<std::shared_ptr<Client>>> Pkcs11Store::clients(const std::stop_token& stop) {
    const auto turn = turn_.take(stop);
    if (!turn) return turn.error();
    if (clients_) return *clients_;
    auto modules = hang_.instead_of([&] { return setup_.find_modules(stop); });
    if (!modules) return modules.error();
    clients_.emplace();
    for (auto& module : *modules)
        clients_->push_back(
            std::make_shared<Client>(setup_.program, std::move(module), setup_.deadlines));
    return *clients_;
}

void Pkcs11Store::take_over(const TokenListing& listing, const std::shared_ptr<Client>& client,
                            Inventory& inventory) const {
    const std::string where = setup_.name + ": " + shown(listing.token);
    const TokenCertificates certificates(listing.certificates);
    for (const auto& entry : certificates.entries()) {
        const auto& stored = *entry.stored;
        if (stored.private_half == PrivateHalf::absent) {
            if (entry.is_leaf)
                inventory.skipped.push_back({entry.subject, where, "no private key"});
            continue;
        }
        KeyRef ref{listing.slot, listing.token, listing.serial, {stored.id, entry.public_key}};
        inventory.identities.push_back(
            {entry.certificate, certificates.chain_of(entry),
             std::make_shared<TokenKey>(client, prompt_, std::move(ref), stored.abilities), where});
    }
}

Environment worker_environment() {
    return pick_environment({"DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "HOME", "LANG", "LC_ALL",
                             "LC_CTYPE", "LOGNAME", "OPENSC_CONF", "PATH", "PCSCLITE_CSOCK_NAME",
                             "SOFTHSM2_CONF", "USER", "WAYLAND_DISPLAY", "XAUTHORITY",
                             "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR"});
}

std::unique_ptr<KeyStore> registered_store(WorkerProgram program, std::shared_ptr<PinPrompt> prompt,
                                           Deadlines deadlines) {
    auto find = [program, deadlines](const std::stop_token& stop) {
        return registered_modules(program, deadlines, stop);
    };
    return std::make_unique<Pkcs11Store>(
        Pkcs11Store::Setup{"pkcs11", std::move(program), std::move(find), deadlines},
        std::move(prompt));
}

std::unique_ptr<KeyStore> nss_store(WorkerProgram program, std::filesystem::path home,
                                    std::shared_ptr<PinPrompt> prompt, Deadlines deadlines) {
    auto find = [home =
                     std::move(home)](const std::stop_token&) -> Result<std::vector<ModuleSpec>> {
        return nss_modules(find_databases(home), find_softokens());
    };
    return std::make_unique<Pkcs11Store>(
        Pkcs11Store::Setup{"nss", std::move(program), std::move(find), deadlines},
        std::move(prompt));
}

}  // namespace sealwright::keys::pkcs11
