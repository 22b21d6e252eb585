// SPDX-License-Identifier: MPL-2.0
#include "base/ossl.hpp"

#include <openssl/err.h>

#include <array>

namespace sealwright {

std::string take_openssl_errors() {
    std::string line;
    while (const unsigned long code = ERR_get_error()) {
        std::array<char, 256> text{};
        ERR_error_string_n(code, text.data(), text.size());
        if (!line.empty()) line += "; ";
        line += text.data();
    }
    return line;
}

}  // namespace sealwright
