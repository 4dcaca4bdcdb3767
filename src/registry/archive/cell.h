// SPDX-License-Identifier: Apache-2.0
#pragma once
// The language of table cells: ranges and literals of input cells, endpoints, references, and the range test.
//
// This follows imsweb/staging-client-java 11.9 to the letter, oddities included (numeric ranges compare 32-bit
// floats; a one-code literal needs exact equality; "p0I-" is a literal). Pure functions, thread-safe.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "registry/archive/definition.h"

namespace restage::registry {

/// Keys of the context that every case has: the year that counts as now, and the version of the algorithm.
inline constexpr std::string_view kContextYear = "ctx_year_current";
inline constexpr std::string_view kContextVersion = "ctx_alg_version";

/// One part of an input cell: low..high, or one literal when both are equal.
struct CellRange {
  std::string low;
  std::string high;
  bool has_reference = false;  ///< a bound is {{key}}
};

struct InputCell {
  bool accepts_anything = false;  ///< exactly `*`
  std::vector<CellRange> ranges;
};

struct Endpoint {
  EndpointType type = EndpointType::Match;
  std::optional<std::string> value;
};

InputCell parse_input_cell(std::string_view text);
std::optional<Endpoint> parse_endpoint(std::string_view text);

/// The key inside {{key}}; nullopt when the text is not a reference.
std::optional<std::string_view> reference_key(std::string_view text) noexcept;

/// The text as people read it: a reference to the context becomes the year or the version, or "this year" and "this
/// version" where those are not given; any other says whose value it is. `2018-{{ctx_year_current}}` is `2018-2026`.
std::string without_references(std::string_view text, std::string_view current_year = {},
                               std::string_view version = {});

/// Characters up to U+0020 cut at both ends.
std::string_view trim_controls(std::string_view text) noexcept;

/// Optional minus, digits, at most one point, not at the end.
bool is_number(std::string_view text) noexcept;

/// The single-precision value of a number (is_number), as the reference implementation compares it.
float number_value(std::string_view number) noexcept;

/// Test with references already replaced.
bool range_accepts(std::string_view low, std::string_view high, std::string_view value) noexcept;

/// Length in UTF-16 code units, the unit of the reference implementation.
std::size_t utf16_length(std::string_view text) noexcept;
/// Order by UTF-16 code units.
int utf16_compare(std::string_view left, std::string_view right) noexcept;
/// The text in UTF-16; a byte of broken UTF-8 becomes one unit: never equal to a code, never out of bounds.
std::u16string utf16_units(std::string_view text);
/// Is the text one that stands for a code in a range low..high of a lookup list (integers padded to low)?
bool in_code_list(const InputCell& cell, std::string_view text);

}  // namespace restage::registry
