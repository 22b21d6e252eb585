// SPDX-License-Identifier: MPL-2.0
#include "trust/path_cache.hpp"

#include "base/certificate.hpp"
#include "base/digest.hpp"

namespace sealwright::trust {
namespace {

/// Everything but the time that check_path() looks at. Each part has a fixed length or ends it.
Bytes key_of(const Certificate& leaf, const std::vector<Certificate>& intermediates,
             const AnchorSource& anchors, Purpose purpose) {
    Bytes all = fingerprint(*leaf);
    for (const auto& certificate : intermediates) append(all, fingerprint(*certificate));
    all.push_back(static_cast<std::uint8_t>(purpose));
    append(all, anchors.version());
    return sha256(all);
}

}  // namespace

PathCache::PathCache(std::size_t most) : most_(most) {}

Path PathCache::check(const Certificate& leaf, const std::vector<Certificate>& intermediates,
                      AnchorSource& anchors, UnixTime time, Purpose purpose,
                      const PathBudget& budget) {
    const Bytes key = key_of(leaf, intermediates, anchors, purpose);
    if (auto known = find(key, time)) return *known;
    Path path = check_path(leaf, intermediates, anchors, time, purpose, budget);
    keep(key, path);
    return path;
}

std::optional<Path> PathCache::find(const Bytes& key, UnixTime time) {
    const std::lock_guard lock(mutex_);
    const auto found = index_.find(key);
    if (found == index_.end()) return std::nullopt;
    const Path& path = found->second->second;
    if (time < path.from || time >= path.until) return std::nullopt;
    entries_.splice(entries_.begin(), entries_, found->second);
    return path;
}

void PathCache::keep(const Bytes& key, const Path& path) {
    // Running out of CPU time may be the machine's fault: the next time may give an answer.
    if (path.findings.has(Reason::path_too_complex)) return;
    const std::lock_guard lock(mutex_);
    if (const auto old = index_.find(key); old != index_.end()) {
        entries_.erase(old->second);
        index_.erase(old);
    }
    entries_.emplace_front(key, path);
    index_[key] = entries_.begin();
    if (entries_.size() <= most_) return;
    index_.erase(entries_.back().first);
    entries_.pop_back();
}

}  // namespace sealwright::trust
