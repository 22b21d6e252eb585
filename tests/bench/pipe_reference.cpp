// SPDX-License-Identifier: MPL-2.0
// The plainest program that does with a message in pieces what no verification can do without:
// reads the frames, decodes them and hashes the octets. Prints the SHA-256 after the last piece.
#include <openssl/evp.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

bool read_frame(std::string& frame) {
    std::uint32_t length = 0;
    if (std::fread(&length, 1, sizeof length, stdin) != sizeof length) return false;
    frame.resize(length);
    return std::fread(frame.data(), 1, length, stdin) == length;
}

/// What stands between `"data":"` and the next quote; nothing in frames that are no pieces.
std::string data_of(const std::string& frame) {
    const std::string name = R"("data":")";
    const std::size_t begin = frame.find(name);
    if (begin == std::string::npos) return {};
    const std::size_t end = frame.find('"', begin + name.size());
    return frame.substr(begin + name.size(), end - begin - name.size());
}

std::vector<unsigned char> decode(const std::string& base64) {
    std::vector<unsigned char> out(base64.size() / 4 * 3);
    const auto* in = reinterpret_cast<const unsigned char*>(base64.data());
    const int size = EVP_DecodeBlock(out.data(), in, static_cast<int>(base64.size()));
    if (size < 0) return {};
    // EVP_DecodeBlock counts the padding in.
    out.resize(static_cast<std::size_t>(size) - (base64.ends_with("==")  ? 2u
                                                 : base64.ends_with('=') ? 1u
                                                                         : 0u));
    return out;
}

}  // namespace

int main() {
    const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> hash(EVP_MD_CTX_new(),
                                                                  EVP_MD_CTX_free);
    EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr);
    std::string frame;
    bool last = false;
    while (!last && read_frame(frame)) {
        const auto bytes = decode(data_of(frame));
        EVP_DigestUpdate(hash.get(), bytes.data(), bytes.size());
        last = frame.ends_with(R"("last":true})");
    }
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    EVP_DigestFinal_ex(hash.get(), digest, &size);
    for (unsigned i = 0; i < size; ++i) std::printf("%02x", digest[i]);
    std::fflush(stdout);
    return last ? 0 : 1;
}
