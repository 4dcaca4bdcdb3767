// SPDX-License-Identifier: Apache-2.0
#include "service/cases/case_table.h"

#include <utility>

#include "service/cases/table_header.h"

namespace restage::service {

Result<CaseTable> CaseTable::open(Input& input, bool needs_site) {
  CaseTable table;
  auto source = input.open();
  if (!source) return std::move(source).error();
  table.source_ = std::move(*source);
  table.rows_ = std::make_unique<CsvStream>(*table.source_);
  const auto head = table.rows_->next();
  if (!head) return head.error();
  if (!*head) return Error{ErrorCode::Malformed, "the file is empty; the first line names the columns", input.name()};
  auto header = read_table_header(table.rows_->cells(), needs_site);
  if (!header) return Error{header.error().code, header.error().message + "; " + header.error().context, input.name()};
  table.header_ = std::move(*header);
  table.head_line_ = table.rows_->raw();
  table.line_end_ = table.rows_->line_end();
  return table;
}

}  // namespace restage::service
