// SPDX-License-Identifier: MPL-2.0
#include "trust/trust.hpp"

namespace sealwright::trust {
namespace {

class NotAsked : public Revocation {
  public:
    void check(const Path&, UnixTime, Findings& findings) override {
        findings.unknown(Check::V_25, Reason::revocation_not_asked);
    }
};

}  // namespace

std::unique_ptr<Revocation> revocation_not_asked() {
    return std::make_unique<NotAsked>();
}

}  // namespace sealwright::trust
