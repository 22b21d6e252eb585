// SPDX-License-Identifier: MPL-2.0
#include "tasks/layers.hpp"

#include "base/limits.hpp"
#include "mail/structure.hpp"
#include "tasks/cms_part.hpp"
#include "tasks/opening.hpp"

#include <algorithm>

namespace sealwright::tasks {
namespace {

using verdict::Encryption;

/// One walk over one message; `walk` is the whole of it.
class Walk {
  public:
    Walk(Layers& layers, const ReadOptions& options, const Services& services)
        : out_(layers), options_(options), services_(services) {}

    void walk() {
        while (enter(mail::layer_kind(*out_.payload))) {
        }
    }

  private:
    /// Goes one layer inwards; false when the Payload is reached or the way is barred. No key is
    /// used for a layer that is one too many.
    bool enter(mail::LayerKind kind) {
        const bool full = out_.layers.size() == limits::kCryptoLayers;
        switch (kind) {
            case mail::LayerKind::multipart_signed:
                return full ? add_beyond(Reason::mail_too_many_layers) : enter_multipart_signed();
            case mail::LayerKind::pkcs7_mime:
                if (!full) return enter_pkcs7_mime();
                return claims_encryption(*out_.payload)
                           ? add_refused(Check::V_01, Reason::mail_too_many_layers)
                           : add_beyond(Reason::mail_too_many_layers);
            case mail::LayerKind::pkcs7_signature:
            case mail::LayerKind::none:
                return false;
        }
        return false;
    }

    bool enter_multipart_signed() {
        const mail::Entity& multipart = *out_.payload;
        auto parts = mail::signed_parts(multipart, out_.findings);
        if (!parts) return add_unreadable();
        const auto cms = cms_object(*out_.message, *parts->signature);
        if (!cms) return add_beyond(Reason::mail_limit);
        if (!add_verified(cms->view(), digest_of(parts->content->whole))) return false;
        out_.payload = parts->content;
        return true;
    }

    bool enter_pkcs7_mime() {
        const mail::Entity& part = *out_.payload;
        const auto object = cms_object(*out_.message, part);
        if (!object)
            return claims_encryption(part) ? add_refused(Check::V_01, Reason::mail_limit)
                                           : add_beyond(Reason::mail_limit);
        const View cms = object->view();
        const Result<cms::Content> content = cms::content_of(cms);
        if (!content)
            return claims_encryption(part) ? add_refused(Check::V_31, Reason::cms_malformed)
                                           : add_unreadable();
        switch (*content) {
            case cms::Content::signed_data:
                return enter_opaque(cms);
            case cms::Content::enveloped_data:
            case cms::Content::auth_enveloped_data:
                return enter_encrypted(cms);
            case cms::Content::compressed_data:
                return enter_compressed();
            case cms::Content::data:
            case cms::Content::other:
                return add_unsupported(Reason::cms_wrong_content_type);
        }
        return false;
    }

    bool enter_opaque(View cms) {
        out_.findings.pass(Check::V_05);  // that rule is about multipart/signed
        SigningLayer* layer = add_verified(cms, nullptr);
        if (!layer || !layer->data.content) return false;
        return step_into(out_.opaque.emplace_back(std::move(*layer->data.content)).view());
    }

    /// Compression is no layer (B.3), and we have none to undo: what stands around it counts.
    bool enter_compressed() {
        if (out_.layers.empty()) return add_unsupported(Reason::cms_compressed);
        out_.findings.note(Check::V_03, Reason::cms_compressed);
        return false;
    }

    bool enter_encrypted(View cms) {
        if (encrypting_layers() == limits::kEncryptingLayers)
            return add_refused(Check::V_01, Reason::mail_too_many_layers);
        Result<cms::Envelope> envelope = cms::inspect(cms);
        if (!envelope) return add_refused(Check::V_31, Reason::cms_malformed);
        EncryptingLayer layer;
        layer.envelope = std::move(envelope).value();
        out_.findings.add(layer.envelope.findings);
        Opening opening = open_envelope(cms, layer.envelope, options_, services_);
        layer.outcome = opening.outcome;
        out_.findings.add(opening.findings);
        if (opening.error) out_.key_error = opening.error;
        out_.layers.emplace_back(std::move(layer));
        if (!opening.plaintext) return false;
        return step_into(out_.plain.emplace_back(std::move(*opening.plaintext)).view());
    }

