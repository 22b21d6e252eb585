// SPDX-License-Identifier: MPL-2.0
#include "keys/file/file_store.hpp"

#include "base/certificate.hpp"
#include "base/context.hpp"
#include "base/file.hpp"
#include "base/limits.hpp"
#include "base/mapped_file.hpp"
#include "base/paths.hpp"
#include "base/text.hpp"

#include <openssl/pem.h>

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>

namespace sealwright::keys {
namespace {

namespace fs = std::filesystem;

/// Sorted, so that listings are the same every time.
std::vector<fs::path> files_with(const fs::path& folder, const char* extension) {
    std::vector<fs::path> found;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.path().extension() == extension) found.push_back(entry.path());
    }
    std::sort(found.begin(), found.end());
    return found;
}

fs::path beside(fs::path file, const char* extension) {
    return file.replace_extension(extension);
}

std::string pem_of(const std::vector<Certificate>& certificates) {
    const BioPtr out(BIO_new(BIO_s_mem()));
    for (const auto& certificate : certificates) PEM_write_bio_X509(out.get(), certificate.get());
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

bool fits_in_a_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_' ||
           c == '@';
}

/// "anna@example.org-1f2e3d4c": for people, and never the same for two certificates.
std::string file_name(X509& certificate) {
    std::string name;
    STACK_OF(OPENSSL_STRING)* addresses = X509_get1_email(&certificate);
    if (sk_OPENSSL_STRING_num(addresses) > 0) name = sk_OPENSSL_STRING_value(addresses, 0);
    X509_email_free(addresses);
    name = lower_ascii(name).substr(0, 64);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return !fits_in_a_name(c); }, '_');
    const Bytes print = fingerprint(certificate);
    return name + "-" + hex(as_text(View(print).first(4)));
}

std::string subject_of(const Certificate& certificate) {
    const BioPtr out(BIO_new(BIO_s_mem()));
    X509_NAME_print_ex(out.get(), X509_get_subject_name(certificate.get()), 0,
                       XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    return shown({text, static_cast<std::size_t>(size)});
}

bool has_a_readable_key(const Certificate& certificate) {
    return X509_get0_pubkey(certificate.get()) != nullptr;
}

}  // namespace

fs::path FileStore::user_folder() {
    return fs::path(user_data_folder()) / "identities";
}

FileStore::FileStore(fs::path folder, std::shared_ptr<PinPrompt> prompt, Clock clock)
    : folder_(std::move(folder)), prompt_(std::move(prompt)), clock_(std::move(clock)) {}

Result<Inventory> FileStore::list(const std::stop_token&) {
    auto exists = folder_is_private();
    if (!exists) return exists.error();
    Inventory inventory;
    if (!*exists) return inventory;
    for (const auto& pem : files_with(folder_, ".pem")) list_described(pem, inventory);
    for (const auto& pkcs12 : files_with(folder_, ".p12")) {
        if (!fs::exists(beside(pkcs12, ".pem"))) list_open(pkcs12, inventory);
    }
    forget_all_but(inventory);
    return inventory;
}

Result<std::vector<Identity>> FileStore::import_pkcs12(View file, View old_password,
                                                       View new_password) {
    OSSL_LIB_CTX* old = legacy_context();
    auto contents = read_pkcs12(file, old_password, old ? old : plain_context());
    if (!contents) return contents.error();
    if (contents->pairs.empty()) {
        return Error{ErrorCode::key_none, "the file holds no certificate with its key"};
    }
    auto made = make_private_folder(folder_.string());
    if (!made) return made.error();
    auto exists = folder_is_private();
    if (!exists) return exists.error();
    std::vector<Identity> identities;
    for (const auto& pair : contents->pairs) {
        auto kept = keep(pair, contents->others, new_password);
        if (!kept) return kept.error();
        identities.push_back(std::move(*kept));
    }
    return identities;
}

