// SPDX-License-Identifier: MPL-2.0
#include "keys/pkcs11/certificates.hpp"

#include "keys/pkcs11/key_search.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <set>

namespace sealwright::keys::pkcs11 {
namespace {

using Mechanisms = std::set<CK_MECHANISM_TYPE>;
constexpr CK_ULONG kMechanismsMost = 4'096;

Mechanisms mechanisms_of(const Session& session) {
    const Module& module = session.module();
    CK_ULONG count = 0;
    if (module->C_GetMechanismList(session.slot(), nullptr, &count) != CKR_OK) return {};
    std::vector<CK_MECHANISM_TYPE> list(std::min(count, kMechanismsMost));
    count = list.size();
    if (module->C_GetMechanismList(session.slot(), list.data(), &count) != CKR_OK) return {};
    list.resize(std::min<CK_ULONG>(count, list.size()));
    return {list.begin(), list.end()};
}

/// What the token's mechanisms would let a key of this kind do.
Abilities abilities_by(const Mechanisms& mechanisms, PublicKey::Kind kind) {
    const auto has = [&](CK_MECHANISM_TYPE mechanism) { return mechanisms.count(mechanism) != 0; };
    Abilities can;
    if (kind == PublicKey::Kind::rsa) {
        can.rsa_pkcs1 = can.rsa_decrypt = has(CKM_RSA_PKCS);
        can.rsa_pss = has(CKM_RSA_PKCS_PSS);
        can.rsa_oaep = has(CKM_RSA_PKCS_OAEP) || has(CKM_RSA_X_509);
    }
    if (kind == PublicKey::Kind::ec) {
        can.ecdsa = has(CKM_ECDSA);
        can.ecdh = has(CKM_ECDH1_DERIVE);
    }
    return can;
}

Abilities allowed_by(Abilities can, const Session& session, CK_OBJECT_HANDLE key) {
    const bool sign = session.flag(key, CKA_SIGN, true);
    const bool decrypt = session.flag(key, CKA_DECRYPT, true);
    can.rsa_pkcs1 = can.rsa_pkcs1 && sign;
    can.rsa_pss = can.rsa_pss && sign;
    can.ecdsa = can.ecdsa && sign;
    can.rsa_decrypt = can.rsa_decrypt && decrypt;
    can.rsa_oaep = can.rsa_oaep && decrypt;
    can.ecdh = can.ecdh && session.flag(key, CKA_DERIVE, true);
    return can;
}

/// One look at a token, with what all of its certificates need.
struct Look {
    const Session& session;
    const Token& token;
    bool locked;  ///< private objects do not show yet
    Mechanisms mechanisms;
    TokenKeys keys;
};

/// With private keys out of sight, others must do as evidence: NSS keeps strangers' certificates
/// too, and a public key object beside each private key; on cards it is the other way round.
bool has_hidden_key(const Look& look, const StoredCertificate& stored, X509& certificate,
                    const KeyMarks& marks) {
    if (look.token.keeps_strangers) return look.keys.has_public_key(marks);
    return !stored.id.empty() && X509_check_ca(&certificate) == 0;
}

void look_for_key(const Look& look, StoredCertificate& stored) {
    const auto* from = stored.der.data();
    const auto certificate =
        own_certificate(d2i_X509(nullptr, &from, static_cast<long>(stored.der.size())));
    ERR_clear_error();
    if (!certificate) return;
    const KeyMarks marks{stored.id, encoded_public_key(*certificate)};
    const auto key = look.keys.private_key(marks);
    const bool hidden = key == CK_INVALID_HANDLE && look.locked &&
                        has_hidden_key(look, stored, *certificate, marks);
    if (key == CK_INVALID_HANDLE && !hidden) return;
    stored.private_half = PrivateHalf::present;
    stored.abilities = abilities_by(look.mechanisms, read_public_key(marks.public_key).kind);
    if (!hidden) stored.abilities = allowed_by(stored.abilities, look.session, key);
}

}  // namespace

Result<std::vector<StoredCertificate>> list_certificates(const Session& session,
                                                         const Token& token) {
    CK_OBJECT_CLASS kind = CKO_CERTIFICATE;
    CK_CERTIFICATE_TYPE type = CKC_X_509;
    CK_ATTRIBUTE wanted[] = {{CKA_CLASS, &kind, sizeof kind},
                             {CKA_CERTIFICATE_TYPE, &type, sizeof type}};
    const auto logged_in = session.logged_in();
    if (!logged_in) return logged_in.error();
    const auto found = session.find(wanted);
    if (!found) return found.error();
    const Look look{session, token, token.has(CKF_LOGIN_REQUIRED) && !*logged_in,
                    mechanisms_of(session), TokenKeys(session)};
    std::vector<StoredCertificate> list;
    for (const auto object : *found) {
        StoredCertificate stored{
            session.attribute(object, CKA_VALUE), session.attribute(object, CKA_ID), {}, {}};
        if (stored.der.empty()) continue;
        look_for_key(look, stored);
        list.push_back(std::move(stored));
    }
    return list;
}

}  // namespace sealwright::keys::pkcs11
