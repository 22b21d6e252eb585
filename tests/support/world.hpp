// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "cms/enveloped.hpp"
#include "cms/signed.hpp"
#include "support/ca.hpp"
#include "tasks/protect.hpp"
#include "tasks/read.hpp"

#include <string>

namespace sealwright::support {

/// The people of the requirement sheet: root R vouches for e-mail, intermediate I issues, Alice
/// writes, Bob is us. Revocation answers "good" and time stands still, so that only what a test
/// changes decides.
struct World {
    Ca root = Ca::root("Root R");
    Ca inter = root.intermediate("Inter I");
    Ca alice = inter.leaf("alice@example.com");
    Ca bob = inter.leaf("bob@example.org");
    UnixTime now = system_now();

    /// Services that know the root and hold Bob's key (and Alice's, who signs).
    [[nodiscard]] tasks::Services services() const;
    [[nodiscard]] keys::Identity identity(const Ca& who) const;

    [[nodiscard]] tasks::Reading read(std::string_view message,
                                      tasks::KeysAllowed keys = tasks::KeysAllowed::no) const;
    [[nodiscard]] tasks::Reading open(std::string_view message) const {
        return read(message, tasks::KeysAllowed::yes);
    }
};

/// From, To, Subject, Date and MIME-Version; `extra` lines go on top.
std::string fields(const World& world, const std::string& from = "alice@example.com",
                   const std::string& extra = "");
/// A text/plain entity around `text`.
std::string text_entity(const std::string& text = "Hello Bob,\r\nthis is Alice.\r\n");

/// Entities that `signer` signed, ready to follow fields().
std::string signed_detached(const World& world, const Ca& signer, const std::string& entity);
std::string signed_opaque(const World& world, const Ca& signer, const std::string& entity);
/// An entity encrypted to Bob.
std::string encrypted(const World& world, const std::string& entity,
                      cms::Cipher cipher = cms::Cipher::aes_256_gcm);

/// A revocation source that says "good" of everything.
std::unique_ptr<trust::Revocation> revocation_good();

}  // namespace sealwright::support
