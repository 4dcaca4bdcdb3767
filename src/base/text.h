// SPDX-License-Identifier: Apache-2.0
#pragma once
// Small operations on ASCII text, free of locale. UTF-8 passes through untouched.
#include <string>
#include <string_view>
#include <vector>

namespace restage::text {

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) noexcept { return c >= 'A' && c <= 'Z'; }
constexpr bool is_lower(char c) noexcept { return c >= 'a' && c <= 'z'; }
constexpr bool is_space(char c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr char lower(char c) noexcept { return is_upper(c) ? static_cast<char>(c + 32) : c; }
constexpr char upper(char c) noexcept { return is_lower(c) ? static_cast<char>(c - 32) : c; }

std::string_view trim(std::string_view text) noexcept;
std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);
bool equal_ignoring_case(std::string_view left, std::string_view right) noexcept;
bool contains_ignoring_case(std::string_view haystack, std::string_view needle) noexcept;
bool is_all_digits(std::string_view text) noexcept;  ///< false for empty text
/// Parts between separators, untrimmed; empty text gives one empty part.
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// True if the bytes are well-formed UTF-8 (no overlong forms, no surrogates).
bool is_utf8(std::string_view bytes) noexcept;
/// The text, or its beginning and "..." where it is too long for a message; never cuts inside a UTF-8 character.
std::string excerpt(std::string_view text, std::size_t limit = 80);
/// Escapes & < > " ' for XML and HTML text and attribute values.
std::string escape_markup(std::string_view text);

}  // namespace restage::text
