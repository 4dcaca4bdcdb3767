// SPDX-License-Identifier: Apache-2.0
#include "service/registry/file_format.h"

#include "base/text.h"

namespace restage::service {

Result<std::string> read_head(ByteSource& source) {
  std::string head(std::size_t{64} << 10, '\0');
  std::size_t filled = 0;
  for (std::size_t enough = 64; filled < enough;) {
    const auto count = source.read(head.data() + filled, head.size() - filled);
    if (!count) return count.error();
    if (*count == 0) break;
    filled += *count;
    if (text::trim(std::string_view(head).substr(0, filled)).empty()) enough = head.size();
  }
  head.resize(filled);
  return head;
}

Result<std::string> find_format(const std::string& asked, std::string_view head) {
  if (!asked.empty()) return asked;
  if (head.starts_with("\xEF\xBB\xBF")) head.remove_prefix(3);
  const auto refuse = [](const char* message) { return Error{ErrorCode::Malformed, message, ""}; };
  if (head.starts_with("PK\x03\x04"))
    return refuse("this is a zip archive; unpack it first (an algorithm is given with --algorithm)");
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF"))
    return refuse("the text is UTF-16; save it as UTF-8");
  head = text::trim(head);
  if (head.empty()) return refuse("the file is empty; give cases as NDJSON, CSV or NAACCR XML");
  if (head.starts_with('{')) return std::string("ndjson");
  if (head.starts_with('[')) return refuse("this is a JSON array; write one case a line (NDJSON)");
  if (head.starts_with('<')) return std::string("naaccr");
  return std::string("csv");
}

}  // namespace restage::service
