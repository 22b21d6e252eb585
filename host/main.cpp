// SPDX-License-Identifier: MPL-2.0
#include "cli/cli.hpp"
#include "keys/pkcs11/worker.hpp"
#include "system_services.hpp"
#include "wire/browser.hpp"

#include <openssl/crypto.h>

#include <csignal>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

using namespace sealwright;

namespace {

/// Before anything else: no configuration file may choose OpenSSL's code, no memory is left behind
/// in a core dump, and a pipe that closes is an error where it is written to.
void prepare_process() {
    OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, nullptr);
    ::prctl(PR_SET_DUMPABLE, 0);
    std::signal(SIGPIPE, SIG_IGN);
}

}  // namespace

int main(int argc, char** argv) {
    prepare_process();
    const std::vector<std::string> args(argv + (argc > 0 ? 1 : 0), argv + argc);
    if (!args.empty() && args[0] == "token-worker")
        return keys::pkcs11::run_token_worker(STDIN_FILENO, STDOUT_FILENO);
    if (wire::is_browser_start(args)) {
        return static_cast<int>(
            wire::serve_browser(args, wire::shipped_origins(), system_services));
    }
    return cli::run(argc, argv, system_services());
}
