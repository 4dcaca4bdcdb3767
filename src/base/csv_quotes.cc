// SPDX-License-Identifier: Apache-2.0
#include "base/csv_quotes.h"

namespace restage {

std::size_t closing_csv_quote(std::string_view text, std::size_t opening) noexcept {
  for (std::size_t at = text.find('"', opening + 1); at != std::string_view::npos; at = text.find('"', at + 2))
    if (at + 1 >= text.size() || text[at + 1] != '"') return at;
  return std::string_view::npos;
}

bool is_broken_csv_record(std::string_view record, char separator) noexcept {
  if (record.find('\n') == std::string_view::npos) return false;
  if (record.size() > kLongestCsvRecord) return true;
  for (std::size_t at = 0; at < record.size(); ++at) {
    if (record[at] == '"') {
      at = closing_csv_quote(record, at);
      if (at == std::string_view::npos) return true;
      ++at;
      if (at < record.size() && record[at] != separator) return true;
    } else {
      at = record.find(separator, at);
      if (at == std::string_view::npos) return false;
    }
  }
  return false;
}

}  // namespace restage
