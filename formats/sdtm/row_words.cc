// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/row_words.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "formats/sdtm/study_tables.h"

namespace restage::sdtm {
namespace {

using State = LesionMeasurement::State;

void read_tumor_state(const Table& table, std::string_view text, LesionMeasurement& into,
                      std::vector<DataIssue>& issues) {
  if (same_name(text, "PRESENT"))
    into.state = State::Present;
  else if (same_name(text, "ABSENT"))
    into.state = State::Absent;
  else if (same_name(text, "UNEQUIVOCAL") || text::contains_ignoring_case(text, "progress"))
    into.state = State::Unequivocal;
  else if (same_name(text, "EQUIVOCAL"))
    into.state = State::Equivocal;
  else if (same_name(text, "NOT EVALUABLE") || same_name(text, "NE"))
    into.state = State::NotEvaluable;
  else if (text.empty())
    into.state = State::NotAssessed;
  else {
    into.state = State::NotEvaluable;
    issues.push_back(row_issue(table, IssueCode::ValueUnreadable, "TRSTRESC",
                               fmt::format("the tumor state '{}' is not known", text),
                               "use PRESENT, ABSENT or UNEQUIVOCAL"));
  }
}

/// The length in mm; where there is none the measurement says why.
std::optional<Decimal> read_length(const Table& table, std::string_view written, std::string_view unit,
                                   LesionMeasurement& into, std::vector<DataIssue>& issues) {
  auto value = Decimal::parse(written);
  if (!value) {
    into.state = State::NotEvaluable;
    issues.push_back(row_issue(table, IssueCode::ValueUnreadable, "TRSTRESC",
                               fmt::format("'{}' is not a number and was not used", written),
                               "give the number alone; the unit has its own column"));
    return std::nullopt;
  }
  if (same_name(unit, "cm")) return value->times(Decimal::of(10));
  if (same_name(unit, "mm")) return value;
  into.state = State::NotEvaluable;
  issues.push_back(row_issue(table, IssueCode::UnitUnknown, "TRSTRESU",
                             unit.empty() ? "the size has no unit and was not used"
                                          : fmt::format("the unit '{}' is not known; the size was not used", unit),
                             "give mm or cm"));
  return std::nullopt;
}

}  // namespace

std::string_view lesion_role(std::string_view word) noexcept {
  if (same_name(word, "TARGET")) return "target";
  if (same_name(word, "NON-TARGET")) return "non-target";
  return text::contains_ignoring_case(word, "new") ? "new" : "";
}

void read_measurement(const Table& table, const MeasurementCells& cells, bool is_node, LesionMeasurement& into,
                      std::vector<DataIssue>& issues) {
  if (cells.not_done) {
    into.state = State::NotAssessed;
    return;
  }
  if (cells.test == "TUMSTATE") return read_tumor_state(table, cells.text, into, issues);
  const std::string_view written = cells.number.empty() ? cells.text : cells.number;
  if (written.empty()) {
    if (into.state == State::Measured && !into.long_mm && !into.short_mm) into.state = State::NotAssessed;
    return;
  }
  if (same_name(written, "TOO SMALL TO MEASURE")) {
    into.state = State::TooSmall;
    return;
  }
  const auto length = read_length(table, written, cells.unit, into, issues);
  if (!length) return;
  if (into.state == State::NotAssessed) into.state = State::Measured;
  if (cells.test == "LDIAM")
    into.long_mm = length;
  else if (cells.test == "LPERP" || cells.test == "SAXIS")
    into.short_mm = length;
  else if (cells.test == "DIAMETER") {
    auto& axis = is_node ? into.short_mm : into.long_mm;
    if (!axis) axis = length;
  }
}

std::string_view overall_part(std::string_view category, std::string_view subcategory, bool combined) noexcept {
  const bool marker =
      text::contains_ignoring_case(category, "CA125") || text::contains_ignoring_case(category, "CA-125");
  const bool recist = text::contains_ignoring_case(category, "RECIST");
  if (text::contains_ignoring_case(subcategory, "NOT INCLUDING PET")) return "ct";
  if (text::contains_ignoring_case(subcategory, "INCLUDING PET")) return "pet";
  if (marker && !recist) return "ca125";
  if (recist && !marker && combined) return "recist";
  return {};
}

}  // namespace restage::sdtm
