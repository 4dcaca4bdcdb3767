// SPDX-License-Identifier: Apache-2.0
#include "registry/archive/cell.h"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/text.h"

namespace restage::registry {
namespace {

bool is_ascii(std::string_view text) noexcept {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// Whole numbers of up to seven digits are floats as they are.
bool small_whole(std::string_view number, float& value) noexcept {
  if (number.size() > 7) return false;
  int whole = 0;
  for (const char c : number) {
    if (!text::is_digit(c)) return false;
    whole = whole * 10 + (c - '0');
  }
  value = static_cast<float>(whole);
  return true;
}

bool has_point(std::string_view text) noexcept { return text.find('.') != std::string_view::npos; }

CellRange literal(std::string_view text) {
  return {std::string(text), std::string(text), reference_key(text).has_value()};
}

CellRange parse_part(std::string_view part) {
  std::vector<std::string_view> pieces = text::split(part, '-');
  while (!pieces.empty() && pieces.back().empty()) pieces.pop_back();
  const std::string_view whole = trim_controls(part);
  if (pieces.size() != 2) return literal(whole);
  const std::string_view low = trim_controls(pieces[0]);
  const std::string_view high = trim_controls(pieces[1]);
  const bool references = reference_key(low).has_value() || reference_key(high).has_value();
  if (references || utf16_length(low) == utf16_length(high) || (is_number(low) && is_number(high)))
    return {std::string(low), std::string(high), references};
  return literal(whole);
}

}  // namespace

std::string without_references(std::string_view text, std::string_view current_year, std::string_view version) {
  std::string words;
  for (std::size_t at = 0;;) {
    const std::size_t open = text.find("{{", at);
    const std::size_t close = open == std::string_view::npos ? open : text.find("}}", open);
    if (close == std::string_view::npos) return words.append(text.substr(at));
    words.append(text.substr(at, open - at));
    const std::string_view key = text.substr(open + 2, close - open - 2);
    if (key == kContextYear)
      words.append(current_year.empty() ? "this year" : current_year);
    else if (key == kContextVersion)
      words.append(version.empty() ? "this version" : version);
    else
      words.append("value of ").append(key);
    at = close + 2;
  }
}

std::string_view trim_controls(std::string_view text) noexcept {
  while (!text.empty() && static_cast<unsigned char>(text.front()) <= 0x20) text.remove_prefix(1);
  while (!text.empty() && static_cast<unsigned char>(text.back()) <= 0x20) text.remove_suffix(1);
  return text;
}

std::optional<std::string_view> reference_key(std::string_view text) noexcept {
  if (text.size() < 4 || !text.starts_with("{{") || !text.ends_with("}}")) return std::nullopt;
  return text.substr(2, text.size() - 4);
}

InputCell parse_input_cell(std::string_view text) {
  InputCell cell;
  if (text == "*") {
    cell.accepts_anything = true;
    return cell;
  }
  for (const std::string_view part : text::split(text, ',')) cell.ranges.push_back(parse_part(part));
  return cell;
}

std::optional<Endpoint> parse_endpoint(std::string_view text) {
  const std::size_t colon = text.find(':');
  const std::string_view type = trim_controls(text.substr(0, colon));
  Endpoint endpoint;
  if (colon != std::string_view::npos) endpoint.value = std::string(trim_controls(text.substr(colon + 1)));
  if (type == "VALUE")
    endpoint.type = EndpointType::Value;
  else if (type == "JUMP")
    endpoint.type = EndpointType::Jump;
  else if (type == "MATCH")
    endpoint.type = EndpointType::Match;
  else if (type == "STOP")
    endpoint.type = EndpointType::Stop;
  else if (type == "ERROR")
    endpoint.type = EndpointType::Error;
  else
    return std::nullopt;
  if (endpoint.type == EndpointType::Jump && !endpoint.value) return std::nullopt;
  return endpoint;
}

bool is_number(std::string_view text) noexcept {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || text.back() == '.') return false;
  bool point = false;
  for (const char c : text) {
    if (c == '.' && !point)
      point = true;
    else if (!text::is_digit(c))
      return false;
  }
  return true;
}

float number_value(std::string_view number) noexcept {
  float value = 0;
  if (small_whole(number, value)) return value;
  const auto [end, status] = std::from_chars(number.data(), number.data() + number.size(), value);
  if (status != std::errc::result_out_of_range) return value;
  // Too many digits for a float: infinite when it has a digit other than 0 before the point, else zero.
  const std::string_view whole = number.substr(0, number.find('.'));
  const bool large = whole.find_first_of("123456789") != std::string_view::npos;
  const float size = large ? std::numeric_limits<float>::infinity() : 0.0F;
  return number.front() == '-' ? -size : size;
}

bool range_accepts(std::string_view low, std::string_view high, std::string_view value) noexcept {
  if (low == high) return low == value;
  if (is_number(low) && is_number(high)) {
    if (!is_number(value)) return false;
    if (!has_point(low) && !has_point(high) && has_point(value)) return false;
    // The reference implementation compares single-precision floats, so equality with it needs the same.
    const float number = number_value(value);
    return number_value(low) <= number && number <= number_value(high);
  }
  const std::size_t length = utf16_length(low);
  if (length != utf16_length(high) || length != utf16_length(value)) return false;
  return utf16_compare(low, value) <= 0 && utf16_compare(value, high) <= 0;
}

std::u16string utf16_units(std::string_view text) {
  std::u16string units;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length < 2 || i + length > text.size() || !text::is_utf8(text.substr(i, length))) {
      units += static_cast<char16_t>(lead);
      ++i;
      continue;
    }
    char32_t code = lead & (0xFF >> (length + 1));
    for (std::size_t k = 1; k < length; ++k) code = (code << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3F);
    if (code >= 0x10000) {
      units += static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10));
      units += static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FF));
    } else {
      units += static_cast<char16_t>(code);
    }
    i += length;
  }
  return units;
}

std::size_t utf16_length(std::string_view text) noexcept {
  return is_ascii(text) ? text.size() : utf16_units(text).size();
}

int utf16_compare(std::string_view left, std::string_view right) noexcept {
  if (is_ascii(left) && is_ascii(right)) return left.compare(right);
  return utf16_units(left).compare(utf16_units(right));
}

namespace {

std::optional<int> whole_number(std::string_view text) {
  int number = 0;
  if (text.starts_with('+') && text.size() > 1 && text[1] != '-') text.remove_prefix(1);
  const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || status != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

}  // namespace

bool in_code_list(const InputCell& cell, std::string_view text) {
  for (const CellRange& range : cell.ranges) {
    if (range.low == range.high) {
      if (range.low == text) return true;
      continue;
    }
    const int low = whole_number(range.low).value_or(0);
    const int high = whole_number(range.high).value_or(0);
    const auto number = whole_number(text);
    if (!number || *number < low || *number > high) continue;
    std::string padded = std::to_string(*number);
    if (padded.size() < range.low.size()) padded.insert(0, range.low.size() - padded.size(), '0');
    if (padded == text) return true;
  }
  return false;
}

}  // namespace restage::registry
