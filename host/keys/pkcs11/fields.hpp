// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "base/limits.hpp"
#include "base/secret.hpp"

#include <string>
#include <vector>

namespace sealwright::keys::pkcs11 {

// Messages between host and token worker are written and read by one description of their fields:
//     template <class Io> void fields(Io& io, Message& m) { io(m.name); io(m.id); }
// Numbers are 64 bits little-endian; texts, octets and lists begin with their count.

/// Puts fields one after the other into memory that is wiped, for some of them are secrets.
class FieldWriter {
  public:
    void operator()(std::uint64_t number);
    void operator()(bool flag) { (*this)(std::uint64_t{flag}); }
    void operator()(const std::string& text) { octets(as_view(text)); }
    void operator()(const Bytes& bytes) { octets(bytes); }
    void operator()(const SecretBytes& bytes) { octets(bytes.view()); }
    template <class Enum>
    void choice(Enum value, Enum) {
        (*this)(static_cast<std::uint64_t>(value));
    }
    template <class T>
    void list(std::vector<T>& items) {
        (*this)(std::uint64_t{items.size()});
        for (T& item : items) fields(*this, item);
    }
    /// Everything written; the writer is empty afterwards.
    SecretBytes take();

  private:
    void octets(View bytes);
    void raw(View bytes);
    SecretBytes buffer_;
    std::size_t used_ = 0;
};

/// Takes fields apart again. What is not there, is too long or is no choice makes all of the
/// message invalid; the other side may be a broken or hostile module.
class FieldReader {
  public:
    explicit FieldReader(View bytes) : rest_(bytes) {}

    void operator()(std::uint64_t& number);
    void operator()(bool& flag);
    void operator()(std::string& text) { text = as_text(octets()); }
    void operator()(Bytes& bytes) { bytes = to_bytes(octets()); }
    void operator()(SecretBytes& bytes) { bytes = SecretBytes(octets()); }
    template <class Enum>
    void choice(Enum& value, Enum last) {
        std::uint64_t number = 0;
        (*this)(number);
        valid_ = valid_ && number <= static_cast<std::uint64_t>(last);
        if (valid_) value = static_cast<Enum>(number);
    }
    template <class T>
    void list(std::vector<T>& items) {
        std::uint64_t count = 0;
        (*this)(count);
        for (; valid_ && count != 0; --count) fields(*this, items.emplace_back());
    }
    /// True when every field was there and nothing is left.
    [[nodiscard]] bool complete() const { return valid_ && rest_.empty(); }

  private:
    View octets();
    View rest_;
    bool valid_ = true;
};

}  // namespace sealwright::keys::pkcs11
