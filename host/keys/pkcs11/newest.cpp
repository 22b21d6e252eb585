// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/module.hpp"

#include <csignal>
#include <optional>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace sealwright::keys::pkcs11 {
namespace {

[[noreturn]] void tell_version(const std::filesystem::path& path, const std::string& parameters,
                               int out) {
    // A module that hangs here must not outlive the worker when that is killed.
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    auto module = Module::load(path, parameters);
    if (!module) _exit(1);
    const Version version = module.value()->version();
    _exit(write(out, &version, sizeof version) == sizeof version ? 0 : 1);
}

std::optional<Version> read_version(int in) {
    Version version;
    if (read(in, &version, sizeof version) != sizeof version) return std::nullopt;
    return version;
}

/// Nothing when the module cannot be loaded or dies.
std::optional<Version> version_of(const std::filesystem::path& path,
                                  const std::string& parameters) {
    int ends[2];
    if (pipe(ends) != 0) return std::nullopt;
    const pid_t child = fork();
    if (child == 0) tell_version(path, parameters, ends[1]);
    close(ends[1]);
    auto version = child > 0 ? read_version(ends[0]) : std::nullopt;
    close(ends[0]);
    if (child > 0) waitpid(child, nullptr, 0);
    return version;
}

}  // namespace

Result<std::filesystem::path> newest_of(const std::vector<std::filesystem::path>& candidates,
                                        const std::string& parameters) {
    if (candidates.size() == 1) return candidates.front();
    std::optional<std::filesystem::path> newest;
    Version highest;
    for (const auto& candidate : candidates) {
        const auto version = version_of(candidate, parameters);
        if (!version || (newest && *version <= highest)) continue;
        newest = candidate;
        highest = *version;
    }
    if (!newest) return Error{ErrorCode::key_token_failed, "none of the libraries can be loaded"};
    return *newest;
}

}  // namespace sealwright::keys::pkcs11
