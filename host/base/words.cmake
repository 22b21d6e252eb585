# SPDX-License-Identifier: MPL-2.0
cmake_minimum_required(VERSION 3.25)
# words.json -> words.hpp: every word that travels between host and clients, as an enum and a table.
# extension/build.mjs makes the TypeScript from the same file.
# cmake -DINPUT=words.json -DOUTPUT=words.hpp -P words.cmake
file(READ ${INPUT} json)
set(body "")
string(JSON kinds LENGTH "${json}")
math(EXPR last_kind "${kinds} - 1")
foreach(k RANGE ${last_kind})
  string(JSON kind MEMBER "${json}" ${k})
  string(JSON rows GET "${json}" ${kind})
  string(JSON count LENGTH "${rows}")
  math(EXPR last "${count} - 1")
  set(names "")
  set(words "")
  set(retries "")
  set(texts "")
  foreach(i RANGE ${last})
    string(JSON word GET "${rows}" ${i} word)
    string(JSON name ERROR_VARIABLE missing GET "${rows}" ${i} name)
    if(missing)
      string(REGEX REPLACE "[^A-Za-z0-9]" "_" name "${word}")
    endif()
    string(APPEND names "    ${name},\n")
    string(APPEND words "    \"${word}\",\n")
    if(kind STREQUAL "ErrorCode")
      string(JSON retry GET "${rows}" ${i} retry)
      string(JSON text GET "${rows}" ${i} text)
      if(retry)
        string(APPEND retries "    true,\n")
      else()
        string(APPEND retries "    false,\n")
      endif()
      string(APPEND texts "    \"${text}\",\n")
    endif()
  endforeach()
  string(APPEND body "enum class ${kind} : std::uint8_t {\n${names}};\n")
  string(APPEND body "inline constexpr std::size_t k${kind}Count = ${count};\n")
  string(APPEND body "inline constexpr std::array<std::string_view, ${count}> k${kind}Words = {\n${words}};\n")
  string(APPEND body "constexpr std::string_view word(${kind} value) {\n    return k${kind}Words[static_cast<std::size_t>(value)];\n}\n")
  if(kind STREQUAL "ErrorCode")
    string(APPEND body "inline constexpr std::array<bool, ${count}> kErrorRetries = {\n${retries}};\n")
    string(APPEND body "inline constexpr std::array<std::string_view, ${count}> kErrorTexts = {\n${texts}};\n")
  endif()
  string(APPEND body "\n")
endforeach()
file(CONFIGURE OUTPUT ${OUTPUT} @ONLY CONTENT "// Generated from words.json.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sealwright {

@body@}  // namespace sealwright
")
