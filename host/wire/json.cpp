// SPDX-License-Identifier: MPL-2.0
#include "wire/json.hpp"

#include "base/limits.hpp"

#include <vector>

namespace sealwright::wire {
namespace {

/// Builds the value while the parser reads, and stops it at the first thing we do not take.
class StrictBuilder : public nlohmann::json_sax<Json> {
  public:
    explicit StrictBuilder(ParsedFrame& frame) : frame_(frame) {}

    bool null() override { return put(nullptr); }
    bool boolean(bool value) override { return put(value); }
    bool number_integer(number_integer_t value) override { return put(value); }
    bool number_unsigned(number_unsigned_t value) override {
        if (open_.size() == 1) note(value);
        return put(value);
    }
    bool number_float(number_float_t, const string_t&) override {
        return refuse("a number is not an integer");
    }
    bool string(string_t& value) override { return put(std::move(value)); }
    bool binary(binary_t&) override { return refuse("binary value"); }

    bool start_object(std::size_t) override { return open(Json::object()); }
    bool key(string_t& name) override {
        if (open_.back()->contains(name)) {
            if (open_.size() == 1 && name == "id") frame_.id.reset();
            return refuse("a member stands twice");
        }
        name_ = std::move(name);
        return true;
    }
    bool end_object() override { return close(); }
    bool start_array(std::size_t) override {
        if (open_.empty()) return refuse("the frame is not an object");
        return open(Json::array());
    }
    bool end_array() override { return close(); }

    bool parse_error(std::size_t position, const std::string&,
                     const nlohmann::detail::exception&) override {
        return refuse("not JSON at octet " + std::to_string(position));
    }

    Json take() { return std::move(root_); }

  private:
    /// Where the next value goes: into the innermost open object or array.
    Json* place(Json value) {
        if (open_.empty()) return &(root_ = std::move(value));
        if (open_.back()->is_array()) return &open_.back()->emplace_back(std::move(value));
        return &((*open_.back())[name_] = std::move(value));
    }
    bool put(Json value) {
        if (open_.empty()) return refuse("the frame is not an object");
        if (++values_ > limits::kJsonValues) return refuse("too many values");
        place(std::move(value));
        return true;
    }
    bool open(Json empty) {
        if (open_.size() == limits::kJsonDepth) return refuse("nested too deeply");
        if (++values_ > limits::kJsonValues) return refuse("too many values");
        open_.push_back(place(std::move(empty)));
        return true;
    }
    bool close() {
        open_.pop_back();
        return true;
    }
    void note(std::uint64_t value) {
        if (name_ == "id") frame_.id = value;
        if (name_ == "transfer") frame_.transfer = value;
    }
    bool refuse(std::string why) {
        frame_.why = std::move(why);
        return false;
    }

    ParsedFrame& frame_;
    Json root_;
    std::vector<Json*> open_;
    std::string name_;
    std::size_t values_ = 0;
};

}  // namespace

ParsedFrame parse_frame(View frame) {
    ParsedFrame parsed;
    StrictBuilder builder(parsed);
    if (Json::sax_parse(frame.begin(), frame.end(), &builder)) parsed.object = builder.take();
    return parsed;
}

std::string to_text(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace sealwright::wire
