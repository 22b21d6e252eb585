// SPDX-License-Identifier: MPL-2.0
#include "cms/key_agreement.hpp"

#include "base/context.hpp"
#include "cms/der_writer.hpp"

#include <openssl/objects.h>

namespace sealwright::cms {
namespace {

using GroupPtr = std::unique_ptr<EC_GROUP, FreeWith<EC_GROUP_free>>;
using PointPtr = std::unique_ptr<EC_POINT, FreeWith<EC_POINT_free>>;

/// RFC 3394 adds one semiblock to a key of two or more.
constexpr std::size_t kSemiblock = 8;
constexpr std::size_t kMostWrapped = 72;

CipherCtxPtr begin(const WrapAlgorithm& algorithm, View wrapping_key, int encrypt) {
    const CipherPtr cipher(EVP_CIPHER_fetch(plain_context(), algorithm.evp, nullptr));
    CipherCtxPtr context(EVP_CIPHER_CTX_new());
    if (!cipher || !context || wrapping_key.size() != algorithm.key_size) return nullptr;
    EVP_CIPHER_CTX_set_flags(context.get(), EVP_CIPHER_CTX_FLAG_WRAP_ALLOW);
    const bool ready = EVP_CipherInit_ex2(context.get(), cipher.get(), wrapping_key.data(), nullptr,
                                          encrypt, nullptr) > 0;
    return ready ? std::move(context) : nullptr;
}

/// Octets written to `out`, or a negative number.
int run(EVP_CIPHER_CTX* context, View in, std::uint8_t* out) {
    int written = 0;
    const int size = static_cast<int>(in.size());
    return EVP_CipherUpdate(context, out, &written, in.data(), size) > 0 ? written : -1;
}

}  // namespace

Bytes shared_info(View wrap_algorithm, const View* ukm, std::size_t key_size) {
    const auto bits = static_cast<std::uint32_t>(key_size * 8);
    const std::uint8_t length[] = {
        static_cast<std::uint8_t>(bits >> 24), static_cast<std::uint8_t>(bits >> 16),
        static_cast<std::uint8_t>(bits >> 8), static_cast<std::uint8_t>(bits)};
    Bytes party;
    if (ukm) party = der::write(der::constructed(0), der::octet_string(*ukm));
    return der::sequence(
        {wrap_algorithm, party, der::write(der::constructed(2), der::octet_string(length))});
}

std::optional<Bytes> uncompressed_point(const Curve& curve, View point) {
    const GroupPtr group(
        EC_GROUP_new_by_curve_name_ex(plain_context(), nullptr, OBJ_sn2nid(curve.evp)));
    const PointPtr decoded(group ? EC_POINT_new(group.get()) : nullptr);
    if (!decoded || point.empty() ||
        EC_POINT_oct2point(group.get(), decoded.get(), point.data(), point.size(), nullptr) != 1 ||
        EC_POINT_is_at_infinity(group.get(), decoded.get()) != 0) {
        return std::nullopt;
    }
    const auto width = static_cast<std::size_t>(EC_GROUP_get_degree(group.get()) + 7) / 8;
    Bytes out(1 + 2 * width);
    const std::size_t written = EC_POINT_point2oct(
        group.get(), decoded.get(), POINT_CONVERSION_UNCOMPRESSED, out.data(), out.size(), nullptr);
    return written == out.size() ? std::optional(out) : std::nullopt;
}

std::optional<SecretBytes> unwrap_key(const WrapAlgorithm& algorithm, View wrapping_key,
                                      View wrapped) {
    if (wrapped.size() < 3 * kSemiblock || wrapped.size() > kMostWrapped ||
        wrapped.size() % kSemiblock != 0) {
        return std::nullopt;
    }
    const CipherCtxPtr context = begin(algorithm, wrapping_key, 0);
    SecretBytes key(wrapped.size());
    if (!context || run(context.get(), wrapped, key.writable().data()) !=
                        static_cast<int>(wrapped.size() - kSemiblock)) {
        return std::nullopt;
    }
    key.shrink(wrapped.size() - kSemiblock);
    return key;
}

std::optional<Bytes> wrap_key(const WrapAlgorithm& algorithm, View wrapping_key, View key) {
    const CipherCtxPtr context = begin(algorithm, wrapping_key, 1);
    Bytes wrapped(key.size() + kSemiblock);
    if (!context || run(context.get(), key, wrapped.data()) != static_cast<int>(wrapped.size())) {
        return std::nullopt;
    }
    return wrapped;
}

}  // namespace sealwright::cms
