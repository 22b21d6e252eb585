// SPDX-License-Identifier: MPL-2.0
#include "tasks/doctor.hpp"

#include "base/openssl_version.hpp"
#include "people/people.hpp"
#include "tasks/browser_manifest.hpp"
#include "tasks/inventory.hpp"
#include "tasks/key_log.hpp"

#include <filesystem>
#include <map>

namespace sealwright::tasks {
namespace {

HealthCheck openssl() {
    OpensslVersion running = running_openssl();
    OpensslVersion wanted = wanted_openssl(running);
    if (running >= wanted) return {"openssl", true, "OpenSSL " + running.text(), ""};
    return {"openssl", false, "OpenSSL " + running.text() + " lacks security fixes",
            "install the security updates of your system (" + wanted.text() + " or newer)"};
}

HealthCheck anchors(const Services& services) {
    std::string version = services.anchors->version();
    if (!version.empty())
        return {"anchors", true, "roots that may vouch for e-mail were found", ""};
    return {"anchors", false, "no list of roots that may vouch for e-mail was found",
            "run: sudo apt install libnss3"};
}

/// Libraries and folders are files; everything else that a store needs is a token.
std::string what_to_do(const std::string& store, const Error& error) {
    if (error.code != ErrorCode::system_file)
        return "check that the token is plugged in and its driver installed";
    if (store == "nss") return "run: sudo apt install libnss3";
    return "mend that folder; until then no key in it is used";
}

HealthCheck store(keys::KeyStore& store, const std::stop_token& stop) {
    Result<keys::Inventory> inventory = store.list(stop);
    if (!inventory)
        return {store.name(), false, inventory.error().detail,
                what_to_do(store.name(), inventory.error())};
    return {store.name(), true,
            std::to_string(inventory->identities.size()) + " with a key, " +
                std::to_string(inventory->skipped.size()) + " skipped",
            ""};
}

HealthCheck identities(const Identities& all) {
    const std::size_t count = all.identities.size();
    if (count > 0)
        return {"identities", true, std::to_string(count) + " certificate(s) to sign with", ""};
    std::string found = "no certificate with a key: you can verify, not sign or decrypt";
    if (!all.skipped.empty())
        found += "; " + std::to_string(all.skipped.size()) + " other(s) were skipped";
    return {"identities", false, found,
            "bring yours in with 'sealwright identities import FILE.p12'"};
}

/// The last day of an address, and when it is told: a new certificate takes some days (N-909).
constexpr std::chrono::hours kExpiryNotice{30 * 24};

HealthCheck expiry(const Identities& all, UnixTime now) {
    std::map<std::string, UnixTime> last;
    for (const ListedIdentity& listed : all.identities) {
        for (const std::string& address : listed.certificate.addresses)
            last[address] = std::max(last[address], listed.certificate.not_after);
    }
    std::string ending;
    for (const auto& [address, until] : last) {
        if (until < now + kExpiryNotice) ending += (ending.empty() ? "" : ", ") + address;
    }
    if (ending.empty()) return {"expiry", true, "no certificate of yours expires soon", ""};
    return {"expiry", false, "the certificate of " + ending + " expires within 30 days",
            "get a new one, and keep the old one: it still opens old mail"};
}

HealthCheck prompt(const Services& services) {
    if (!services.prompt_program.empty())
        return {"prompt", true, services.prompt_program + " asks for PINs", ""};
    return {"prompt", false, "no program that can ask for a PIN here was found",
            "run: sudo apt install pinentry-gnome3"};
}

/// What we know of your correspondents is nobody else's business.
HealthCheck folder(const Services& services) {
    using std::filesystem::perms;
    std::error_code missing;
    const auto mode = std::filesystem::status(services.data_folder, missing).permissions();
    if (missing || (mode & (perms::group_all | perms::others_all)) == perms::none)
        return {"folder", true, services.data_folder + " is yours alone", ""};
    return {"folder", false, services.data_folder + " can be opened by other users",
            "run: chmod 700 '" + services.data_folder + "'", true};
}

HealthCheck log(const Services& services) {
    return {"log", true,
            services.data_folder + "/" + kKeyLogName + " says when your keys were used", ""};
}

HealthCheck people(const Services& services) {
    Result<std::vector<Address>> known = services.people->addresses();
    if (known) return {"people", true, std::to_string(known->size()) + " known addresses", ""};
    return {"people", false, known.error().detail,
            "check that the folder is yours and the disk is not full"};
}

std::vector<HealthCheck> manifests(const Services& services) {
    std::vector<HealthCheck> found;
    std::error_code ignored;
    for (const std::string& file : services.manifest_files) {
        if (std::filesystem::exists(file, ignored)) found.push_back(check_manifest(file, services));
    }
    if (found.empty())
        found.push_back(
            {"browser", false, "no browser or Thunderbird knows this program yet",
             "install the package, or put the manifest into " + services.manifest_files.front()});
    return found;
}

}  // namespace

std::vector<HealthCheck> doctor(const Services& services, const std::stop_token& stop) {
    std::vector<HealthCheck> checks = {openssl(), anchors(services)};
    for (const auto& each : services.stores) checks.push_back(store(*each, stop));
    const Identities own = list_identities(services, stop);
    checks.push_back(identities(own));
    if (!own.identities.empty()) checks.push_back(expiry(own, services.clock()));
    checks.push_back(prompt(services));
    checks.push_back(folder(services));
    checks.push_back(log(services));
    if (services.people) checks.push_back(people(services));
    for (HealthCheck& check : manifests(services)) checks.push_back(std::move(check));
    return checks;
}

}  // namespace sealwright::tasks
