// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/clock.hpp"
#include "keys/keys.hpp"
#include "trust/trust.hpp"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sealwright::keys {
class FileStore;
}
namespace sealwright::net {
class Secrets;
}
namespace sealwright::people {
class KeyLimits;
class Ledger;
class People;
}  // namespace sealwright::people
namespace sealwright::trust {
class PathCache;
}

namespace sealwright::tasks {

class PersonWatch;

std::chrono::milliseconds steady_now();
void sleep_for(std::chrono::milliseconds time);

/// Everything a task needs from outside, made once in main and by tests. Nothing in here is opened
/// before a task really needs it. Shared by all threads.
struct Services {
    Clock clock = system_now;
    /// Time that only goes forward, and waiting in it; tests count instead of waiting.
    std::function<std::chrono::milliseconds()> steady = steady_now;
    std::function<void(std::chrono::milliseconds)> pause = sleep_for;
    std::shared_ptr<trust::AnchorSource> anchors;
    std::shared_ptr<trust::PathCache> paths;
    std::shared_ptr<trust::Revocation> revocation;
    std::vector<std::shared_ptr<keys::KeyStore>> stores;
    std::shared_ptr<keys::FileStore> own_files;  ///< one of `stores`; imports go here
    std::shared_ptr<keys::PinPrompt> prompt;  ///< for what no key asks: passwords of files, servers
    std::shared_ptr<PersonWatch> person;      ///< who waits for an answer to `prompt`
    std::shared_ptr<people::People> people;
    std::shared_ptr<people::Ledger> ledger;
    std::shared_ptr<people::KeyLimits> limits;  ///< where failed decryptions are counted
    std::shared_ptr<net::Secrets> secrets;      ///< passwords of mail servers
    /// Certificates that vouch for mail servers, a PEM file; empty for those of the system.
    std::string server_anchors;
    std::string data_folder;     ///< of the files above; for `doctor`, and so is the next
    std::string prompt_program;  ///< that `prompt` starts; empty when there is none
    /// Where browsers look for the manifest that names this program, the path of this program, and
    /// the extensions that may start it as manifests name them; for `doctor`.
    std::vector<std::string> manifest_files;
    std::string program;
    std::vector<std::string> extensions;
};

}  // namespace sealwright::tasks
