// SPDX-License-Identifier: Apache-2.0
#include "formats/naaccr/token.h"

#include <charconv>
#include <cstring>

#include "base/text.h"

namespace restage::naaccr {
namespace {

constexpr bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr bool starts_name(char c) noexcept {
  return text::is_upper(c) || text::is_lower(c) || c == '_' || c == ':' || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool continues_name(char c) noexcept { return starts_name(c) || text::is_digit(c) || c == '-' || c == '.'; }

// Code point of the reference that follows an ampersand, and where it ends; 0 when there is none.
char32_t reference_at(std::string_view text, std::size_t& end) noexcept {
  const std::size_t semicolon = text.substr(0, 12).find(';');
  if (semicolon == std::string_view::npos) return 0;
  const std::string_view name = text.substr(0, semicolon);
  end = semicolon + 1;
  if (name == "amp") return '&';
  if (name == "lt") return '<';
  if (name == "gt") return '>';
  if (name == "quot") return '"';
  if (name == "apos") return '\'';
  if (name.size() < 2 || name[0] != '#') return 0;
  const bool hexadecimal = name[1] == 'x';
  const std::string_view digits = name.substr(hexadecimal ? 2 : 1);
  std::uint32_t code = 0;
  const auto [stop, status] =
      std::from_chars(digits.data(), digits.data() + digits.size(), code, hexadecimal ? 16 : 10);
  if (digits.empty() || status != std::errc() || stop != digits.data() + digits.size()) return 0;
  const bool allowed = code == 9 || code == 10 || code == 13 || (code >= 0x20 && code < 0xD800) ||
                       (code >= 0xE000 && code <= 0x10FFFF && code != 0xFFFE && code != 0xFFFF);
  return allowed ? code : 0;
}

void append_utf8(std::string& out, char32_t code) {
  const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3F)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (code >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

}  // namespace

std::string_view local_name(std::string_view name) noexcept {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

std::string_view prefix_of(std::string_view name) noexcept {
  const std::size_t colon = name.find(':');
  return colon == std::string_view::npos ? std::string_view() : name.substr(0, colon);
}

bool references_are_valid(std::string_view text) noexcept {
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', at + 1)) {
    std::size_t end = 0;
    if (reference_at(text.substr(at + 1), end) == 0) return false;
  }
  return true;
}

void append_unescaped(std::string& out, std::string_view text) {
  std::size_t start = 0;
  for (std::size_t at = text.find('&'); at != std::string_view::npos; at = text.find('&', start)) {
    out += text.substr(start, at - start);
    std::size_t length = 0;
    append_utf8(out, reference_at(text.substr(at + 1), length));
    start = at + 1 + length;
  }
  out += text.substr(start);
}

bool is_xml_text(std::string_view bytes) noexcept {
  // One pass over plain text without a branch a byte; only what is not plain is looked at closely.
  unsigned high = 0;
  unsigned control = 0;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    high |= byte;
    control |= static_cast<unsigned>(byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r');
  }
  if (control != 0) return false;
  if ((high & 0x80) == 0) return true;
  if (!text::is_utf8(bytes)) return false;
  return bytes.find("\xEF\xBF\xBE") == std::string_view::npos && bytes.find("\xEF\xBF\xBF") == std::string_view::npos;
}

std::string_view TokenReader::attribute(std::string_view name) const noexcept {
  for (const Attribute& attribute : attributes_)
    if (attribute.name == name) return attribute.value;
  return {};
}

Token TokenReader::fail(const char* problem, std::size_t where) {
  problem_ = problem;
  at_ = input_.size();
  return {TokenKind::Error, {}, {}, where, where};
}

Token TokenReader::next() {
  if (at_ >= input_.size()) return {TokenKind::End, {}, {}, at_, at_};
  return input_[at_] == '<' ? markup() : text();
}

Token TokenReader::text() {
  const std::size_t begin = at_;
  const void* found = std::memchr(input_.data() + at_, '<', input_.size() - at_);
  at_ = found == nullptr ? input_.size() : static_cast<std::size_t>(static_cast<const char*>(found) - input_.data());
  const std::string_view all = input_.substr(begin, at_ - begin);
  if (all.size() < 64 ? all.find('&') != std::string_view::npos : std::memchr(all.data(), '&', all.size()) != nullptr)
    if (!references_are_valid(all)) return fail("an & does not begin a reference; write &amp;", begin);
  if (all.find("]]>") != std::string_view::npos) return fail("]]> stands in text; write ]]&gt;", begin);
  return {TokenKind::Text, {}, all, begin, at_};
}

Token TokenReader::until(std::string_view closing, TokenKind kind, std::size_t opening) {
  const std::size_t begin = at_;
  const std::size_t end = input_.find(closing, begin + opening);
  if (end == std::string_view::npos) return fail("a comment, CDATA section or instruction does not end", begin);
  const std::string_view inside = input_.substr(begin + opening, end - begin - opening);
  at_ = end + closing.size();
  if (kind == TokenKind::Comment && (inside.find("--") != std::string_view::npos || inside.ends_with('-')))
    return fail("a comment holds --", begin);
  if (kind == TokenKind::Instruction) {
    if (inside.empty() || !starts_name(inside[0])) return fail("a processing instruction has no name", begin);
    const std::string_view target = inside.substr(0, inside.find_first_of(" \t\r\n"));
    const bool is_declaration = text::equal_ignoring_case(target, "xml");
    if (is_declaration && (begin != 0 || target != "xml"))
      return fail("an XML declaration stands behind the start of the file", begin);
  }
  return {kind, {}, inside, begin, at_};
}

Token TokenReader::markup() {
  const std::string_view rest = input_.substr(at_);
  if (rest.size() < 2) return fail("a < ends the file", at_);
  if (rest[1] == '/') return end_tag();
  if (rest[1] == '?') return until("?>", TokenKind::Instruction, 2);
  if (rest[1] != '!') return start_tag();
  if (rest.starts_with("<!--")) return until("-->", TokenKind::Comment, 4);
  if (rest.starts_with("<![CDATA[")) return until("]]>", TokenKind::CData, 9);
  return fail("document types are not accepted", at_);
}

std::string_view TokenReader::read_name() {
  const std::size_t begin = at_;
  if (at_ >= input_.size() || !starts_name(input_[at_])) return {};
  while (at_ < input_.size() && continues_name(input_[at_])) ++at_;
  return input_.substr(begin, at_ - begin);
}

Token TokenReader::end_tag() {
  const std::size_t begin = at_;
  at_ += 2;
  const std::string_view name = read_name();
  while (at_ < input_.size() && is_blank(input_[at_])) ++at_;
  if (name.empty() || at_ >= input_.size() || input_[at_] != '>') return fail("an end tag is not complete", begin);
  ++at_;
  return {TokenKind::EndTag, name, {}, begin, at_};
}

// Reads name = "value"; false when it is not one.
bool TokenReader::read_attribute() {
  const std::string_view name = read_name();
  const auto skip_blanks = [&] {
    while (at_ < input_.size() && is_blank(input_[at_])) ++at_;
  };
  skip_blanks();
  if (name.empty() || at_ >= input_.size() || input_[at_] != '=') return false;
  ++at_;
  skip_blanks();
  if (at_ >= input_.size() || (input_[at_] != '"' && input_[at_] != '\'')) return false;
  const char quote = input_[at_];
  const std::size_t begin = ++at_;
  const std::size_t end = input_.find(quote, begin);
  if (end == std::string_view::npos) return false;
  const std::string_view value = input_.substr(begin, end - begin);
  if (value.find('<') != std::string_view::npos || !references_are_valid(value)) return false;
  for (const Attribute& earlier : attributes_)
    if (earlier.name == name) return false;
  attributes_.push_back({name, value});
  at_ = end + 1;
  return true;
}

Token TokenReader::start_tag() {
  const std::size_t begin = at_;
  ++at_;
  attributes_.clear();
  const std::string_view name = read_name();
  if (name.empty()) return fail("a < does not begin a tag; write &lt;", begin);
  for (;;) {
    const std::size_t before = at_;
    while (at_ < input_.size() && is_blank(input_[at_])) ++at_;
    if (at_ >= input_.size()) return fail("a tag does not end", begin);
    if (input_[at_] == '>') {
      ++at_;
      return {TokenKind::StartTag, name, {}, begin, at_};
    }
    if (input_[at_] == '/') {
      if (at_ + 1 >= input_.size() || input_[at_ + 1] != '>') return fail("a tag is not complete", begin);
      at_ += 2;
      return {TokenKind::EmptyTag, name, {}, begin, at_};
    }
    if (before == at_ || !read_attribute())
      return fail("an attribute is not complete, repeated, or not in quotes", begin);
  }
}

}  // namespace restage::naaccr
