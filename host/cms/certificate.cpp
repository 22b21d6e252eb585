// SPDX-License-Identifier: MPL-2.0
#include "cms/certificate.hpp"

#include "base/context.hpp"
#include "base/limits.hpp"
#include "cms/certificate_cache.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

/// The extnValue of subjectKeyIdentifier (RFC 5280 §4.2.1.2) among `extensions`.
View find_key_identifier(View extensions) {
    der::Reader outer(extensions);
    der::Reader list = outer.enter(der::kSequence);
    while (!list.at_end()) {
        der::Reader extension = list.enter(der::kSequence);
        const View oid = extension.take(der::kOid).content;
        constexpr der::Tag kCritical = 0x01;
        extension.maybe(kCritical);
        const View value = extension.take(der::kOctetString).content;
        if (extension.finished() && oid::kSubjectKeyIdentifier == oid) {
            der::Reader identifier(value);
            return identifier.take(der::kOctetString).content;
        }
    }
    return {};
}

X509NamePtr decode_name(View name) {
    if (name.size() > limits::kNameOctets) return nullptr;
    const std::uint8_t* at = name.data();
    return X509NamePtr(d2i_X509_NAME(nullptr, &at, static_cast<long>(name.size())));
}

}  // namespace

std::optional<CertificateView> read_certificate(View der) {
    CertificateView view;
    der::Reader outer(der);
    const der::Element certificate = outer.take(der::kSequence);
    view.whole = certificate.whole;
    der::Reader parts(certificate.content);
    der::Reader fields = parts.enter(der::kSequence);
    fields.maybe(der::constructed(0));
    view.serial = fields.take(der::kInteger).content;
    fields.take(der::kSequence);
    view.issuer = fields.take(der::kSequence).whole;
    fields.take(der::kSequence);
    view.subject = fields.take(der::kSequence).whole;
    view.key = fields.take(der::kSequence).whole;
    fields.maybe(der::primitive(1));
    fields.maybe(der::primitive(2));
    if (const auto extensions = fields.maybe(der::constructed(3))) {
        view.key_identifier = find_key_identifier(extensions->content);
    }
    if (!fields.finished() || !outer.ok()) return std::nullopt;
    return view;
}

bool NameComparison::equals(View other) {
    if (std::ranges::equal(name_, other)) return true;
    if (!decoded_) decoded_ = decode_name(name_);
    const X509NamePtr second = *decoded_ ? decode_name(other) : nullptr;
    return second && X509_NAME_cmp(decoded_->get(), second.get()) == 0;
}

bool same_serial(View a, View b) {
    return !a.empty() && std::ranges::equal(a, b);
}

Certificate decode_certificate(const CertificateView& view) {
    static CertificateCache cache;
    if (Certificate known = cache.find(view.whole)) return known;
    if (judge_key(view.key).fitness == KeyFitness::unusable) return nullptr;
    X509* certificate = X509_new_ex(plain_context(), nullptr);
    const std::uint8_t* at = view.whole.data();
    const auto size = static_cast<long>(view.whole.size());
    const bool decoded = certificate && d2i_X509(&certificate, &at, size);
    Certificate owned = own_certificate(certificate);  // a failed d2i has set it to null
    if (!decoded) return nullptr;
    cache.keep(view.whole, owned);
    return owned;
}

View encode_certificate(const X509& certificate, Bytes& buffer) {
    const int size = i2d_X509(&certificate, nullptr);
    if (size <= 0) return {};
    buffer.resize(static_cast<std::size_t>(size));
    std::uint8_t* at = buffer.data();
    i2d_X509(&certificate, &at);
    return buffer;
}

}  // namespace sealwright::cms
