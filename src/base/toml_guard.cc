// SPDX-License-Identifier: Apache-2.0
#include "base/toml_guard.h"

#include <algorithm>

#include "base/text.h"

namespace restage {
namespace {

bool starts_key(char c) noexcept {
  return text::is_digit(c) || text::is_upper(c) || text::is_lower(c) || c == '_' || c == '-' || c == '"' || c == '\'';
}

/// Walks TOML far enough to know where statements begin: strings, comments and open brackets of values.
class Walker {
 public:
  explicit Walker(std::string_view text) noexcept : text_(text) {}

  std::optional<TomlPlace> find() noexcept {
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    while (at_ < text_.size()) {
      line_start_ = at_;
      skip_blanks();
      if (at_ < text_.size() && text_[at_] == '[' && header_lacks_key()) return TomlPlace{line_, at_ - line_start_ + 1};
      skip_statement();
    }
    return std::nullopt;
  }

 private:
  void skip_blanks() noexcept {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')) ++at_;
  }
  bool header_lacks_key() noexcept {
    ++at_;
    skip_blanks();
    if (at_ < text_.size() && text_[at_] == '[') {
      ++at_;
      skip_blanks();
    }
    return at_ < text_.size() && text_[at_] != ']' && !starts_key(text_[at_]);
  }
  void skip_string() noexcept {
    const char quote = text_[at_];
    const std::string_view triple = quote == '"' ? "\"\"\"" : "'''";
    const bool several_lines = text_.substr(at_).starts_with(triple);
    at_ += several_lines ? 3 : 1;
    while (at_ < text_.size()) {
      if (several_lines ? text_.substr(at_).starts_with(triple) : text_[at_] == quote) {
        at_ += several_lines ? 3 : 1;
        return;
      }
      if (text_[at_] == '\n') {
        if (!several_lines) return;  // not closed: toml++ says so
        ++line_;
      }
      at_ += text_[at_] == '\\' && quote == '"' && at_ + 1 < text_.size() && text_[at_ + 1] != '\n' ? 2 : 1;
    }
  }
  /// To the start of the next line that is not inside brackets or a string.
  void skip_statement() noexcept {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"' || c == '\'') {
        skip_string();
        continue;
      }
      if (c == '#') {
        at_ = std::min(text_.find('\n', at_), text_.size());
        continue;
      }
      ++at_;
      if (c == '[' || c == '{') ++depth;
      if ((c == ']' || c == '}') && depth > 0) --depth;
      if (c != '\n') continue;
      ++line_;
      if (depth == 0) return;
    }
  }

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::size_t line_start_ = 0;
};

}  // namespace

std::optional<TomlPlace> find_keyless_toml_header(std::string_view text) noexcept { return Walker(text).find(); }

}  // namespace restage
