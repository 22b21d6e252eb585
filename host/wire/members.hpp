// SPDX-License-Identifier: MPL-2.0
#pragma once

#include "base/result.hpp"
#include "wire/json.hpp"

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace sealwright::wire {

/// Largest integer that JavaScript holds exactly.
inline constexpr std::uint64_t kLargestNumber = (std::uint64_t{1} << 53) - 1;

/// The members of one JSON object, taken one by one. The first thing wrong is kept, and the value
/// given back then is empty: look at result() before using any of them.
class Members {
  public:
    /// `where` names the object in error texts.
    Members(const Json& object, std::string_view where);

    std::uint64_t number(std::string_view name);
    std::optional<std::uint64_t> number_if(std::string_view name);
    std::string text(std::string_view name);
    std::string text_if(std::string_view name);
    bool flag_if(std::string_view name);
    std::vector<std::string> texts(std::string_view name, std::size_t most);
    std::vector<std::string> texts_if(std::string_view name, std::size_t most);
    /// An object or array, or null when it is missing or of another type.
    const Json* object(std::string_view name);
    const Json* object_if(std::string_view name);
    const Json* array(std::string_view name, std::size_t most);

    /// Takes over what is wrong with a part of this object.
    void also(const Result<void>& part);
    void fail(ErrorCode code, std::string_view name, std::string_view why);
    /// An error when anything was wrong or a member was left over.
    [[nodiscard]] Result<void> result();

  private:
    enum class Need { must, may };
    const Json* find(std::string_view name, Need need);
    const Json* find(std::string_view name, Need need, Json::value_t type, const char* why);

    const Json& object_;
    std::string where_;
    std::set<std::string, std::less<>> taken_;
    std::optional<Error> error_;
};

}  // namespace sealwright::wire
