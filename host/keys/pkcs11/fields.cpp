// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/fields.hpp"

#include <algorithm>
#include <utility>

namespace sealwright::keys::pkcs11 {
namespace {

constexpr std::size_t kNumberSize = 8;
constexpr std::size_t kFirstSize = 4'096;

}  // namespace

void FieldWriter::operator()(std::uint64_t number) {
    std::uint8_t octets[kNumberSize];
    for (auto& octet : octets) {
        octet = static_cast<std::uint8_t>(number);
        number >>= 8;
    }
    raw(octets);
}

SecretBytes FieldWriter::take() {
    buffer_.shrink(std::exchange(used_, 0));
    return std::move(buffer_);
}

void FieldWriter::octets(View bytes) {
    (*this)(std::uint64_t{bytes.size()});
    raw(bytes);
}

void FieldWriter::raw(View bytes) {
    if (used_ + bytes.size() > buffer_.size()) {
        SecretBytes larger(std::max({kFirstSize, 2 * buffer_.size(), used_ + bytes.size()}));
        std::copy_n(buffer_.view().data(), used_, larger.writable().data());
        buffer_ = std::move(larger);
    }
    std::copy(bytes.begin(), bytes.end(), buffer_.writable().data() + used_);
    used_ += bytes.size();
}

void FieldReader::operator()(std::uint64_t& number) {
    number = 0;
    valid_ = valid_ && rest_.size() >= kNumberSize;
    if (!valid_) return;
    for (std::size_t i = kNumberSize; i-- != 0;) number = number << 8 | rest_[i];
    rest_ = rest_.subspan(kNumberSize);
}

void FieldReader::operator()(bool& flag) {
    std::uint64_t number = 0;
    (*this)(number);
    valid_ = valid_ && number <= 1;
    flag = number == 1;
}

View FieldReader::octets() {
    std::uint64_t size = 0;
    (*this)(size);
    valid_ = valid_ && size <= rest_.size();
    if (!valid_) return {};
    const View taken = rest_.first(size);
    rest_ = rest_.subspan(size);
    return taken;
}

}  // namespace sealwright::keys::pkcs11
