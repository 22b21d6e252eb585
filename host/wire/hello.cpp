// SPDX-License-Identifier: MPL-2.0
#include "wire/hello.hpp"

#include "wire/json.hpp"

namespace sealwright::wire {

std::string hello_frame(std::string_view version, OpensslVersion openssl,
                        const std::vector<std::string>& stores) {
    Json hello = {{"version", version},
                  {"protocol", kProtocol},
                  {"openssl", openssl.text()},
                  {"outdated", is_outdated(openssl)},
                  {"stores", stores}};
    if (is_outdated(openssl)) hello["openssl_wanted"] = wanted_openssl(openssl).text();
    return to_text({{"hello", std::move(hello)}});
}

}  // namespace sealwright::wire
