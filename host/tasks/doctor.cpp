// SPDX-License-Identifier: MPL-2.0
#include "tasks/doctor.hpp"

#include "base/openssl_version.hpp"
#include "people/people.hpp"
#include "tasks/inventory.hpp"

#include <filesystem>

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
            "install the package libnss3, or put roots into the administrator's folder"};
}

HealthCheck store(keys::KeyStore& store) {
    Result<keys::Inventory> inventory = store.list();
    if (!inventory)
        return {store.name(), false, inventory.error().detail,
                "check that the token is plugged in and its driver installed"};
    return {store.name(), true,
            std::to_string(inventory->identities.size()) + " with a key, " +
                std::to_string(inventory->skipped.size()) + " skipped",
            ""};
}

HealthCheck identities(const Services& services) {
    std::size_t count = list_identities(services).identities.size();
    if (count > 0)
        return {"identities", true, std::to_string(count) + " certificate(s) to sign with", ""};
    return {"identities", false, "no certificate with a key: you can verify, not sign or decrypt",
            "bring yours in with 'sealwright identities import FILE.p12'"};
}

HealthCheck people(const Services& services) {
    Result<std::vector<Address>> known = services.people->addresses();
    if (known) return {"people", true, std::to_string(known->size()) + " known addresses", ""};
    return {"people", false, known.error().detail,
            "check that the folder is yours and the disk is not full"};
}

/// A manifest others may write lets them choose the program a browser starts (C-50).
bool others_may_write(const std::filesystem::path& file) {
    std::error_code missing;
    auto mode = std::filesystem::status(file, missing).permissions();
    return !missing &&
           (mode & std::filesystem::perms::others_write) != std::filesystem::perms::none;
}

std::vector<HealthCheck> manifests(const Services& services) {
    std::vector<HealthCheck> found;
    std::error_code ignored;
    for (const std::string& file : services.manifest_files) {
        if (!std::filesystem::exists(file, ignored)) continue;
        if (others_may_write(file))
            found.push_back({"browser", false, file + " can be changed by other users",
                             "run: chmod o-w '" + file + "'"});
        else
            found.push_back({"browser", true, "registered in " + file, ""});
    }
    if (found.empty())
        found.push_back(
            {"browser", false, "no browser or Thunderbird knows this program yet",
             "install the package, or put the manifest into " + services.manifest_files.front()});
    return found;
}

}  // namespace

std::vector<HealthCheck> doctor(const Services& services) {
    std::vector<HealthCheck> checks = {openssl(), anchors(services)};
    for (const auto& each : services.stores) checks.push_back(store(*each));
    checks.push_back(identities(services));
    if (services.people) checks.push_back(people(services));
    for (HealthCheck& check : manifests(services)) checks.push_back(std::move(check));
    return checks;
}

}  // namespace sealwright::tasks
