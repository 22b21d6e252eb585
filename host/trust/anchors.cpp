// SPDX-License-Identifier: MPL-2.0
#include "base/certificate.hpp"
#include "base/digest.hpp"
#include "base/mapped_file.hpp"
#include "base/text.hpp"
#include "trust/trust.hpp"

#include <algorithm>
#include <filesystem>
#include <mutex>
#include <sys/stat.h>

namespace sealwright::trust {
namespace {

class FixedAnchors : public AnchorSource {
  public:
    explicit FixedAnchors(std::vector<Certificate> roots) : roots_(std::move(roots)) {
        Bytes all;
        for (const auto& root : roots_) append(all, fingerprint(*root));
        version_ = hex(as_text(sha256(all)));
    }

    std::vector<Certificate> by_subject(const X509_NAME& subject) override {
        std::vector<Certificate> found;
        for (const auto& root : roots_) {
            if (X509_NAME_cmp(X509_get_subject_name(root.get()), &subject) == 0) {
                found.push_back(root);
            }
        }
        return found;
    }
    std::string version() const override { return version_; }

  private:
    std::vector<Certificate> roots_;
    std::string version_;
};

/// The files of a folder as they are now; changes when one is added, replaced or removed.
struct Listing {
    std::vector<std::string> files;
    std::string stamp;
};

Listing list_folder(const std::string& folder) {
    Listing listing;
    std::error_code gone;
    for (std::filesystem::directory_iterator entry(folder, gone), end; entry != end;
         entry.increment(gone)) {
        listing.files.push_back(entry->path().string());
    }
    std::sort(listing.files.begin(), listing.files.end());
    for (const auto& file : listing.files) {
        struct stat facts {};
        if (stat(file.c_str(), &facts) != 0) continue;
        listing.stamp += file + ' ' + std::to_string(facts.st_size) + ' ' +
                         std::to_string(facts.st_mtim.tv_sec) + '.' +
                         std::to_string(facts.st_mtim.tv_nsec) + '\n';
    }
    return listing;
}

class DirectoryAnchors : public AnchorSource {
  public:
    explicit DirectoryAnchors(std::string path) : path_(std::move(path)) {}

    std::vector<Certificate> by_subject(const X509_NAME& subject) override {
        const Listing now = list_folder(path_);
        const std::lock_guard lock(mutex_);
        if (!loaded_ || stamp_ != now.stamp) load(now);
        return loaded_->by_subject(subject);
    }
    std::string version() const override {
        return hex(as_text(sha256(as_view(list_folder(path_).stamp))));
    }

  private:
    void load(const Listing& listing) {
        std::vector<Certificate> roots;
        for (const auto& file : listing.files) {
            // A file that cannot be read holds no anchor; `doctor` is where it is reported.
            const auto contents = MappedFile::open(file, kFileAtMost);
            if (!contents) continue;
            for (auto& root : read_certificates(contents->view())) roots.push_back(root);
        }
        loaded_ = std::make_unique<FixedAnchors>(std::move(roots));
        stamp_ = listing.stamp;
    }

    /// A bundle of all public roots has a quarter of this.
    static constexpr std::size_t kFileAtMost = std::size_t{1} << 20;

    std::string path_;
    std::mutex mutex_;
    std::unique_ptr<FixedAnchors> loaded_;
    std::string stamp_;
};

class AllAnchors : public AnchorSource {
  public:
    explicit AllAnchors(std::vector<std::unique_ptr<AnchorSource>> sources)
        : sources_(std::move(sources)) {}

    std::vector<Certificate> by_subject(const X509_NAME& subject) override {
        std::vector<Certificate> all;
        for (const auto& source : sources_) {
            for (auto& root : source->by_subject(subject)) all.push_back(root);
        }
        return all;
    }
    std::string version() const override {
        std::string all;
        for (const auto& source : sources_) all += source->version() + ' ';
        return hex(as_text(sha256(as_view(all))));
    }
    std::optional<UnixTime> distrusted_after(const X509& root) override {
        std::optional<UnixTime> earliest;
        for (const auto& source : sources_) {
            const auto date = source->distrusted_after(root);
            if (date && (!earliest || *date < *earliest)) earliest = date;
        }
        return earliest;
    }

  private:
    std::vector<std::unique_ptr<AnchorSource>> sources_;
};

}  // namespace

std::optional<UnixTime> AnchorSource::distrusted_after(const X509& root) {
    static_cast<void>(root);
    return std::nullopt;
}

std::unique_ptr<AnchorSource> fixed_anchors(std::vector<Certificate> roots) {
    return std::make_unique<FixedAnchors>(std::move(roots));
}

std::unique_ptr<AnchorSource> directory_anchors(std::string path) {
    return std::make_unique<DirectoryAnchors>(std::move(path));
}

std::unique_ptr<AnchorSource> all_of(std::vector<std::unique_ptr<AnchorSource>> sources) {
    return std::make_unique<AllAnchors>(std::move(sources));
}

}  // namespace sealwright::trust
