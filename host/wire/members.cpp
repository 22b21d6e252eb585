// SPDX-License-Identifier: MPL-2.0
#include "wire/members.hpp"

#include "base/text.hpp"

namespace sealwright::wire {

Members::Members(const Json& object, std::string_view where) : object_(object), where_(where) {
    if (!object_.is_object()) fail(ErrorCode::request_malformed, "", "must be an object");
}

std::uint64_t Members::number(std::string_view name) {
    const Json* value = find(name, Need::must);
    if (!value) return 0;
    if (value->is_number_unsigned() && value->get<std::uint64_t>() <= kLargestNumber)
        return value->get<std::uint64_t>();
    fail(ErrorCode::request_malformed, name, "must be a whole number below 2^53");
    return 0;
}

std::optional<std::uint64_t> Members::number_if(std::string_view name) {
    if (!find(name, Need::may)) return std::nullopt;
    return number(name);
}

std::string Members::text(std::string_view name) {
    const Json* value = find(name, Need::must, Json::value_t::string, "must be a string");
    return value ? value->get<std::string>() : std::string();
}

std::string Members::text_if(std::string_view name) {
    const Json* value = find(name, Need::may, Json::value_t::string, "must be a string");
    return value ? value->get<std::string>() : std::string();
}

bool Members::flag_if(std::string_view name) {
    const Json* value = find(name, Need::may, Json::value_t::boolean, "must be true or false");
    return value && value->get<bool>();
}

std::vector<std::string> Members::texts(std::string_view name, std::size_t most) {
    std::vector<std::string> all;
    const Json* list = array(name, most);
    if (!list) return all;
    for (const Json& value : *list) {
        if (value.is_string())
            all.push_back(value.get<std::string>());
        else
            fail(ErrorCode::request_malformed, name, "must hold strings only");
    }
    return all;
}

std::vector<std::string> Members::texts_if(std::string_view name, std::size_t most) {
    if (!find(name, Need::may)) return {};
    return texts(name, most);
}

const Json* Members::object(std::string_view name) {
    return find(name, Need::must, Json::value_t::object, "must be an object");
}

const Json* Members::object_if(std::string_view name) {
    return find(name, Need::may, Json::value_t::object, "must be an object");
}

const Json* Members::array(std::string_view name, std::size_t most) {
    const Json* list = find(name, Need::must, Json::value_t::array, "must be an array");
    if (list && list->size() > most) {
        fail(ErrorCode::request_limit, name, "holds more than " + std::to_string(most));
        return nullptr;
    }
    return list;
}

void Members::also(const Result<void>& part) {
    if (!part && !error_) error_ = part.error();
}

void Members::fail(ErrorCode code, std::string_view name, std::string_view why) {
    if (error_) return;
    std::string what = where_;
    if (!name.empty()) what += (what.empty() ? "" : ".") + shown(name);
    error_ = Error{code, what + " " + std::string(why)};
}

Result<void> Members::result() {
    for (auto member = object_.begin(); !error_ && member != object_.end(); ++member) {
        if (taken_.count(member.key()) == 0)
            fail(ErrorCode::request_malformed, member.key(), "is not known");
    }
    if (error_) return *error_;
    return {};
}

const Json* Members::find(std::string_view name, Need need) {
    taken_.emplace(name);
    if (!object_.is_object()) return nullptr;
    const auto member = object_.find(name);
    if (member != object_.end()) return &*member;
    if (need == Need::must) fail(ErrorCode::request_malformed, name, "is missing");
    return nullptr;
}

const Json* Members::find(std::string_view name, Need need, Json::value_t type, const char* why) {
    const Json* value = find(name, need);
    if (!value || value->type() == type) return value;
    fail(ErrorCode::request_malformed, name, why);
    return nullptr;
}

}  // namespace sealwright::wire
