// SPDX-License-Identifier: Apache-2.0
#pragma once
// TokenReader: a pull tokenizer for the XML that NAACCR files use, over bytes in memory.
//
// It accepts elements, attributes, text, CDATA, comments, processing instructions and the five named and the
// numeric character references; it refuses document types and therefore entities of their own. Tokens are views
// into the input with their byte offsets, so that whatever is not changed can be copied as it is. Tag balance is
// checked by whoever walks the tokens. Checked against expat in tests. Not thread-safe.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace restage::naaccr {

enum class TokenKind : std::uint8_t { StartTag, EmptyTag, EndTag, Text, CData, Comment, Instruction, End, Error };

struct Token {
  TokenKind kind = TokenKind::End;
  std::string_view name;  ///< of a tag, prefix included
  std::string_view text;  ///< of text and CDATA, raw
  std::size_t begin = 0;  ///< offsets in the input
  std::size_t end = 0;
};

struct Attribute {
  std::string_view name;
  std::string_view value;  ///< raw, references not replaced
};

class TokenReader {
 public:
  explicit TokenReader(std::string_view input, std::size_t start = 0) : input_(input), at_(start) {}
  Token next();
  /// Attributes of the last start or empty tag.
  const std::vector<Attribute>& attributes() const noexcept { return attributes_; }
  std::string_view attribute(std::string_view name) const noexcept;
  const char* problem() const noexcept { return problem_; }
  std::size_t position() const noexcept { return at_; }

 private:
  Token fail(const char* problem, std::size_t where);
  Token markup();
  Token start_tag();
  Token end_tag();
  Token text();
  Token until(std::string_view closing, TokenKind kind, std::size_t opening);
  bool read_attribute();
  std::string_view read_name();

  std::string_view input_;
  std::size_t at_;
  std::vector<Attribute> attributes_;
  const char* problem_ = "";
};

std::string_view local_name(std::string_view name) noexcept;
std::string_view prefix_of(std::string_view name) noexcept;
/// True if every & starts a reference that exists.
bool references_are_valid(std::string_view text) noexcept;
/// Appends text with its references replaced.
void append_unescaped(std::string& out, std::string_view text);
/// Well-formed UTF-8 without the control characters that XML forbids.
bool is_xml_text(std::string_view bytes) noexcept;

}  // namespace restage::naaccr
