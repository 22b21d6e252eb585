// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "keys/pkcs11/worker_process.hpp"

#include <string>

namespace sealwright::keys::pkcs11 {

/// A worker that has opened a library.
struct OpenWorker {
    WorkerProcess process;
    std::string library;
    Version version;
};

/// Opens each of the module's libraries in a worker of its own, since two versions of NSS in one
/// process would share symbols, and keeps the one that says it has the highest version. Libraries
/// that cannot be opened within the time for `each` are passed over; when none can, the error of
/// the last.
Result<OpenWorker> open_newest(const WorkerProgram& program, const ModuleSpec& module,
                               std::chrono::milliseconds each, const std::stop_token& stop);

}  // namespace sealwright::keys::pkcs11
