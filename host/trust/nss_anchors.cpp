// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "trust/builtin_module.hpp"
#include "trust/trust.hpp"

#include <array>
#include <glob.h>
#include <map>
#include <mutex>
#include <sys/stat.h>

namespace sealwright::trust {
namespace {

/// Where distributions and Mozilla put the module: multiarch and application folders alike.
constexpr std::array kPlaces = {
    "/usr/lib/libnssckbi.so",   "/usr/lib/*/libnssckbi.so",   "/usr/lib/*/nss/libnssckbi.so",
    "/usr/lib64/libnssckbi.so", "/usr/lib64/*/libnssckbi.so",
};

std::vector<std::string> installed_modules() {
    std::vector<std::string> files;
    glob_t matches{};
    int flags = 0;
    for (const char* place : kPlaces) {
        glob(place, flags, nullptr, &matches);
        flags = GLOB_APPEND;
    }
    for (std::size_t i = 0; i < matches.gl_pathc; ++i) files.emplace_back(matches.gl_pathv[i]);
    globfree(&matches);
    return files;
}

std::unique_ptr<BuiltinModule> newest_module() {
    std::unique_ptr<BuiltinModule> newest;
    for (const auto& file : installed_modules()) {
        auto module = BuiltinModule::load(file);
        if (module && (!newest || module->version() > newest->version())) {
            newest = std::move(module);
        }
    }
    return newest;
}

class NssAnchors : public AnchorSource {
  public:
    std::vector<Certificate> by_subject(const X509_NAME& subject) override {
        const std::lock_guard lock(mutex_);
        std::vector<Certificate> certificates;
        for (const auto& root : roots(subject)) certificates.push_back(root.certificate);
        return certificates;
    }

    /// An update of the package replaces a file; a module once loaded stays, so the version is
    /// that of the start.
    std::string version() const override { return version_; }

    std::optional<UnixTime> distrusted_after(const X509& certificate) override {
        const std::lock_guard lock(mutex_);
        for (const auto& root : roots(*X509_get_subject_name(&certificate))) {
            if (X509_cmp(root.certificate.get(), &certificate) == 0) return root.distrusted_after;
        }
        return std::nullopt;
    }

  private:
    const std::vector<BuiltinModule::Root>& roots(const X509_NAME& subject) {
        if (!searched_) module_ = newest_module();
        searched_ = true;
        // Names of unknown issuers come from mail: they must not fill the memory.
        if (known_.size() >= kKnownAtMost) known_.clear();
        auto [entry, missing] = known_.try_emplace(der_of(subject));
        if (missing && module_) entry->second = module_->email_roots(subject);
        return entry->second;
    }

    static constexpr std::size_t kKnownAtMost = 1'000;

    static std::string stamp() {
        std::string all;
        for (const auto& file : installed_modules()) {
            struct stat facts {};
            if (stat(file.c_str(), &facts) != 0) continue;
            all += file + ' ' + std::to_string(facts.st_size) + ' ' +
                   std::to_string(facts.st_mtim.tv_sec) + ' ';
        }
        return all;
    }

    std::string version_ = stamp();
    std::mutex mutex_;
    bool searched_ = false;
    std::unique_ptr<BuiltinModule> module_;
    std::map<Bytes, std::vector<BuiltinModule::Root>> known_;
};

}  // namespace

std::unique_ptr<AnchorSource> nss_builtin_anchors() {
    return std::make_unique<NssAnchors>();
}

}  // namespace sealwright::trust
