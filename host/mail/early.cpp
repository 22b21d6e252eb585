// SPDX-License-Identifier: MPL-2.0
#include "mail/early.hpp"

#include "base/limits.hpp"
#include "mail/content_type.hpp"
#include "mail/delimiter.hpp"
#include "mail/header.hpp"
#include "mail/scan.hpp"
#include "mail/structure.hpp"

#include <algorithm>
#include <array>

namespace sealwright::mail {
namespace {

struct HashName {
    std::string_view micalg;
    const char* evp;
};
constexpr std::array kHashes = {HashName{"sha-256", "SHA256"}, HashName{"sha-384", "SHA384"},
                                HashName{"sha-512", "SHA512"}};

// A micalg that is absent or odd says nothing; nearly all mail is signed over SHA-256.
const char* likely_hash(const Entity& multipart) {
    const std::string named = micalg(multipart);
    for (const HashName& hash : kHashes) {
        if (hash.micalg == named) return hash.evp;
    }
    return "SHA256";
}

MdCtxPtr start(const char* name) {
    const MdPtr md(EVP_MD_fetch(nullptr, name, nullptr));
    MdCtxPtr context(EVP_MD_CTX_new());
    if (!md || !context || EVP_DigestInit_ex2(context.get(), md.get(), nullptr) != 1)
        return nullptr;
    return context;
}

std::optional<Bytes> finish(EVP_MD_CTX* context) {
    Bytes out(EVP_MAX_MD_SIZE);
    unsigned size = 0;
    if (!context || EVP_DigestFinal_ex(context, out.data(), &size) != 1) return std::nullopt;
    out.resize(size);
    return out;
}

bool feed(EVP_MD_CTX* context, View bytes) {
    return EVP_DigestUpdate(context, bytes.data(), bytes.size()) == 1;
}

/// Whether `line`, whose end has not arrived, may still turn out to be a delimiter.
bool is_undecided(std::string_view line, std::string_view boundary) {
    if (starts_like_delimiter(line, boundary)) return true;
    return starts_like_delimiter("--" + std::string(boundary), line.substr(2)) &&
           line.size() < boundary.size() + 2;
}

}  // namespace

EarlyDigest::EarlyDigest() : whole_(start("SHA256")) {}

void EarlyDigest::update(View bytes) {
    const View news = bytes.subspan(whole_end_);
    if (whole_ && !feed(whole_.get(), news)) whole_.reset();
    whole_end_ = bytes.size();
    while (advance(bytes)) {
    }
}

std::optional<Bytes> EarlyDigest::whole_sha256() {
    return finish(whole_.get());
}

std::optional<Bytes> EarlyDigest::digest(Range range, const char* evp_name) const {
    if (!digest_ || range != range_) return std::nullopt;
    if (!EVP_MD_is_a(EVP_MD_CTX_get0_md(part_.get()), evp_name)) return std::nullopt;
    return digest_;
}

bool EarlyDigest::advance(View bytes) {
    switch (state_) {
        case State::header:
            return read_header(bytes);
        case State::preamble:
            return find_part(bytes);
        case State::part:
            return hash_part(bytes);
        case State::done:
            return false;
    }
    return false;
}

bool EarlyDigest::read_header(View bytes) {
    while (from_ < bytes.size() && from_ <= limits::kHeaderBytes) {
        const std::size_t next = next_line(bytes, from_, bytes.size());
        if (bytes[next - 1] != '\n') return false;
        if (line_text(bytes, from_, next).empty()) {
            const Range header{message_begin(bytes), from_};
            from_ = next - 1;
            state_ = recognise(bytes, header) ? State::preamble : State::done;
            return true;
        }
        from_ = next;
    }
    if (from_ > limits::kHeaderBytes) state_ = State::done;
    return false;
}

bool EarlyDigest::recognise(View bytes, Range header) {
    auto block = read_fields(bytes, header);
    if (!block) return false;
    Entity root;
    root.fields = std::move(block->fields);
    const Field* field = root.field("Content-Type");
    const auto type = field ? parse_content_type(field->value) : std::nullopt;
    if (!type || !type->is("multipart/signed")) return false;
    root.type = *type;
    boundary_ = type->parameter("boundary").value_or("");
    part_ = start(likely_hash(root));
    return !boundary_.empty() && part_;
}

/// The next line that is, or may yet become, a delimiter. `from_` is where to look next time.
EarlyDigest::Line EarlyDigest::next_delimiter(View bytes) {
    for (;;) {
        Oddities ignored;
        const std::size_t line = find_dash_line(bytes, from_, ignored);
        if (line == bytes.size()) {
            // "\n-" at the end may be the start of one.
            from_ = std::max(from_, bytes.size() - std::min<std::size_t>(bytes.size(), 2));
            return {Seen::nothing, bytes.size() - std::min<std::size_t>(bytes.size(), 3), 0};
        }
        from_ = line - 1;
        const std::size_t next = next_line(bytes, line, bytes.size());
        if (bytes[next - 1] != '\n' && is_undecided(line_text(bytes, line, next), boundary_)) {
            return {Seen::nothing, line, next};
        }
        const LineRole role = line_role(line_text(bytes, line, next), boundary_);
        if (role == LineRole::delimiter) return {Seen::delimiter, line, next};
        if (role == LineRole::closing) return {Seen::closing, line, next};
        from_ = line;
    }
}

bool EarlyDigest::find_part(View bytes) {
    const Line line = next_delimiter(bytes);
    if (line.seen == Seen::nothing) return false;
    state_ = line.seen == Seen::delimiter ? State::part : State::done;
    range_.begin = range_.end = line.next;
    from_ = line.next - 1;
    return true;
}

/// `range_.end` is how far the part is hashed; the break before a delimiter is not part of it.
bool EarlyDigest::hash_part(View bytes) {
    const Line line = next_delimiter(bytes);
    std::size_t end = std::max(line.begin, range_.begin);
    if (line.next != 0) end = before_line_break(bytes, end, range_.begin);
    if (end > range_.end) {
        if (!feed(part_.get(), Range{range_.end, end}.of(bytes))) state_ = State::done;
        range_.end = end;
    }
    if (line.seen == Seen::nothing || state_ == State::done) return false;
    digest_ = finish(part_.get());
    state_ = State::done;
    return false;
}

}  // namespace sealwright::mail
