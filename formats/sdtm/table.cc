// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/table.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/text.h"

namespace restage::sdtm {

Result<Table> Table::open(const std::string& path, bool required) {
  Table table;
  table.path_ = path;
  std::error_code ignored;
  if (!required && !std::filesystem::is_regular_file(path, ignored)) return table;
  auto source = ByteSource::open(path);
  if (!source) return source.error();
  table.exists_ = true;
  table.source_ = std::move(*source);
  table.rows_ = std::make_unique<CsvStream>(*table.source_);
  const auto header = table.rows_->next();
  if (!header) return Error{header.error().code, header.error().text(), path};
  if (*header)
    for (const std::string_view cell : table.rows_->cells()) table.header_.push_back(text::to_upper(text::trim(cell)));
  return table;
}

bool Table::next() {
  if (std::exchange(held_, false)) return true;
  if (!rows_ || error_) return false;
  const auto more = rows_->next();
  if (!more) error_ = Error{more.error().code, more.error().text(), path_};
  return more && *more;
}

std::string_view Table::operator[](int column) const noexcept {
  if (column < 0 || static_cast<std::size_t>(column) >= rows_->cells().size()) return {};
  const std::string_view cell = rows_->cells()[static_cast<std::size_t>(column)];
  if ((cell == "NA" || cell == ".") && !rows_->is_quoted(static_cast<std::size_t>(column))) return {};
  return text::trim(cell);
}

int Table::column(std::string_view name) const noexcept {
  const auto found = std::find(header_.begin(), header_.end(), name);
  return found == header_.end() ? -1 : static_cast<int>(found - header_.begin());
}

}  // namespace restage::sdtm
