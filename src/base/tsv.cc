// SPDX-License-Identifier: Apache-2.0
#include "base/tsv.h"

#include "base/text.h"

namespace restage {

Tsv read_tsv(std::string_view text) {
  Tsv tsv;
  if (text.substr(0, 3) == "\xEF\xBB\xBF") text.remove_prefix(3);
  bool header_seen = false;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (text::trim(line).empty() || line.front() == '#') continue;
    std::vector<std::string_view> cells = text::split(line, '\t');
    for (std::string_view& cell : cells) cell = text::trim(cell);
    if (header_seen) {
      tsv.lines.push_back({number, std::move(cells)});
    } else {
      tsv.header = std::move(cells);
      header_seen = true;
    }
  }
  return tsv;
}

}  // namespace restage
