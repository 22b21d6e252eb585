// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/address.hpp"
#include "base/clock.hpp"
#include "base/finding.hpp"
#include "base/ossl.hpp"
#include "base/result.hpp"

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace sealwright::trust {

/// Roots that may vouch for e-mail. Looked up by subject, so that nothing loads a whole store.
/// Thread-safe.
class AnchorSource {
  public:
    virtual ~AnchorSource() = default;
    [[nodiscard]] virtual std::vector<Certificate> by_subject(const X509_NAME& subject) = 0;
    /// Changes whenever an answer could change; verdicts are bound to it (B.0.6).
    [[nodiscard]] virtual std::string version() const = 0;
    /// `root` does not vouch for leaves whose validity begins later than this.
    [[nodiscard]] virtual std::optional<UnixTime> distrusted_after(const X509& root);
};

/// A fixed set of roots: the administrator's directory, the user's additions, tests.
std::unique_ptr<AnchorSource> fixed_anchors(std::vector<Certificate> roots);
/// Every certificate file (PEM or DER) of a directory, read on the first look-up. A missing
/// directory is an empty source.
std::unique_ptr<AnchorSource> directory_anchors(std::string path);
/// The roots of the newest libnssckbi.so found that are trusted delegators for e-mail (G.7).
std::unique_ptr<AnchorSource> nss_builtin_anchors();
std::unique_ptr<AnchorSource> all_of(std::vector<std::unique_ptr<AnchorSource>> sources);

/// A certification path from leaf to anchor, and checks V-20 … V-24 over it.
struct Path {
    std::vector<Certificate> certificates;  ///< leaf first; the anchor last when one was found
    Findings findings;
    /// Whatever judged this path stays true in [from, until): for caches.
    UnixTime from{};
    UnixTime until{};

    [[nodiscard]] bool is_valid() const;  ///< every one of them passed
};
/// The CPU time of this thread, from now on, that is left for judging paths. One for all paths of
/// a message: else each signer and each candidate would have as much again (E-77).
class PathBudget {
  public:
    PathBudget();
    [[nodiscard]] bool is_spent() const;

  private:
    std::chrono::nanoseconds until_;
};

/// What the leaf is meant to do (RFC 8550 §4.4; N-207, N-208).
enum class Purpose { sign_mail, receive_mail };
/// RFC 5280 §6 at `time` from `leaf` over `intermediates` (hostile, unordered) to an anchor; V-20,
/// V-21, V-22, V-23, V-24 each get their own outcome. Bounded: depth 10, 100 certificates, 2 s.
Path check_path(const Certificate& leaf, const std::vector<Certificate>& intermediates,
                AnchorSource& anchors, UnixTime time, Purpose purpose,
                const PathBudget& budget = {});

/// Addresses a certificate is for (N-203): SAN rfc822Name and SmtpUTF8Mailbox, or DN emailAddress
/// when the SAN has none. `malformed` counts names that are present but unusable.
struct CertificateAddresses {
    std::vector<Address> addresses;
    bool from_subject_only = false;
    std::size_t malformed = 0;
};
CertificateAddresses addresses_of(const X509& certificate);

/// Address binding, V-26 and V-27: every From mailbox is one of the certificate's. `sender` is the
/// Sender field's mailbox, whose match alone gives reason address.sender-only (G.2). A null entry
/// is an address that could not be read.
void bind_address(const CertificateAddresses& certificate,
                  const std::vector<std::optional<Address>>& from,
                  const std::optional<Address>& sender, Findings& findings);

/// V-25 for a path that is already trusted: passes, fails or leaves it unknown / not run.
class Revocation {
  public:
    virtual ~Revocation() = default;
    virtual void check(const Path& path, UnixTime time, Findings& findings) = 0;
};
/// What ships until revocation is built: V-25 stays unknown with reason revocation.not-asked.
std::unique_ptr<Revocation> revocation_not_asked();

/// What the sender and the transport say about when a message was made.
struct Times {
    std::optional<UnixTime> signing;   ///< signingTime attribute
    std::optional<UnixTime> date;      ///< Date field
    std::optional<UnixTime> received;  ///< as the client knows it; nothing when nobody knows
};
/// V-28: fails when the signing time is more than 24 hours from Date, more than 10 minutes after
/// reception or outside the certificate's validity. That is flag R-5, never a state by itself.
void check_times(const X509& certificate, const Times& times, Findings& findings);

/// What is shown of a certificate; all strings fit to show (E-65).
struct CertificateSummary {
    std::string subject;  ///< common name, else organisation, else first address
    std::string issuer;   ///< short name of the issuer
    std::vector<std::string> addresses;
    std::string serial;  ///< hex
    std::string sha256;  ///< fingerprint, hex
    std::string key;     ///< "RSA 2048", "EC P-256"
    UnixTime not_before{};
    UnixTime not_after{};
    std::string validation;  ///< S/MIME BR class (N-1205): "mailbox", "organization", … or empty
};
CertificateSummary summarise(const X509& certificate);

}  // namespace sealwright::trust
