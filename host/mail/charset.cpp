// SPDX-License-Identifier: MPL-2.0
#include "mail/charset.hpp"

#include "base/text.hpp"
#include "base/utf8.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <iconv.h>
#include <memory>

namespace sealwright::mail {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

struct Charset {
    std::string_view name;
    const char* converter;
};

// A list rather than whatever iconv knows: its rarer converters have been a source of attacks.
// ISO-8859-1 is read as its superset, as all mail programs do (WHATWG Encoding Standard §4.2).
constexpr std::array kCharsets = {
    Charset{"iso-8859-1", "WINDOWS-1252"},
    Charset{"latin1", "WINDOWS-1252"},
    Charset{"iso-8859-2", "ISO-8859-2"},
    Charset{"iso-8859-3", "ISO-8859-3"},
    Charset{"iso-8859-4", "ISO-8859-4"},
    Charset{"iso-8859-5", "ISO-8859-5"},
    Charset{"iso-8859-6", "ISO-8859-6"},
    Charset{"iso-8859-7", "ISO-8859-7"},
    Charset{"iso-8859-8", "ISO-8859-8"},
    Charset{"iso-8859-8-i", "ISO-8859-8"},
    Charset{"iso-8859-9", "ISO-8859-9"},
    Charset{"iso-8859-10", "ISO-8859-10"},
    Charset{"iso-8859-13", "ISO-8859-13"},
    Charset{"iso-8859-14", "ISO-8859-14"},
    Charset{"iso-8859-15", "ISO-8859-15"},
    Charset{"iso-8859-16", "ISO-8859-16"},
    Charset{"windows-1250", "WINDOWS-1250"},
    Charset{"windows-1251", "WINDOWS-1251"},
    Charset{"windows-1252", "WINDOWS-1252"},
    Charset{"windows-1253", "WINDOWS-1253"},
    Charset{"windows-1254", "WINDOWS-1254"},
    Charset{"windows-1255", "WINDOWS-1255"},
    Charset{"windows-1256", "WINDOWS-1256"},
    Charset{"windows-1257", "WINDOWS-1257"},
    Charset{"windows-1258", "WINDOWS-1258"},
    Charset{"windows-874", "CP874"},
    Charset{"tis-620", "CP874"},
    Charset{"koi8-r", "KOI8-R"},
    Charset{"koi8-u", "KOI8-U"},
    Charset{"gb2312", "GB18030"},
    Charset{"gbk", "GB18030"},
    Charset{"gb18030", "GB18030"},
    Charset{"big5", "BIG5"},
    Charset{"euc-jp", "EUC-JP"},
    Charset{"shift_jis", "CP932"},
    Charset{"iso-2022-jp", "ISO-2022-JP"},
    Charset{"euc-kr", "CP949"},
    Charset{"ks_c_5601-1987", "CP949"},
    Charset{"macintosh", "MACINTOSH"},
    Charset{"utf-16", "UTF-16"},
    Charset{"utf-16le", "UTF-16LE"},
    Charset{"utf-16be", "UTF-16BE"},
};

struct CloseConverter {
    void operator()(void* handle) const { iconv_close(handle); }
};
using Converter = std::unique_ptr<void, CloseConverter>;

Converter open_converter(const char* name) {
    const iconv_t handle = iconv_open("UTF-8", name);
    return Converter(handle == iconv_t(-1) ? nullptr : handle);
}

/// Every octet becomes at most three, so the text never moves: it may be secret, and what grows
/// leaves copies behind.
std::string room_for(std::string_view text) {
    std::string out;
    out.reserve(text.size() * kReplacement.size());
    return out;
}

std::string replaced_utf8(std::string_view text) {
    std::string out = room_for(text);
    while (!text.empty()) {
        const Utf8Step step = utf8_step(text);
        out += step.code_point ? text.substr(0, step.octets) : kReplacement;
        text.remove_prefix(step.octets);
    }
    return out;
}

std::string replaced_ascii(std::string_view text) {
    std::string out = room_for(text);
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x80) {
            out += c;
        } else {
            out += kReplacement;
        }
    }
    return out;
}

/// Converts through a small buffer; an octet that fits nowhere is replaced and stepped over.
std::string convert(std::string_view text, const Converter& converter) {
    std::array<char, 4096> buffer;
    std::string out = room_for(text);
    char* from = const_cast<char*>(text.data());  // iconv's interface; it only reads
    std::size_t left = text.size();
    while (left > 0) {
        char* to = buffer.data();
        std::size_t room = buffer.size();
        const std::size_t outcome = iconv(converter.get(), &from, &left, &to, &room);
        const int error = outcome == static_cast<std::size_t>(-1) ? errno : 0;
        out.append(buffer.data(), buffer.size() - room);
        if (error == 0 || error == E2BIG || left == 0) continue;
        out += kReplacement;
        ++from;
        --left;
    }
    return out;
}

}  // namespace

std::string to_utf8(View bytes, std::string_view charset) {
    const std::string_view text = as_text(bytes);
    const std::string name = lower_ascii(charset);
    if (name == "utf-8" || name == "utf8") return replaced_utf8(text);
    if (name.empty() && is_valid_utf8(text)) return std::string(text);
    const auto* known = std::find_if(kCharsets.begin(), kCharsets.end(),
                                     [&](const Charset& entry) { return entry.name == name; });
    if (known == kCharsets.end()) return replaced_ascii(text);
    const Converter converter = open_converter(known->converter);
    return converter ? convert(text, converter) : replaced_ascii(text);
}

}  // namespace sealwright::mail
