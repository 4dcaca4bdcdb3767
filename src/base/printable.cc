// SPDX-License-Identifier: Apache-2.0
#include "base/printable.h"

#include "base/text.h"

namespace restage::text {

std::string printable(std::string_view text, bool keep_color) {
  const auto color_length = [](std::string_view rest) -> std::size_t {
    if (rest.size() < 3 || rest[1] != '[') return 0;
    std::size_t at = 2;
    while (at < rest.size() && (is_digit(rest[at]) || rest[at] == ';')) ++at;
    return at < rest.size() && rest[at] == 'm' ? at + 1 : 0;
  };
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const bool second =
        byte == 0xC2 && at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) < 0xA0;  // C1 controls
    if (byte == 0x1B && keep_color) {
      const std::size_t length = color_length(text.substr(at));
      result.append(length == 0 ? "?" : text.substr(at, length));
      at += length == 0 ? 0 : length - 1;
    } else if (second) {
      result += '?';
      ++at;
    } else if ((byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F) {
      result += '?';
    } else {
      result += text[at];
    }
  }
  return result;
}

}  // namespace restage::text
