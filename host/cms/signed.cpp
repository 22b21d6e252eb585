// SPDX-License-Identifier: MPL-2.0
#include "cms/signed.hpp"

#include "base/context.hpp"
#include "cms/signed_data.hpp"
#include "cms/signer.hpp"

#include <algorithm>

namespace sealwright::cms {
namespace {

/// A digest under way.
class Digester {
  public:
    explicit Digester(const char* algorithm)
        : md_(EVP_MD_fetch(plain_context(), algorithm, nullptr)), context_(EVP_MD_CTX_new()) {
        if (md_) EVP_DigestInit_ex(context_.get(), md_.get(), nullptr);
    }
    void add(View bytes) {
        if (md_) EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size());
    }
    Bytes finish() {
        if (!md_) return {};
        Bytes out(static_cast<std::size_t>(EVP_MD_get_size(md_.get())));
        EVP_DigestFinal_ex(context_.get(), out.data(), nullptr);
        return out;
    }

  private:
    MdPtr md_;
    MdCtxPtr context_;
};

/// Adds `bytes` as if every bare LF were CRLF (RFC 8551 §3.1.1).
void add_canonical(Digester& digester, View bytes) {
    static constexpr std::uint8_t line_end[] = {'\r', '\n'};
    std::size_t from = 0;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        if (bytes[at] != '\n' || (at > 0 && bytes[at - 1] == '\r')) continue;
        digester.add(bytes.subspan(from, at - from));
        digester.add(line_end);
        from = at + 1;
    }
    digester.add(bytes.subspan(from));
}

ContentDigest digest_of(const der::Octets& octets) {
    return [&octets](const char* algorithm, bool) {
        Digester digester(algorithm);
        octets.each([&](View piece) { digester.add(piece); });
        return digester.finish();
    };
}

/// V-08: exactly one content, the enclosed one or the one beside it (C-10).
bool check_content(const SignedDataView& view, bool detached, Findings& findings) {
    if (view.content.has_value() != detached) {
        findings.pass(Check::V_08);
        return true;
    }
    findings.fail(Check::V_08,
                  detached ? Reason::cms_embedded_content : Reason::cms_missing_content);
    return false;
}

void check_structure(const SignedDataView& view, Findings& findings) {
    if (view.trailing_bytes) findings.fail(Check::V_06, Reason::cms_trailing_bytes);
    findings.pass(Check::V_06);
    if (view.signers.empty()) findings.fail(Check::V_07, Reason::cms_no_signer);
    if (!(oid::kData == view.content_type)) {
        findings.unknown(Check::V_07, Reason::cms_wrong_content_type, {dotted(view.content_type)});
    }
    findings.pass(Check::V_07);
}

bool are_sound(const std::vector<Signer>& signers) {
    return std::ranges::all_of(signers, [](const Signer& signer) { return is_sound(signer); });
}

void check_agreement(SignedData& result) {
    if (result.signers.size() < 2 || are_sound(result.signers)) {
        result.findings.pass(Check::V_16);
    } else {
        result.findings.fail(Check::V_16, Reason::cms_several_signers);
    }
}

/// The first enclosed certificates, as far as OpenSSL may see them, for path building (C-25, C-26);
/// `decoded` holds those that signers needed.
std::vector<Certificate> decode_certificates(const SignedDataView& view,
                                             const std::vector<Certificate>& decoded) {
    std::vector<Certificate> certificates;
    const std::size_t count = std::min(view.certificates.size(), limits::kCertificates);
    for (std::size_t i = 0; i < count; ++i) {
        auto certificate = decoded[i] ? decoded[i] : decode_certificate(view.certificates[i]);
        if (certificate) certificates.push_back(std::move(certificate));
    }
    return certificates;
}

void check_signers(const SignedDataView& view, const ContentDigest& detached, SignedData& result) {
    Findings content;
    const bool has_content = check_content(view, detached != nullptr, content);
    const ContentDigest nothing = [](const char*, bool) { return Bytes(); };
    ContentDigests digests(!has_content ? nothing
                           : detached   ? detached
                                        : digest_of(*view.content),
                           has_content && detached);
    std::vector<Certificate> decoded(view.certificates.size());
    for (const SignerView& signer : view.signers) {
        Signer checked = check_signer(signer, view, decoded, digests);
        checked.findings.add(content);
        if (checked.findings.has(Reason::mail_line_ends_converted)) {
            result.line_ends_converted = true;
        }
        result.signers.push_back(std::move(checked));
    }
    result.certificates = decode_certificates(view, decoded);
}

SecretBytes copy_of(const der::Octets& octets) {
    SecretBytes copy(octets.size());
    auto to = copy.writable().begin();
    octets.each([&](View piece) { to = std::ranges::copy(piece, to).out; });
    return copy;
}

}  // namespace

Result<Content> content_of(View cms) {
    der::Reader fields(der::contents_so_far(cms, der::kSequence).value_or(View()));
    const View type = fields.take(der::kOid).content;
    if (!fields.ok()) return Error{ErrorCode::mail_unreadable, "no CMS ContentInfo"};
    if (oid::kData == type) return Content::data;
    if (oid::kSignedData == type) return Content::signed_data;
    if (oid::kEnvelopedData == type) return Content::enveloped_data;
    if (oid::kAuthEnvelopedData == type) return Content::auth_enveloped_data;
    if (oid::kCompressedData == type) return Content::compressed_data;
    return Content::other;
}

bool is_unsigned(View cms) {
    const auto info = read_content_info(cms);
    const auto view =
        info && oid::kSignedData == info->content_type ? read_signed_data(*info) : std::nullopt;
    return view && view->signers.empty();
}

bool is_sound(const Signer& signer) {
    static constexpr Check checks[] = {Check::V_07, Check::V_08, Check::V_09,
                                       Check::V_10, Check::V_11, Check::V_12,
                                       Check::V_13, Check::V_14, Check::V_15};
    return std::ranges::all_of(checks, [&](Check c) { return signer.findings.passed(c); });
}

bool is_sound(const SignedData& object) {
    static constexpr Check checks[] = {Check::V_06, Check::V_07, Check::V_16};
    return are_sound(object.signers) &&
           std::ranges::all_of(checks, [&](Check c) { return object.findings.passed(c); });
}

ContentDigest digest_of(View bytes) {
    return [bytes](const char* algorithm, bool canonical_line_ends) {
        Digester digester(algorithm);
        if (canonical_line_ends) {
            add_canonical(digester, bytes);
        } else {
            digester.add(bytes);
        }
        return digester.finish();
    };
}

Result<SignedData> verify(View cms, const ContentDigest& detached) {
    if (cms.size() > limits::kCmsBytes) return Error{ErrorCode::mail_limit, "CMS size"};
    const auto content = content_of(cms);
    if (!content) return content.error();
    if (*content != Content::signed_data) {
        return Error{ErrorCode::mail_unreadable, "the CMS object is no SignedData"};
    }
    SignedData result;
    const auto info = read_content_info(cms);
    const auto view = info ? read_signed_data(*info) : std::nullopt;
    if (!view) {
        result.findings.fail(Check::V_06, Reason::cms_malformed);
        return result;
    }
    if (view->beyond_limits) return Error{ErrorCode::mail_limit, "signers or certificates"};
    check_structure(*view, result.findings);
    check_signers(*view, detached, result);
    check_agreement(result);
    if (view->content && !detached) result.content = copy_of(*view->content);
    return result;
}

}  // namespace sealwright::cms
