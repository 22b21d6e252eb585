// SPDX-License-Identifier: MPL-2.0
#include "wire/answer.hpp"

#include "base/text.hpp"

namespace sealwright::wire {

View Answer::Body::view() const {
    if (const auto* secret = std::get_if<SecretBytes>(&bytes)) return secret->view();
    return std::get<Bytes>(bytes);
}

Json error_object(const Error& error) {
    const auto code = static_cast<std::size_t>(error.code);
    std::string text(kErrorTexts[code]);
    if (!error.detail.empty()) text += " (" + shown(error.detail) + ")";
    Json args = Json::array();
    for (const std::string& arg : error.args) args.push_back(shown(arg));
    return {{"code", word(error.code)},
            {"text", text},
            {"args", std::move(args)},
            {"retry", kErrorRetries[code]}};
}

std::string answer_frame(std::uint64_t id, const Json& object) {
    return R"({"id":)" + std::to_string(id) + R"(,"ok":)" + to_text(object) + "}";
}

std::string waiting_frame(std::uint64_t id, bool for_person) {
    return R"({"id":)" + std::to_string(id) + R"(,"waiting":)" +
           (for_person ? R"("person"})" : R"("no"})");
}

std::string sent_frame(std::uint64_t id, std::size_t octets) {
    return R"({"id":)" + std::to_string(id) + R"(,"sent":)" + std::to_string(octets) + "}";
}

std::string error_frame(std::optional<std::uint64_t> id, const Error& error) {
    return R"({"id":)" + (id ? std::to_string(*id) : "null") + R"(,"error":)" +
           to_text(error_object(error)) + "}";
}

}  // namespace sealwright::wire
