// SPDX-License-Identifier: MPL-2.0
#include "mail/compose.hpp"

#include "base/base64.hpp"
#include "base/digest.hpp"
#include "base/text.hpp"
#include "mail/signable.hpp"

namespace sealwright::mail {
namespace {

/// Made from the signature, which no author can foresee, and "=_", which neither base64 nor
/// quoted-printable can hold; counts on until it occurs nowhere.
std::string boundary_for(View entity, View signature) {
    const std::string seed = hex(as_text(sha256(signature))).substr(0, 32);
    std::string boundary = "=_" + seed;
    for (int i = 0; as_text(entity).find(boundary) != std::string_view::npos; ++i) {
        boundary = "=_" + seed + "_" + std::to_string(i);
    }
    return boundary;
}

struct SmimeName {
    std::string_view type;
    std::string_view file;
};

SmimeName name_of(SmimeType type) {
    switch (type) {
        case SmimeType::signed_data:
            return {"signed-data", "smime.p7m"};
        case SmimeType::enveloped_data:
            return {"enveloped-data", "smime.p7m"};
        case SmimeType::auth_enveloped_data:
            return {"authEnveloped-data", "smime.p7m"};
    }
    return {};
}

void append_signature(Bytes& out, View signature) {
    append(out,
           "Content-Type: application/pkcs7-signature; name=\"smime.p7s\"\r\n"
           "Content-Transfer-Encoding: base64\r\n"
           "Content-Disposition: attachment; filename=\"smime.p7s\"\r\n"
           "\r\n");
    append(out, encode_base64_lines(signature));
}

}  // namespace

Result<Bytes> entity_to_sign(View entity) {
    auto parsed = parse_entity(entity);
    if (!parsed) return parsed.error();
    if (!is_certain(*parsed)) {
        return Error{ErrorCode::mail_unreadable, "the entity can be read in more than one way"};
    }
    SignableWriter writer(*parsed, 0);
    if (auto written = writer.write(parsed->root, Keep::content_fields); !written) {
        return written.error();
    }
    return writer.take();
}

Bytes multipart_signed(View entity, View signature, std::string_view micalg) {
    const std::string boundary = boundary_for(entity, signature);
    Bytes out;
    append(out,
           "Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\";\r\n"
           " micalg=" +
               std::string(micalg) + "; boundary=\"" + boundary + "\"\r\n\r\n");
    append(out, "--" + boundary + "\r\n");
    append(out, entity);
    append(out, "\r\n--" + boundary + "\r\n");
    append_signature(out, signature);
    append(out, "\r\n--" + boundary + "--\r\n");
    return out;
}

Bytes pkcs7_mime(View cms, SmimeType type) {
    const SmimeName name = name_of(type);
    Bytes out;
    append(out, "Content-Type: application/pkcs7-mime; smime-type=" + std::string(name.type) +
                    ";\r\n name=\"" + std::string(name.file) + "\"\r\n");
    append(out,
           "Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename=\"" +
               std::string(name.file) + "\"\r\n\r\n");
    append(out, encode_base64_lines(cms));
    return out;
}

}  // namespace sealwright::mail
