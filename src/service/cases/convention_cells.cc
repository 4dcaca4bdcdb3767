// SPDX-License-Identifier: Apache-2.0
#include "service/cases/convention_cells.h"

#include <algorithm>
#include <set>

#include "staging/evidence.h"

namespace restage::service {
namespace {

bool is_pathological(Classification classification) {
  return classification == Classification::Pathological || classification == Classification::PostTherapyPathological;
}

}  // namespace

std::vector<std::string> ConventionCells::header_for(const staging::Conventions& conventions,
                                                     std::vector<std::string> header) {
  for (const std::string& input : conventions.input_names())
    if (std::find(header.begin(), header.end(), input) == header.end()) header.push_back(input);
  return header;
}

std::size_t ConventionCells::place_of(std::string_view column) const {
  return static_cast<std::size_t>(std::find(header_.begin(), header_.end(), column) - header_.begin());
}

bool ConventionCells::is_filled(std::string_view column) const {
  const std::size_t place = place_of(column);
  return place < cells_.size() && !cells_[place].empty();
}

bool ConventionCells::has_finding(const rules::Pack& pack, std::string_view axis) const {
  const auto inputs = pack.inputs();
  return std::any_of(inputs.begin(), inputs.end(), [&](const rules::InputDeclaration& input) {
    return input.role == rules::InputRole::Finding && staging::axis_of_input(input) == axis && is_filled(input.name);
  });
}

void ConventionCells::stage_again() {
  views_.assign(cells_.begin(), cells_.end());
  find_filled(views_, filled_);
  // A row with more cells than the table has columns is refused as it is.
  stager_.stage(filled_, std::max(size_, cells_.size()), outcome_);
}

void ConventionCells::note_looks(const rules::Pack& pack) {
  const std::string_view how = is_pathological(classification_) ? "specimen" : "imaging";
  std::set<std::string> looks;
  for (const std::string_view axis : {"t", "n"})
    if (has_finding(pack, axis)) looks.insert(std::string(axis) + "-" + std::string(how));
  looked_.clear();
  for (const std::string& look : looks) looked_ += (looked_.empty() ? "" : "+") + look;
  if (looked_.empty()) looked_ = "none";
}

void ConventionCells::ask(std::string_view input) {
  const statement::Assumption* answer =
      conventions_.answer({classification_, site_, input, tumor_.empty() ? "unknown" : tumor_, looked_});
  const std::size_t place = place_of(input);
  if (answer == nullptr || place >= cells_.size()) return;
  cells_[place] = answer->value;
  assumed_.push_back(*answer);
}

void ConventionCells::ask_findings(const rules::Pack& pack) {
  for (const rules::InputDeclaration& input : pack.inputs()) {
    const std::string_view axis = staging::axis_of_input(input);
    if (input.role != rules::InputRole::Finding || !input.absent.empty() || (axis != "t" && axis != "n")) continue;
    if (!is_filled(axis) && !is_filled(input.name)) ask(input.name);
  }
}

const cases::CaseOutcome& ConventionCells::stage(const std::vector<std::string_view>& cells, std::size_t size) {
  cells_.assign(cells.begin(), cells.end());
  cells_.resize(std::max(cells_.size(), header_.size()));
  size_ = size;
  assumed_.clear();
  tumor_.clear();
  stage_again();
  if (outcome_.result == nullptr || outcome_.result->status == "not_applicable") return outcome_;
  const rules::Pack& pack = stager_.plan()->pack();
  for (const auto& [name, value] : stager_.plan()->inputs_of(views_))
    if (name == "classification") classification_ = parse_classification(value).value_or(Classification::Clinical);
  site_ = pack.identity().site;
  note_looks(pack);
  const bool nodes_are_told = is_filled("n") || has_finding(pack, "n");
  const auto inputs = pack.inputs();
  const auto has = [&](std::string_view name) {
    return std::any_of(inputs.begin(), inputs.end(), [&](const auto& input) { return input.name == name; });
  };
  if (start_ == rules::Pack::Start::Findings) ask_findings(pack);
  if (!assumed_.empty()) stage_again();
  if (outcome_.result == nullptr) return outcome_;
  tumor_ = conventions_.tumor_class(is_filled("t") ? std::string_view(cells_[place_of("t")])
                                                   : std::string_view(outcome_.result->t));
  const std::size_t before = assumed_.size();
  if (has("n") && !nodes_are_told) ask("n");
  if (has("m") && !is_filled("m") && !is_filled("mets")) ask("m");
  if (assumed_.size() != before) stage_again();
  return outcome_;
}

}  // namespace restage::service
