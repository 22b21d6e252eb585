// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/worker.hpp"

#include <string_view>
#include <unistd.h>

/// What `sealwright token-worker` does, without the rest of the program.
int main(int argc, char** argv) {
    if (argc != 2 || std::string_view(argv[1]) != "token-worker") return 2;
    return sealwright::keys::pkcs11::run_token_worker(STDIN_FILENO, STDOUT_FILENO);
}
