// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/table.h"

#include <algorithm>
#include <filesystem>

#include "base/byte_source.h"
#include "base/text.h"

namespace restage::sdtm {

Result<Table> Table::open(const std::string& path, bool required) {
  Table table;
  table.path_ = path;
  table.text_ = std::make_unique<std::string>();
  std::error_code ignored;
  if (required || std::filesystem::is_regular_file(path, ignored)) {
    auto text = read_file(path);
    if (!text) return text.error();
    *table.text_ = std::move(*text);
    table.exists_ = true;
  }
  table.cursor_ = std::make_unique<CsvCursor>(*table.text_);
  std::vector<CsvCell> header;
  if (table.cursor_->next(header))
    for (const CsvCell& cell : header) table.header_.push_back(text::to_upper(text::trim(cell.text)));
  return table;
}

bool Table::next() { return cursor_->next(row_); }

std::string_view Table::operator[](int column) const noexcept {
  if (column < 0 || static_cast<std::size_t>(column) >= row_.size()) return {};
  const CsvCell& cell = row_[static_cast<std::size_t>(column)];
  if (!cell.quoted && (cell.text == "NA" || cell.text == ".")) return {};
  return text::trim(cell.text);
}

int Table::column(std::string_view name) const noexcept {
  const auto found = std::find(header_.begin(), header_.end(), name);
  return found == header_.end() ? -1 : static_cast<int>(found - header_.begin());
}

}  // namespace restage::sdtm
