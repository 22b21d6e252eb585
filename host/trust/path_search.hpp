// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/bytes.hpp"
#include "trust/trust.hpp"

#include <functional>
#include <map>
#include <set>

namespace sealwright::trust {

/// A chain whose every signature verifies, leaf first. `anchored` when its last certificate is an
/// anchor; otherwise nobody trusted stands at its end.
struct Chain {
    std::vector<Certificate> certificates;
    bool anchored = false;
};

/// Finds chains from a leaf to anchors among hostile certificates, within limits::kPath….
class PathSearch {
  public:
    enum class Continue { yes, no };
    enum class Ended { complete, too_complex };
    using OnChain = std::function<Continue(const Chain&)>;

    PathSearch(const std::vector<Certificate>& intermediates, AnchorSource& anchors, UnixTime time,
               const PathBudget& budget);

    /// Calls `on_chain` for every anchored chain, the most promising first, until it has enough.
    Ended run(const Certificate& leaf, const OnChain& on_chain);

    /// The longest chain seen that ended at no anchor.
    [[nodiscard]] const Chain& longest() const { return longest_; }
    /// Every certificate that was a candidate: their validity bounds how long the answer holds.
    [[nodiscard]] const std::vector<Certificate>& considered() const { return considered_; }

  private:
    void extend(Chain& chain);
    bool is_anchor(const Certificate& certificate);
    void finish(const Chain& chain);
    const std::vector<Certificate>& anchors_named(const X509_NAME& subject);
    std::vector<Certificate> issuers_of(const Certificate& certificate);
    bool signed_by(const Certificate& certificate, const Certificate& issuer);
    bool over_budget();

    std::vector<Certificate> intermediates_;
    AnchorSource& anchors_;
    OnChain on_chain_;
    Chain longest_;
    std::vector<Certificate> considered_;
    std::map<Bytes, std::vector<Certificate>> anchors_by_name_;
    std::map<std::pair<const X509*, const X509*>, bool> signatures_;
    std::size_t steps_ = 0;
    PathBudget budget_;
    bool too_complex_ = false;
    bool enough_ = false;
};

}  // namespace sealwright::trust