    /// The layer of a SignedData as far as it could be read; null, with the way barred, when it
    /// could not.
    SigningLayer* add_verified(View cms, const cms::ContentDigest& detached) {
        Result<cms::SignedData> data = cms::verify(cms, detached);
        if (data)
            return &std::get<SigningLayer>(
                out_.layers.emplace_back(SigningLayer{std::move(data).value()}));
        if (data.error().code == ErrorCode::mail_limit)
            add_beyond(Reason::mail_limit);
        else
            add_unreadable();
        return nullptr;
    }

    /// Makes the entity in `bytes` the payload; bytes that are none end the walk.
    bool step_into(View bytes) {
        Result<mail::Message> inner = mail::parse_entity(bytes);
        if (!inner) {
            out_.findings.fail(Check::V_01, Reason::mail_limit);
            return false;
        }
        out_.message = &out_.messages.emplace_back(std::move(inner).value());
        out_.payload = &out_.message->root;
        out_.findings.add(out_.message->findings);
        return true;
    }

    // What bars the way: each notes the layer that stands there and why it was not entered.

    bool add_unreadable() {
        SigningLayer layer;
        layer.data.findings.fail(Check::V_06, Reason::cms_malformed);
        out_.layers.emplace_back(std::move(layer));
        return false;
    }

    bool add_unsupported(Reason reason) {
        SigningLayer layer;
        layer.data.findings.unknown(Check::V_07, reason);
        out_.layers.emplace_back(std::move(layer));
        return false;
    }

    bool add_beyond(Reason reason) {
        out_.findings.fail(Check::V_01, reason);
        out_.layers.emplace_back(SigningLayer{});
        return false;
    }

    bool add_refused(Check check, Reason reason) {
        out_.findings.fail(check, reason);
        out_.layers.emplace_back(EncryptingLayer{{}, Encryption::refused});
        return false;
    }

    /// Digests of a part, taken from what was computed on arrival when that is the very range.
    cms::ContentDigest digest_of(Range range) {
        View bytes = out_.message->bytes;
        bool outermost = out_.messages.size() == 1;
        return [this, range, bytes, outermost](const char* algorithm, bool canonical) {
            if (!canonical && outermost && options_.known.of_range) {
                if (auto known = options_.known.of_range(range, algorithm)) return *known;
            }
            return cms::digest_of(range.of(bytes))(algorithm, canonical);
        };
    }

    std::size_t encrypting_layers() const {
        auto encrypting = [](const Layer& layer) {
            return std::holds_alternative<EncryptingLayer>(layer);
        };
        return static_cast<std::size_t>(
            std::count_if(out_.layers.begin(), out_.layers.end(), encrypting));
    }

    Layers& out_;
    const ReadOptions& options_;
    const Services& services_;
};

}  // namespace

const SigningLayer* Layers::deciding() const {
    const SigningLayer* innermost = nullptr;
    for (const Layer& layer : layers) innermost = std::get_if<SigningLayer>(&layer);
    return innermost;
}

bool Layers::reached_payload() const {
    return payload != &messages.front().root && mail::layer_kind(*payload) == mail::LayerKind::none;
}

bool Layers::may_be_released() const {
    const auto is_closed = [](const Layer& layer) {
        const auto* encrypting = std::get_if<EncryptingLayer>(&layer);
        return encrypting && encrypting->outcome != Encryption::opened;
    };
    return !has_encrypting() ||
           (findings.passed(Check::V_01) && std::none_of(layers.begin(), layers.end(), is_closed));
}

bool Layers::has_signing() const {
    return std::any_of(layers.begin(), layers.end(), [](const Layer& layer) {
        return std::holds_alternative<SigningLayer>(layer);
    });
}

bool Layers::has_encrypting() const {
    return std::any_of(layers.begin(), layers.end(), [](const Layer& layer) {
        return std::holds_alternative<EncryptingLayer>(layer);
    });
}

Layers open_layers(mail::Message message, const ReadOptions& options, const Services& services) {
    Layers layers;
    layers.findings = message.findings;
    layers.message = &layers.messages.emplace_back(std::move(message));
    layers.payload = &layers.message->root;
    Walk(layers, options, services).walk();
    layers.findings.pass(Check::V_03);
    return layers;
}

}  // namespace sealwright::tasks
