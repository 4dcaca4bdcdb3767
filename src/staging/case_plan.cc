// SPDX-License-Identifier: Apache-2.0
#include "staging/case_plan.h"

#include <algorithm>

#include "base/csv.h"
#include "base/text.h"
#include "core/classification.h"
#include "rules/compiled_pack.h"
#include "rules/given_value.h"
#include "rules/materiality.h"
#include "staging/category_cell.h"

namespace restage::staging {

using rules::Program;

CasePlan::CasePlan(const rules::Pack& pack, rules::Pack::Start start, const std::vector<std::string>& header)
    : pack_(pack), program_(*pack.program()), start_(start), memo_(program_, start), used_columns_(header.size(), false) {
  memo_.set_maker(*this);
  classes_.assign(memo_.slots().size(), rules::CaseMemo::kUnknownClass);
  for (rules::Value value = 0; value < 6; ++value) classification_class_.push_back(memo_.class_of(0, {value, std::nullopt}));
  for (std::size_t slot = 0; slot < memo_.slots().size(); ++slot) {
    const rules::Node& node = program_.nodes()[memo_.slots()[slot]];
    const auto found = std::find(header.begin(), header.end(), node.name());
    if (found == header.end()) continue;
    Column& column = columns_.emplace_back();
    column.csv = static_cast<std::size_t>(found - header.begin());
    column.slot = slot;
    column.name = node.name();
    if (node.is_category && (column.name == "t" || column.name == "n" || column.name == "m") && node.kind == rules::Node::Kind::Code) column.axis = column.name.front();
    used_columns_[column.csv] = true;
  }
}

CasePlan::Cell CasePlan::read(const Column& column, std::string_view written) {
  Cell cell;
  const rules::Node& node = program_.nodes()[memo_.slots()[column.slot]];
  std::string value(text::trim(written));
  const auto refuse = [&](const Error& error) { cell.refusal = "column " + column.name + ": " + error.message + "; " + error.context; };
  if (value.empty()) return cell;
  if (column.axis != 0) {
    auto category = read_category_cell(column.axis, value, *node.model);
    if (!category) {
      refuse(category.error());
      return cell;
    }
    value = category->value;
    if (category->classification) cell.classification = static_cast<int>(*category->classification);
  }
  const auto known = rules::read_value(node, value);
  if (!known) {
    refuse(known.error());
    return cell;
  }
  cell.class_id = memo_.class_of(column.slot, *known);
  cell.text = std::move(value);
  if (column.slot == 0) cell.classification = static_cast<int>(known->value);
  return cell;
}

std::uint32_t CasePlan::packed_cell(Column& column, std::string_view text) {
  const std::uint32_t packed = column.index.find(text);
  return packed != column.index.kAbsent ? packed : add_cell(column, text);
}

std::uint32_t CasePlan::add_cell(Column& column, std::string_view text) {
  if (column.index.is_full()) {
    column.index.clear();
    column.refusals.clear();
  }
  Cell cell = read(column, text);
  std::uint32_t packed = (cell.class_id & kClassMask) | static_cast<std::uint32_t>(cell.classification + 1) << kClassBits;
  if (!cell.refusal.empty()) {
    packed = kRefusedBit | static_cast<std::uint32_t>(column.refusals.size());
    column.refusals.push_back(std::move(cell.refusal));
  }
  column.index.insert(text, packed);
  return packed;
}

/// A prefix names the classification of a row that does not state it, and must not contradict one that does.
/// M is left out: cM0 completes a p statement and pM1 a clinical one.
bool CasePlan::apply_prefix(const Column& column, int classification, std::string_view text, CaseOutcome& outcome) {
  constexpr int kRecurrence = static_cast<int>(Classification::Recurrence);
  constexpr int kAutopsy = static_cast<int>(Classification::Autopsy);
  if (column.axis == 0 || column.axis == 'm') return true;
  if (row_classification_ < 0) {
    row_classification_ = classification;
    return true;
  }
  const bool open = row_classification_ == kRecurrence || row_classification_ == kAutopsy;
  if (classification == row_classification_ || open) return true;
  outcome.refusal = "column " + column.name + ": `" + text::excerpt(text) + "` does not belong to classification " +
                    std::string(to_string(static_cast<Classification>(row_classification_))) + "; give the category of that classification, or leave it empty";
  return false;
}

void CasePlan::stage(const std::vector<std::string_view>& cells, CaseOutcome& outcome) {
  outcome.result = nullptr;
  row_classification_ = -1;
  classification_given_ = false;
  for (Column& column : columns_) {
    const std::string_view text = column.csv < cells.size() ? cells[column.csv] : std::string_view{};
    if (text.empty()) {
      classes_[column.slot] = rules::CaseMemo::kUnknownClass;
      continue;
    }
    const std::uint32_t cell = packed_cell(column, text);
    if ((cell & kRefusedBit) != 0) {
      outcome.refusal = column.refusals[cell & ~kRefusedBit];
      return;
    }
    classes_[column.slot] = cell & kClassMask;
    const int classification = static_cast<int>(cell >> kClassBits) - 1;
    if (classification < 0) continue;
    if (column.slot == 0) {
      row_classification_ = classification;
      classification_given_ = true;
    } else if (!apply_prefix(column, classification, text, outcome)) {
      return;
    }
  }
  if (!classification_given_) classes_[0] = row_classification_ < 0 ? rules::CaseMemo::kUnknownClass : classification_class_[static_cast<std::size_t>(row_classification_)];
  outcome.result = &results_[memo_.lookup(classes_.data())];
}

std::vector<std::pair<std::string, std::string>> CasePlan::inputs_of(const std::vector<std::string_view>& cells) {
  std::vector<std::pair<std::string, std::string>> inputs;
  for (Column& column : columns_) {
    if (column.csv >= cells.size() || cells[column.csv].empty()) continue;
    Cell cell = read(column, cells[column.csv]);
    if (!cell.text.empty()) inputs.emplace_back(column.name, std::move(cell.text));
  }
  if (!classification_given_ && row_classification_ >= 0) inputs.emplace_back("classification", to_string(static_cast<Classification>(row_classification_)));
  return inputs;
}

namespace {

std::string joined(const std::vector<std::string_view>& parts, std::string_view separator) {
  std::string text;
  for (const std::string_view part : parts) {
    if (!text.empty()) text += separator;
    text += part;
  }
  return text;
}

}  // namespace

namespace {

/// With one or two open inputs the branches are worked out; with more they are named.
constexpr std::size_t kMaxExplained = 2;

std::string open_inputs(const rules::Program& program, const rules::RunResult& result) {
  std::string text;
  for (std::size_t node = 0; node < result.asked.size(); ++node)
    if (result.asked[node]) text += (text.empty() ? "depends on some of " : ", ") + std::string(program.nodes()[node].name());
  return text;
}

}  // namespace

std::string CasePlan::message_of(const rules::Evaluation& evaluation, const rules::CaseMemo::Outcome& outcome) const {
  const rules::RunInput& input = outcome.input;
  std::string message;
  const auto add = [&message](const std::string& part) { message += (message.empty() ? "" : "; ") + part; };
  const std::string_view classification = rules::is_special(input.nodes[0].value) ? "" : to_string(static_cast<Classification>(input.nodes[0].value));
  switch (evaluation.status) {
    case rules::EvaluationStatus::Determined: break;
    case rules::EvaluationStatus::NoGroup:
      add(program_.has_final() ? "no group by this table" : "this system defines no group");
      break;
    case rules::EvaluationStatus::NotApplicable:
      add(classification.empty() ? "no table for this classification" : "no table for classification " + std::string(classification));
      break;
    case rules::EvaluationStatus::Ambiguous: {
      const auto& asked = outcome.result.asked;
      if (static_cast<std::size_t>(std::count(asked.begin(), asked.end(), true)) > kMaxExplained) {
        add(open_inputs(program_, outcome.result));
        break;
      }
      const auto deciders = rules::find_deciders(program_, input, program_.final_node());
      std::string text;
      for (const rules::Decider& decider : deciders) {
        if (text.size() > 300) {
          text += ", ...";
          break;
        }
        text += text.empty() ? "depends on " : ", ";
        text += decider.input;
        if (&decider != &deciders.front() || decider.branches.size() > 6) continue;
        std::string branches;
        for (const auto& branch : decider.branches) {
          branches += branches.empty() ? " (" : "; ";
          branches += branch.values + ": " + text::join(branch.results, " or ");
        }
        if (branches.size() < 200) text += branches + ")";
      }
      add(text.empty() ? "depends on several inputs together" : text);
      break;
    }
  }
  if (!evaluation.assumed.empty()) add("taken as " + text::join(evaluation.assumed, ", "));
  if (evaluation.rests_on_unverified) add("rests on a source that was not read");
  for (const rules::InputProblem& problem : evaluation.problems) add(problem.input + " " + problem.value + ": " + problem.message);
  return message;
}

std::uint32_t CasePlan::make(const rules::CaseMemo::Outcome& outcome) {
  const rules::Evaluation evaluation = rules::describe_outcome(program_, outcome.input, outcome.result);
  CaseResult& result = results_.emplace_back();
  result.status = to_string(evaluation.status);
  const bool none = evaluation.status == rules::EvaluationStatus::NoGroup || evaluation.status == rules::EvaluationStatus::NotApplicable;
  if (none) {
    result.possible = {"none"};
  } else if (const rules::OutputValue* final = evaluation.output(program_.nodes()[program_.final_node()].name())) {
    result.possible.assign(final->possible.begin(), final->possible.end());
  }
  if (result.possible.size() == 1) result.group = result.possible.front();
  result.message = message_of(evaluation, outcome);
  result.csv += "," + result.group + "," + text::join(result.possible, ";") + "," + result.status + ",";
  append_csv_cell(result.csv, result.message);
  if (start_ == rules::Pack::Start::Findings) {
    for (auto [name, target] : {std::pair{"t", &result.t}, std::pair{"n", &result.n}, std::pair{"m", &result.m}}) {
      const auto node = program_.node_of(name);
      if (const rules::OutputValue* value = evaluation.output(name)) *target = joined(value->possible, ";");
      else if (node && !rules::is_special(outcome.input.nodes[*node].value)) *target = rules::describe_value(program_.nodes()[*node], outcome.input.nodes[*node].value);
      result.csv += "," + *target;
    }
  }
  // Combinations with one outcome share it, so that memory follows the outcomes, not the combinations.
  const auto [at, fresh] = result_numbers_.emplace(result.csv, static_cast<std::uint32_t>(results_.size() - 1));
  if (!fresh) results_.pop_back();
  return at->second;
}

}  // namespace restage::staging
