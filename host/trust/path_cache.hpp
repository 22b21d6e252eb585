// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "trust/trust.hpp"

#include <list>
#include <map>
#include <mutex>

namespace sealwright::trust {

/// Remembers judged paths: the same leaf with the same enclosed certificates, anchors and purpose
/// gives the same path as long as the time is within the path's window. Thread-safe, bounded.
class PathCache {
  public:
    explicit PathCache(std::size_t most = 1'000);

    /// check_path(), or what it said before.
    Path check(const Certificate& leaf, const std::vector<Certificate>& intermediates,
               AnchorSource& anchors, UnixTime time, Purpose purpose,
               const PathBudget& budget = {});

  private:
    using Entry = std::pair<Bytes, Path>;

    std::optional<Path> find(const Bytes& key, UnixTime time);
    void keep(const Bytes& key, const Path& path);

    std::size_t most_;
    std::mutex mutex_;
    std::list<Entry> entries_;  ///< most recently used first
    std::map<Bytes, std::list<Entry>::iterator> index_;
};

}  // namespace sealwright::trust
