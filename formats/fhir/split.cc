// SPDX-License-Identifier: Apache-2.0
// Finding the parts of a text that stand on their own, when the text as a whole is damaged.
#include "formats/fhir/resource.h"

namespace restage::fhir {
namespace {

/// Walks JSON text outside of strings. Depth counts every bracket.
class Walker {
 public:
  explicit Walker(std::string_view text) : text_(text) {}
  /// Position of the next structural character, or npos.
  std::size_t next() {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '"') {
        string_start_ = at_;
        if (!skip_string()) return std::string_view::npos;
      } else if (c == '{' || c == '}' || c == '[' || c == ']') {
        return at_ - 1;
      }
    }
    return std::string_view::npos;
  }
  /// The string just before a structural character, for recognising keys.
  std::string_view last_string() const { return text_.substr(string_start_, string_end_ - string_start_); }

 private:
  bool skip_string() {
    while (at_ < text_.size()) {
      const char c = text_[at_++];
      if (c == '\\')
        ++at_;
      else if (c == '"') {
        string_end_ = at_ - 1;
        return true;
      }
    }
    string_end_ = text_.size();
    return false;
  }
  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t string_start_ = 0;
  std::size_t string_end_ = 0;
};

}  // namespace

Pieces split_objects(std::string_view text) {
  Pieces pieces;
  Walker walker(text);
  std::size_t depth = 0;
  std::size_t list_depth = 0;  // depth inside the list whose objects are wanted; 0: not yet inside
  std::size_t object_start = 0;
  bool open = false;
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  const bool outermost_list = first != std::string_view::npos && text[first] == '[';
  for (std::size_t at = walker.next(); at != std::string_view::npos; at = walker.next()) {
    const char c = text[at];
    if (c == '{' || c == '[') {
      const bool enters =
          c == '[' && list_depth == 0 && (outermost_list ? depth == 0 : depth == 1 && walker.last_string() == "entry");
      ++depth;
      if (enters) list_depth = depth;
      if (c == '{' && list_depth != 0 && depth == list_depth + 1 && !open) {
        open = true;
        object_start = at;
      }
    } else {
      if (depth == 0) break;
      if (open && depth == list_depth + 1) {
        open = false;
        if (c == '}') pieces.whole.push_back(text.substr(object_start, at + 1 - object_start));
      }
      if (list_depth != 0 && depth == list_depth) break;
      --depth;
    }
  }
  if (open) pieces.cut = text.substr(object_start);
  return pieces;
}

}  // namespace restage::fhir