/// False when there is no folder at all.
Result<bool> FileStore::folder_is_private() const {
    struct stat status {};
    if (::stat(folder_.c_str(), &status) != 0) {
        if (errno == ENOENT) return false;
        return file_error("cannot open " + folder_.string());
    }
    if (status.st_uid == ::geteuid() && !(status.st_mode & (S_IWGRP | S_IWOTH))) return true;
    return file_problem(folder_.string() +
                        " can be changed by others, so its keys are not used; make it yours alone "
                        "(chmod 700)");
}

void FileStore::list_described(const fs::path& pem, Inventory& inventory) {
    auto file = MappedFile::open(pem.string(), limits::kPkcs12Bytes);
    auto certificates = file ? read_certificates(file->view()) : std::vector<Certificate>{};
    if (certificates.empty() || !has_a_readable_key(certificates.front())) {
        inventory.skipped.push_back({shown(pem.filename().string()), name(), "not readable"});
        return;
    }
    const Certificate leaf = certificates.front();
    const fs::path pkcs12 = beside(pem, ".p12");
    if (!fs::exists(pkcs12)) {
        inventory.skipped.push_back({subject_of(leaf), name(), "no private key"});
        return;
    }
    certificates.erase(certificates.begin());
    inventory.identities.push_back(identity(pkcs12, leaf, std::move(certificates)));
}

void FileStore::list_open(const fs::path& pkcs12, Inventory& inventory) {
    const std::string shown_name = shown(pkcs12.filename().string());
    auto file = MappedFile::open(pkcs12.string(), limits::kPkcs12Bytes);
    auto contents =
        file ? read_pkcs12(file->view(), {}, plain_context(), limits::kPkcs12OpenIterations)
             : file.error();
    if (!contents) {
        const bool locked = means_password(contents.error());
        inventory.skipped.push_back(
            {shown_name, name(), locked ? "has a password; import it" : "not readable"});
        return;
    }
    if (contents->pairs.empty()) {
        inventory.skipped.push_back({shown_name, name(), "no private key"});
    }
    for (const auto& pair : contents->pairs) {
        inventory.identities.push_back(identity(pkcs12, pair.certificate, contents->others));
    }
}

Result<Identity> FileStore::keep(const KeyPair& pair, const std::vector<Certificate>& chain,
                                 View password) {
    auto made = make_pkcs12(pair, chain, password);
    if (!made) return made.error();
    const fs::path pkcs12 = folder_ / (file_name(*pair.certificate) + ".p12");
    auto written = write_file_by_rename(pkcs12.string(), *made);
    if (!written) return written.error();
    std::vector<Certificate> all = {pair.certificate};
    all.insert(all.end(), chain.begin(), chain.end());
    written = write_file_by_rename(beside(pkcs12, ".pem").string(), as_view(pem_of(all)));
    if (!written) return written.error();
    return identity(pkcs12, pair.certificate, chain);
}

Identity FileStore::identity(const fs::path& pkcs12, Certificate certificate,
                             std::vector<Certificate> chain) {
    auto own = key(pkcs12, certificate);
    return {std::move(certificate), std::move(chain), std::move(own), name()};
}

std::shared_ptr<FileKey> FileStore::key(const fs::path& pkcs12, const Certificate& certificate) {
    const std::lock_guard lock(mutex_);
    auto& known = keys_[{pkcs12.string(), fingerprint(*certificate)}];
    if (!known) known = std::make_shared<FileKey>(pkcs12, certificate, prompt_, clock_);
    return known;
}

/// A key whose file is gone is not kept unlocked.
void FileStore::forget_all_but(const Inventory& inventory) {
    const auto listed = [&inventory](const auto& entry) {
        return std::any_of(inventory.identities.begin(), inventory.identities.end(),
                           [&](const Identity& each) { return each.key == entry.second; });
    };
    const std::lock_guard lock(mutex_);
    std::erase_if(keys_, [&](const auto& entry) { return !listed(entry); });
}

}  // namespace sealwright::keys
