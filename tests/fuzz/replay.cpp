// SPDX-License-Identifier: MPL-2.0
#include <doctest/doctest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

TEST_CASE("every input kept from fuzzing runs through its target") {
    std::size_t inputs = 0;
    for (const auto& file : std::filesystem::directory_iterator(SEALWRIGHT_CORPUS)) {
        CAPTURE(file.path().string());
        std::ifstream stream(file.path(), std::ios::binary);
        const std::vector<char> bytes((std::istreambuf_iterator<char>(stream)), {});
        const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
        CHECK(LLVMFuzzerTestOneInput(data, bytes.size()) == 0);
        ++inputs;
    }
    CHECK(inputs > 0);
}
