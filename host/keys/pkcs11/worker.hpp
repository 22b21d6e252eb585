// SPDX-License-Identifier: MPL-2.0
#pragma once

namespace sealwright::keys::pkcs11 {

/// `sealwright token-worker`: serves requests read from `in` with replies written to `out` until
/// end of file (see worker_protocol.hpp). For a process of its own: it closes all other files,
/// takes away core dumps and gives the module no standard output to write to. Ends when its parent
/// does, even while the module hangs. Returns the exit code.
int run_token_worker(int in, int out);

}  // namespace sealwright::keys::pkcs11
