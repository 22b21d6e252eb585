// SPDX-License-Identifier: MPL-2.0
#include "cms/certificate_cache.hpp"

namespace sealwright::cms {

Certificate CertificateCache::find(View der) {
    if (der.size() > kMostOctets) return nullptr;
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(to_bytes(der));
    return found == known_.end() ? nullptr : found->second;
}

void CertificateCache::keep(View der, const Certificate& certificate) {
    if (der.size() > kMostOctets) return;
    const std::lock_guard lock(mutex_);
    // Starting over is as good as any other way to make room: the next mails fill it again.
    if (known_.size() >= kMost) known_.clear();
    known_.emplace(to_bytes(der), certificate);
}

}  // namespace sealwright::cms
