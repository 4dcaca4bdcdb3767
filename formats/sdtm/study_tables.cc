// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/study_tables.h"

#include <fmt/format.h>

#include "formats/sdtm/limits.h"
#include "formats/sdtm/sets.h"

namespace restage::sdtm {

std::string StudyTables::common(std::string_view domain) const { return table_path(directory_, domain, {}); }

std::string StudyTables::path(std::string_view domain) const { return table_path(directory_, domain, set_); }

Result<void> StudyTables::plan(const std::vector<std::string>& paths) {
  auto limits = subject_limits(paths);
  if (!limits) return limits.error();
  limits_ = std::move(*limits);
  return {};
}

Table* StudyTables::open(const std::string& path) {
  const auto found = tables_.find(path);
  if (found != tables_.end()) return &found->second;
  auto table = Table::open(path, false);
  if (table) return &tables_.emplace(path, std::move(*table)).first->second;
  failure_ = table.error();
  return nullptr;
}

bool StudyTables::next_row(Table& table, int id) {
  if (!table.next()) {
    if (table.error()) failure_ = table.error();
    return false;
  }
  if (limit_ >= limits_.size() || table[id] <= limits_[limit_]) return true;
  table.hold();
  return false;
}

bool StudyTables::next_part() noexcept { return limit_++ < limits_.size(); }

DataIssue row_issue(const Table& table, IssueCode code, std::string_view column, std::string message,
                    std::string remedy) {
  return make_issue(code,
                    fmt::format("{}: line {}{}{}", table.path(), table.line(), column.empty() ? "" : ", ", column),
                    std::move(message), std::move(remedy));
}

PartialDate read_date(const Table& table, std::string_view written, std::string_view column,
                      std::vector<DataIssue>& issues) {
  if (written.empty()) return {};
  if (const auto read = PartialDate::parse(written)) return *read;
  issues.push_back(
      row_issue(table, IssueCode::DateImpossible, column, fmt::format("'{}' is no date", written), "write ISO 8601"));
  return {};
}

std::string reader_name(std::string_view evaluator, std::string_view evaluator_id) {
  std::string name(evaluator);
  if (!evaluator_id.empty()) name.append("/").append(evaluator_id);
  return name;
}

}  // namespace restage::sdtm
