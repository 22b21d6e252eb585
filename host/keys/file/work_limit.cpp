// SPDX-License-Identifier: MPL-2.0
#include "keys/file/work_limit.hpp"

#include "base/file.hpp"

#include <openssl/objects.h>

namespace sealwright::keys {
namespace {

using PbePtr = std::unique_ptr<PBEPARAM, FreeWith<PBEPARAM_free>>;
using Pbe2Ptr = std::unique_ptr<PBE2PARAM, FreeWith<PBE2PARAM_free>>;
using Pbkdf2Ptr = std::unique_ptr<PBKDF2PARAM, FreeWith<PBKDF2PARAM_free>>;

Error damaged() {
    take_openssl_errors();
    return file_problem("the file's encryption cannot be read; export it again");
}

int method_of(const X509_ALGOR& algorithm) {
    const ASN1_OBJECT* object = nullptr;
    X509_ALGOR_get0(&object, nullptr, nullptr, &algorithm);
    return OBJ_obj2nid(object);
}

template <class Parameters>
Parameters* unpacked(const X509_ALGOR& algorithm, const ASN1_ITEM* item) {
    return static_cast<Parameters*>(ASN1_TYPE_unpack_sequence(item, algorithm.parameter));
}

}  // namespace

Result<void> WorkLimit::spend(const ASN1_INTEGER* iterations) {
    std::int64_t count = 0;
    if (ASN1_INTEGER_get_int64(&count, iterations) != 1 || count < 1 || count > left_) {
        take_openssl_errors();
        return Error{ErrorCode::request_limit,
                     "opening the file would take longer than this program allows; export it again "
                     "with fewer iterations"};
    }
    left_ -= count;
    return {};
}

Result<void> WorkLimit::spend(const X509_ALGOR& encryption) {
    if (method_of(encryption) == NID_pbes2) return spend_pbes2(encryption);
    // All others that OpenSSL has take the parameters of PKCS#5 version 1.
    const PbePtr parameters(unpacked<PBEPARAM>(encryption, ASN1_ITEM_rptr(PBEPARAM)));
    return parameters ? spend(parameters->iter) : damaged();
}

Result<void> WorkLimit::spend_pbes2(const X509_ALGOR& encryption) {
    const Pbe2Ptr scheme(unpacked<PBE2PARAM>(encryption, ASN1_ITEM_rptr(PBE2PARAM)));
    if (!scheme) return damaged();
    if (method_of(*scheme->keyfunc) != NID_id_pbkdf2) {
        return Error{ErrorCode::key_unsupported,
                     "the file's password is not used with PBKDF2; export it again with AES-256"};
    }
    const Pbkdf2Ptr derivation(
        unpacked<PBKDF2PARAM>(*scheme->keyfunc, ASN1_ITEM_rptr(PBKDF2PARAM)));
    return derivation ? spend(derivation->iter) : damaged();
}

}  // namespace sealwright::keys
