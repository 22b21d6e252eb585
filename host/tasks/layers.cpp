// SPDX-License-Identifier: MPL-2.0
#include "tasks/layers.hpp"

#include "base/limits.hpp"
#include "mail/structure.hpp"
#include "mail/transfer.hpp"
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
            if (out_.layers.size() <= limits::kCryptoLayers) continue;
            out_.findings.fail(Check::V_01, Reason::mail_too_many_layers);
            return;
        }
    }

  private:
    /// Goes one layer inwards; false when the Payload is reached or the way is barred.
    bool enter(mail::LayerKind kind) {
        switch (kind) {
            case mail::LayerKind::multipart_signed:
                return enter_multipart_signed();
            case mail::LayerKind::pkcs7_mime:
                return enter_pkcs7_mime();
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
        Bytes cms = mail::decoded_body(*out_.message, *parts->signature);
        Result<cms::SignedData> data = cms::verify(cms, digest_of(parts->content->whole));
        if (!data) return add_unreadable();
        out_.layers.emplace_back(SigningLayer{std::move(data).value()});
        out_.payload = parts->content;
        return true;
    }

    bool enter_pkcs7_mime() {
        SecretBytes encoded = mail::secret_body(*out_.message, *out_.payload);
        View cms = encoded.view();
        Result<cms::Content> content = cms::content_of(cms);
        if (!content) return add_unreadable();
        switch (*content) {
            case cms::Content::signed_data:
                return enter_opaque(cms);
            case cms::Content::enveloped_data:
            case cms::Content::auth_enveloped_data:
                return enter_encrypted(cms);
            case cms::Content::compressed_data:
                out_.findings.note(Check::V_03, Reason::cms_compressed);
                return false;
            case cms::Content::data:
            case cms::Content::other:
                return add_unreadable();
        }
        return false;
    }

    bool enter_opaque(View cms) {
        out_.findings.pass(Check::V_05);  // that rule is about multipart/signed
        Result<cms::SignedData> data = cms::verify(cms, nullptr);
        if (!data) return add_unreadable();
        std::optional<Bytes> content = std::move(data->content);
        out_.layers.emplace_back(SigningLayer{std::move(data).value()});
        if (!content) return false;
        return step_into(out_.opaque.emplace_back(std::move(*content)));
    }

    bool enter_encrypted(View cms) {
        if (encrypting_layers() == limits::kEncryptingLayers) {
            out_.findings.fail(Check::V_01, Reason::mail_too_many_layers);
            out_.layers.emplace_back(EncryptingLayer{{}, Encryption::refused});
            return false;
        }
        Result<cms::Envelope> envelope = cms::inspect(cms);
        EncryptingLayer layer;
        if (!envelope) {
            out_.findings.fail(Check::V_31, Reason::cms_malformed);
            layer.outcome = Encryption::refused;
            out_.layers.emplace_back(std::move(layer));
            return false;
        }
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

    bool add_unreadable() {
        out_.layers.emplace_back(SigningLayer{{}, false});
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
