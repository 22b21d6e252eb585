// SPDX-License-Identifier: MPL-2.0
#include "base/base64.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace sealwright {
namespace {

constexpr char kAlphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Two characters for every 12 bits: half as many steps as one character at a time.
using PairTable = std::array<std::array<char, 2>, 4096>;
constexpr PairTable make_pairs() {
    PairTable table{};
    for (std::size_t i = 0; i < table.size(); ++i) {
        table[i] = {kAlphabet[i >> 6], kAlphabet[i & 63]};
    }
    return table;
}
constexpr PairTable kPairs = make_pairs();

/// What a character contributes at each of the four places; kBad marks all others.
constexpr std::uint32_t kBad = 0x80000000u;
using ValueTable = std::array<std::array<std::uint32_t, 256>, 4>;
constexpr ValueTable make_values() {
    ValueTable table{};
    for (auto& place : table) place.fill(kBad);
    for (std::uint32_t value = 0; value < 64; ++value) {
        const auto character = static_cast<std::uint8_t>(kAlphabet[value]);
        for (std::size_t place = 0; place < 4; ++place) {
            table[place][character] = value << (18 - 6 * place);
        }
    }
    return table;
}
constexpr ValueTable kValues = make_values();

std::uint32_t quad(const std::uint8_t* in) {
    return kValues[0][in[0]] | kValues[1][in[1]] | kValues[2][in[2]] | kValues[3][in[3]];
}

void put3(std::uint32_t bits, std::uint8_t* out) {
    out[0] = static_cast<std::uint8_t>(bits >> 16);
    out[1] = static_cast<std::uint8_t>(bits >> 8);
    out[2] = static_cast<std::uint8_t>(bits);
}

char* encode_into(View bytes, char* out) {
    std::size_t i = 0;
    for (; i + 3 <= bytes.size(); i += 3, out += 4) {
        const std::uint32_t bits = std::uint32_t{bytes[i]} << 16 |
                                   std::uint32_t{bytes[i + 1]} << 8 | std::uint32_t{bytes[i + 2]};
        std::memcpy(out, kPairs[bits >> 12].data(), 2);
        std::memcpy(out + 2, kPairs[bits & 4095].data(), 2);
    }
    const std::size_t left = bytes.size() - i;
    if (left == 0) return out;
    const std::uint32_t second = left == 2 ? bytes[i + 1] : 0u;
    const std::uint32_t bits = std::uint32_t{bytes[i]} << 16 | second << 8;
    std::memcpy(out, kPairs[bits >> 12].data(), 2);
    out[2] = left == 2 ? kAlphabet[(bits >> 6) & 63] : '=';
    out[3] = '=';
    return out + 4;
}

std::size_t encoded_size(std::size_t size) {
    return (size + 2) / 3 * 4;
}

/// The last, possibly padded, quad; unused bits must be zero (RFC 4648 §3.5).
std::optional<std::size_t> decode_last(const std::uint8_t* in, std::uint8_t* out) {
    const std::size_t padding = in[3] != '=' ? 0u : in[2] != '=' ? 1u : 2u;
    std::array<std::uint8_t, 4> filled = {in[0], in[1], in[2], in[3]};
    for (std::size_t i = 4 - padding; i < 4; ++i) filled[i] = 'A';
    const std::uint32_t bits = quad(filled.data());
    const std::uint32_t unused = padding == 0 ? 0u : padding == 1 ? 0xFFu : 0xFFFFu;
    if ((bits & kBad) != 0 || (bits & unused) != 0) return std::nullopt;
    std::array<std::uint8_t, 3> three{};
    put3(bits, three.data());
    std::copy_n(three.begin(), 3 - padding, out);
    return 3 - padding;
}

bool is_white(std::uint8_t c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/// Collects single characters between the runs of whole quads.
struct Pending {
    std::uint32_t bits = 0;
    unsigned count = 0;

    void take(std::uint8_t character) {
        bits = bits << 6 | kValues[3][character];
        ++count;
    }
    /// One to three octets; a lone character holds none.
    std::uint8_t* flush(std::uint8_t* out) {
        const std::uint32_t aligned = bits << (6 * (4 - count));
        for (unsigned i = 1; i < count; ++i)
            *out++ = static_cast<std::uint8_t>(aligned >> (24 - 8 * i));
        *this = {};
        return out;
    }
};

}  // namespace

std::string encode_base64(View bytes) {
    std::string out(encoded_size(bytes.size()), '\0');
    encode_into(bytes, out.data());
    return out;
}

std::string encode_base64_lines(View bytes, std::size_t line) {
    const std::size_t per_line = std::max<std::size_t>(line / 4, 1) * 3;
    const std::size_t lines = (bytes.size() + per_line - 1) / per_line;
    std::string out(encoded_size(bytes.size()) + 2 * lines, '\0');
    char* to = out.data();
    for (std::size_t i = 0; i < bytes.size(); i += per_line) {
        to = encode_into(bytes.subspan(i, std::min(per_line, bytes.size() - i)), to);
        *to++ = '\r';
        *to++ = '\n';
    }
    return out;
}

std::optional<std::size_t> decode_base64_strict(View text, std::uint8_t* out) {
    if (text.empty()) return 0;
    if (text.size() % 4 != 0) return std::nullopt;
    const std::size_t body = text.size() - 4;
    std::uint32_t seen = 0;
    for (std::size_t i = 0; i < body; i += 4) {
        const std::uint32_t bits = quad(&text[i]);
        seen |= bits;
        put3(bits, out + i / 4 * 3);
    }
    if ((seen & kBad) != 0) return std::nullopt;
    const auto last = decode_last(&text[body], out + body / 4 * 3);
    if (!last) return std::nullopt;
    return body / 4 * 3 + *last;
}

std::size_t decode_base64_mail(View text, std::uint8_t* out, bool& junk) {
    std::uint8_t* const begin = out;
    Pending pending;
    junk = false;
    for (std::size_t i = 0; i < text.size();) {
        while (pending.count == 0 && i + 4 <= text.size()) {
            const std::uint32_t bits = quad(&text[i]);
            if ((bits & kBad) != 0) break;
            put3(bits, out);
            out += 3;
            i += 4;
        }
        if (i == text.size()) break;
        const std::uint8_t c = text[i++];
        if (c == '=') break;
        if (kValues[3][c] == kBad) {
            junk = junk || !is_white(c);
            continue;
        }
        pending.take(c);
        if (pending.count == 4) out = pending.flush(out);
    }
    out = pending.flush(out);
    return static_cast<std::size_t>(out - begin);
}

}  // namespace sealwright
