// SPDX-License-Identifier: Apache-2.0
#include "service/cases/result_cells.h"

#include "base/csv.h"
#include "base/text.h"

namespace restage::service {

void ResultCells::write(const cases::CaseResult& result, std::string& text) const {
  const auto add = [&text](std::string_view cell) {
    text += ',';
    append_csv_cell(text, cell);
  };
  add(result.group);
  add(text::join(result.possible, ";"));
  add(result.status);
  add(result.message);
  if (!findings_) return;
  for (const std::string* category : {&result.t, &result.n, &result.m}) add(*category);
}

}  // namespace restage::service
