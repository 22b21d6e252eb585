// SPDX-License-Identifier: MPL-2.0
#include "cli/cli.hpp"
#include "keys/pkcs11/worker.hpp"
#include "system_services.hpp"
#include "wire/browser.hpp"

#include <openssl/crypto.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <string>
#include <sys/prctl.h>
#include <unistd.h>
#include <vector>

using namespace sealwright;

namespace {

/// Variables by which whoever starts this program, such as a desktop file or another program of a
/// browser, would make libraries write secrets down or load code into it.
constexpr std::array kUnwanted = {
    "SSLKEYLOGFILE",              // libcurl: writes the secrets of each TLS connection into it
    "SECRET_BACKEND",             // libsecret: another place for passwords than the desktop's,
    "SECRET_FILE_TEST_PATH",      // such as this file,
    "SECRET_FILE_TEST_PASSWORD",  // under this password
    "GIO_EXTRA_MODULES",          // GIO, which libsecret uses: folders of modules to load,
    "GIO_MODULE_DIR",             //
    "GIO_USE_VFS",                // and which of them
    "G_MESSAGES_DEBUG",           // GLib: writes down what libraries do
    "OPENSSL_CONF",               // OpenSSL: what configures it,
    "OPENSSL_MODULES",            // and folders of its providers
    "OPENSSL_ENGINES",            // and engines
    "CURL_SSL_BACKEND",           // libcurl: another TLS than the one we know
};

/// Before anything else: no variable and no configuration file may choose OpenSSL's code, no memory
/// is left behind in a core dump, and a pipe that closes is an error where it is written to.
void prepare_process() {
    for (const char* name : kUnwanted) ::unsetenv(name);
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
