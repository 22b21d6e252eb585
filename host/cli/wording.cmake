# SPDX-License-Identifier: MPL-2.0
# extension/_locales/en/messages.json -> wording_table.hpp: the command line and the clients say
# the same sentences. cmake -DINPUT=messages.json -DOUTPUT=wording_table.hpp -P wording.cmake
cmake_minimum_required(VERSION 3.25)
file(READ ${INPUT} json)
string(JSON count LENGTH "${json}")
math(EXPR last "${count} - 1")
set(rows "")
foreach(i RANGE ${last})
  string(JSON key MEMBER "${json}" ${i})
  string(JSON text GET "${json}" ${key} message)
  string(REPLACE "\\" "\\\\" text "${text}")
  string(REPLACE "\"" "\\\"" text "${text}")
  string(REPLACE "\n" "\\n" text "${text}")
  string(APPEND rows "    {\"${key}\", \"${text}\"},\n")
endforeach()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT "// Generated from _locales/en/messages.json.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace sealwright::cli {

inline constexpr std::array<std::pair<std::string_view, std::string_view>, @count@> kWording = {{
@rows@}};

}  // namespace sealwright::cli
")
