// SPDX-License-Identifier: Apache-2.0
#include "pack_worlds.h"

#include <algorithm>
#include <map>
#include <set>

#include "rules/run/case_memo.h"
#include "rules/run/given_value.h"

namespace restage::test {

using rules::Cell;
using rules::InputModel;
using rules::Node;
using rules::TableStep;

namespace {

bool lists(const Cell& cell, std::uint64_t value) {
  return std::find(cell.values.begin(), cell.values.end(), static_cast<std::uint32_t>(value)) != cell.values.end();
}

/// Does a cell accept the truth itself, whatever was stated?
bool accepts_truth(const Cell& cell, const Truth& truth) {
  if (cell.any) return true;
  switch (truth.kind) {
    case Truth::Kind::Code:
    case Truth::Kind::Flag:
      return lists(cell, truth.value);
    case Truth::Kind::Number:
      return std::any_of(cell.intervals.begin(), cell.intervals.end(),
                         [&](const rules::Interval& each) { return each.contains(truth.number); });
    case Truth::Kind::Set:
      if (truth.value == 0) return cell.none;
      return std::any_of(cell.values.begin(), cell.values.end(),
                         [&](std::uint32_t member) { return (truth.value >> member & 1) != 0; });
    default:
      return cell.none;
  }
}

bool names_any_coarse(const Cell& cell, const InputModel& input) {
  return !cell.any && std::any_of(cell.values.begin(), cell.values.end(),
                                  [&](std::uint32_t value) { return value >= input.leaf_count; });
}

}  // namespace

PackWorlds::PackWorlds(const rules::Pack& pack) : pack_(pack), program_(*pack.program()) {
  const rules::CaseMemo memo(program_, rules::Pack::Start::Categories);
  for (const std::size_t node : memo.slots()) add_axis(node);
}

bool PackWorlds::names_coarse(std::size_t node, std::size_t value) const {
  for (const TableStep& step : program_.tables())
    for (std::size_t column = 0; column < step.columns.size(); ++column) {
      if (step.columns[column].node != node) continue;
      for (const rules::RowModel& row : step.model->rows)
        if (!row.cells[column].any && lists(row.cells[column], value)) return true;
    }
  return false;
}

void PackWorlds::add_axis(std::size_t node_index) {
  const Node& node = program_.nodes()[node_index];
  const InputModel& input = *node.model;
  InputAxis& axis = axes_.emplace_back();
  axis.node = node_index;
  axis.name = node.name();
  axis.writings.emplace_back();
  switch (node.kind) {
    case Node::Kind::Code:
      add_code(axis, input);
      break;
    case Node::Kind::Number:
      add_numbers(axis, node);
      break;
    case Node::Kind::Set:
      add_sets(axis, node);
      break;
    case Node::Kind::Flag:
      for (std::uint64_t value = 0; value < 2; ++value) {
        axis.truths.push_back({Truth::Kind::Flag, value, std::nullopt, {}});
        axis.writings.push_back({value == 1 ? "yes" : "no", {value}, false});
      }
      break;
  }
  Writing& nothing = axis.writings.front();
  if (!input.absent.empty()) {  // the pack says what an input that is not given is
    const auto value = rules::read_value(node, input.absent);
    for (std::size_t truth = 0; truth < axis.truths.size() && nothing.truths.empty(); ++truth) {
      const Truth taken{axis.truths[truth].kind, node.kind == Node::Kind::Number ? 0 : value->value, std::nullopt,
                        value->number.value_or(Decimal{})};
      const bool same = node.kind == Node::Kind::Number && !node.feeds_measure
                            ? signature_of(node_index, taken) == signature_of(node_index, axis.truths[truth])
                            : taken == axis.truths[truth];
      if (same) nothing.truths.push_back(truth);
    }
    return;
  }
  nothing.open = true;
  for (std::size_t truth = 0; truth < axis.truths.size(); ++truth) {
    if (node_index == rules::Program::kClassificationNode) {
      const auto& classes = program_.model().identity.classifications;
      if (std::find(classes.begin(), classes.end(), input.declaration.values[axis.truths[truth].value]) ==
          classes.end())
        continue;
    }
    nothing.truths.push_back(truth);
  }
}

void PackWorlds::add_code(InputAxis& axis, const InputModel& input) const {
  const auto& names = input.declaration.values;
  for (std::uint32_t leaf = 0; leaf < input.leaf_count; ++leaf) {
    axis.truths.push_back({Truth::Kind::Code, leaf, std::nullopt, {}});
    axis.writings.push_back({names[leaf], {leaf}, false});
  }
  for (std::size_t coarse = 0; coarse < input.members.size(); ++coarse) {
    const std::size_t value = input.leaf_count + coarse;
    Writing& writing = axis.writings.emplace_back(Writing{names[value], {}, true});
    const bool named = names_coarse(axis.node, value);
    for (const std::uint32_t leaf : input.members[coarse]) {
      if (named) axis.truths.push_back({Truth::Kind::Code, leaf, value, {}});
      writing.truths.push_back(named ? axis.truths.size() - 1 : leaf);
    }
  }
}

/// Below, on and above every cut-point, and both ends of the range; numbers that the input refuses are left out.
void PackWorlds::add_numbers(InputAxis& axis, const Node& node) const {
  const InputModel& input = *node.model;
  axis.samples_numbers = node.feeds_measure;
  std::vector<Decimal> candidates;
  if (input.minimum) candidates.push_back(*input.minimum);
  if (input.maximum) candidates.push_back(*input.maximum);
  if (node.feeds_measure) candidates.insert(candidates.end(), {Decimal::of(1), Decimal::of(7), Decimal::of(120)});
  if (const auto absent = Decimal::parse(input.absent)) candidates.push_back(*absent);
  const bool integer = input.declaration.type == rules::InputType::Integer;
  for (const Decimal& cut : node.cuts)
    for (const std::string_view step : {"-1", "-0.5", "-0.001", "0", "0.001", "0.5", "1"}) {
      const auto number = cut.plus(*Decimal::parse(step));
      if (number && (!integer || number->is_integer())) candidates.push_back(*number);
    }
  std::sort(candidates.begin(), candidates.end());
  for (const Decimal& number : candidates) {
    if ((input.minimum && number < *input.minimum) || (input.maximum && number > *input.maximum)) continue;
    Truth truth{Truth::Kind::Number, 0, std::nullopt, node.prepared(number)};
    if (std::find(axis.truths.begin(), axis.truths.end(), truth) != axis.truths.end()) continue;
    // One number of each kind is enough where no formula uses it.
    const auto alike = [&](const Truth& other) {
      return signature_of(axis.node, other) == signature_of(axis.node, truth);
    };
    if (!node.feeds_measure && std::any_of(axis.truths.begin(), axis.truths.end(), alike)) continue;
    axis.writings.push_back({number.text(), {axis.truths.size()}, false});
    axis.truths.push_back(truth);
  }
}

/// The empty set, every member alone and every pair, all members, and every set where they are few.
void PackWorlds::add_sets(InputAxis& axis, const Node& node) const {
  const std::uint32_t members = node.leaf_count();
  const std::uint64_t all = (std::uint64_t{1} << members) - 1;
  std::vector<std::uint64_t> masks = {0, all};
  for (std::uint32_t a = 0; a < members; ++a)
    for (std::uint32_t b = a; b < members; ++b) masks.push_back(std::uint64_t{1} << a | std::uint64_t{1} << b);
  if (members <= 6)
    for (std::uint64_t mask = 0; mask <= all; ++mask) masks.push_back(mask);
  std::set<std::string> seen;
  for (const std::uint64_t mask : masks) {
    const Truth truth{Truth::Kind::Set, mask, std::nullopt, {}};
    if (!seen.insert(signature_of(axis.node, truth)).second) continue;
    axis.writings.push_back({rules::describe_value(node, mask), {axis.truths.size()}, false});
    axis.truths.push_back(truth);
  }
}

/// How every row and condition of the pack treats a truth.
std::string PackWorlds::signature_of(std::size_t node, const Truth& truth) const {
  std::string signature;
  for (const TableStep& step : program_.tables()) {
    for (std::size_t column = 0; column < step.columns.size(); ++column) {
      if (step.columns[column].node != node) continue;
      for (const rules::RowModel& row : step.model->rows) {
        const Cell& cell = row.cells[column];
        signature += accepts_truth(cell, truth) ? '1' : '0';
        signature += !truth.stated ? '.' : lists(cell, *truth.stated) ? 's' : '-';
      }
    }
    for (const TableStep::When& when : step.when)
      if (when.node == node) signature += truth.value < when.accepts.size() && when.accepts[truth.value] ? 'W' : 'w';
  }
  return signature;
}

void PackWorlds::merge_alike_writings() {
  for (InputAxis& axis : axes_) {
    if (axis.samples_numbers || axis.node == rules::Program::kClassificationNode) continue;
    std::set<std::set<std::string>> seen;
    std::vector<Writing> kept;
    for (Writing& writing : axis.writings) {
      std::set<std::string> signatures;
      if (writing.open) signatures.insert("open");
      for (const std::size_t truth : writing.truths) signatures.insert(signature_of(axis.node, axis.truths[truth]));
      // An open writing keeps one truth of each kind; what was left out has a twin.
      std::map<std::string, std::size_t> first;
      for (const std::size_t truth : writing.truths) first.emplace(signature_of(axis.node, axis.truths[truth]), truth);
      if (kept.empty() || seen.insert(signatures).second) {
        writing.truths.clear();
        for (const auto& [signature, truth] : first) writing.truths.push_back(truth);
        kept.push_back(std::move(writing));
      }
    }
    axis.writings = std::move(kept);
  }
}

namespace {

/// Where a stated coarse value counts as a value of its own: in the columns of `pattern`.
bool row_accepts(const TableStep& step, const rules::RowModel& row, const std::vector<Truth>& world,
                 const std::vector<bool>& as_stated) {
  for (std::size_t column = 0; column < step.columns.size(); ++column) {
    const Cell& cell = row.cells[column];
    const Truth& truth = world[step.columns[column].node];
    if (as_stated[column] ? !(cell.any || lists(cell, *truth.stated)) : !accepts_truth(cell, truth)) return false;
  }
  return true;
}

}  // namespace

/// A cell that names a coarse value accepts the bare value only; elsewhere the member behind it counts. So the
/// rows are read with as many columns as stated as some row names together, then with fewer: such a reading
/// decides if its first match names them all.
std::optional<std::size_t> PackWorlds::first_match(const TableStep& step, const std::vector<Truth>& world) const {
  const auto& rows = step.model->rows;
  std::vector<std::size_t> stated;
  for (std::size_t column = 0; column < step.columns.size(); ++column) {
    const Truth& truth = world[step.columns[column].node];
    if (truth.stated && std::any_of(rows.begin(), rows.end(), [&](const rules::RowModel& row) {
          return !row.cells[column].any && lists(row.cells[column], *truth.stated);
        }))
      stated.push_back(column);
  }
  std::vector<std::size_t> subsets((std::size_t{1} << stated.size()));
  for (std::size_t i = 0; i < subsets.size(); ++i) subsets[i] = subsets.size() - 1 - i;
  std::stable_sort(subsets.begin(), subsets.end(),
                   [](std::size_t a, std::size_t b) { return __builtin_popcountll(a) > __builtin_popcountll(b); });
  for (const std::size_t subset : subsets) {
    std::vector<bool> as_stated(step.columns.size(), false);
    for (std::size_t i = 0; i < stated.size(); ++i) as_stated[stated[i]] = (subset >> i & 1) != 0;
    for (std::size_t row = 0; row < rows.size(); ++row) {
      if (!row_accepts(step, rows[row], world, as_stated)) continue;
      bool names_all = true;
      for (std::size_t column = 0; column < as_stated.size(); ++column)
        if (as_stated[column])
          names_all &= names_any_coarse(rows[row].cells[column], *program_.nodes()[step.columns[column].node].model);
      if (names_all) return row;
      break;
    }
  }
  return std::nullopt;
}

Truth PackWorlds::sum_of(const TableStep& step, const std::vector<Truth>& world) const {
  Truth total{Truth::Kind::Number, 0, std::nullopt, Decimal::of(0)};
  std::vector<bool> as_stated(step.columns.size(), false);
  for (std::size_t column = 0; column < as_stated.size(); ++column) {
    const Truth& truth = world[step.columns[column].node];
    for (const rules::RowModel& row : step.model->rows)
      if (truth.stated && !row.cells[column].any && lists(row.cells[column], *truth.stated)) as_stated[column] = true;
  }
  for (const rules::RowModel& row : step.model->rows)
    if (row_accepts(step, row, world, as_stated))
      total.number = *total.number.plus(*Decimal::parse(row.results.front()));
  return total;
}

Truth PackWorlds::parse_result(std::size_t node, const std::string& text) const {
  const InputModel& model = *program_.nodes()[node].model;
  if (text == "none") return {Truth::Kind::Nothing, 0, std::nullopt, {}};
  if (model.is_number()) return {Truth::Kind::Number, 0, std::nullopt, *Decimal::parse(text)};
  if (program_.nodes()[node].kind == Node::Kind::Flag)
    return {Truth::Kind::Flag, text == "yes" ? 1u : 0u, std::nullopt, {}};
  return {Truth::Kind::Code, *model.value_number(text), std::nullopt, {}};
}

std::string PackWorlds::text_of(std::size_t node, const Truth& truth) const {
  switch (truth.kind) {
    case Truth::Kind::Unset:
      return "";
    case Truth::Kind::Number:
      return truth.number.text();
    case Truth::Kind::Flag:
      return truth.value == 1 ? "yes" : "no";
    case Truth::Kind::Code:
      return program_.nodes()[node].model->declaration.values[truth.value];
    case Truth::Kind::Set:
      return std::to_string(truth.value);
    default:
      return "none";
  }
}

void PackWorlds::run_table(const TableStep& step, std::vector<Truth>& world, WorldResult& last) const {
  for (const TableStep::When& when : step.when) {
    const Truth& truth = world[when.node];
    const bool known = truth.kind == Truth::Kind::Code || truth.kind == Truth::Kind::Flag;
    const bool holds = known ? when.accepts[truth.value] || (truth.stated && when.accepts[*truth.stated])
                             : truth.kind == Truth::Kind::Nothing && when.accepts_none;
    if (!holds) return;
  }
  if (step.model->sum) {
    world[step.results.front()] = sum_of(step, world);
    return;
  }
  const std::size_t final = program_.final_node();
  if (std::find(step.results.begin(), step.results.end(), final) != step.results.end() &&
      world[final].kind == Truth::Kind::Unset && !step.columns.empty()) {
    last.leading_node = step.columns.front().node;
    if (!program_.nodes()[*last.leading_node].is_input)
      last.leading_value = text_of(*last.leading_node, world[*last.leading_node]);
  }
  const auto row = first_match(step, world);
  for (std::size_t k = 0; k < step.results.size(); ++k) {
    const std::size_t node = step.results[k];
    if (program_.nodes()[node].is_category) continue;  // given, not derived
    const std::string text = row ? step.model->rows[*row].results[k] : "";
    if (!text.empty() && text != "-") {
      world[node] = parse_result(node, text);
    } else if (world[node].kind == Truth::Kind::Unset) {
      world[node].kind = row ? Truth::Kind::Nothing : Truth::Kind::NoRow;
    }
  }
}

WorldResult PackWorlds::result(const std::vector<std::size_t>& choice) const {
  std::vector<Truth> world(program_.nodes().size());
  for (std::size_t axis = 0; axis < axes_.size(); ++axis) world[axes_[axis].node] = axes_[axis].truths[choice[axis]];
  WorldResult result;
  for (std::size_t i = 0; i < program_.steps().size(); ++i) {
    if (!program_.needed_from_categories()[i]) continue;
    const rules::Step& step = program_.steps()[i];
    if (!step.is_measure) {
      run_table(program_.tables()[step.index], world, result);
      continue;
    }
    const rules::MeasureStep& measure = program_.measures()[step.index];
    std::vector<Decimal> operands;
    for (const std::size_t operand : measure.operands)
      if (world[operand].kind == Truth::Kind::Number) operands.push_back(world[operand].number);
    const auto number = operands.size() == measure.operands.size()
                            ? measure.model->expression.evaluate(operands, measure.model->decimals)
                            : std::nullopt;
    world[measure.node] = number ? Truth{Truth::Kind::Number, 0, std::nullopt, *number}
                                 : Truth{Truth::Kind::Nothing, 0, std::nullopt, {}};
  }
  const Truth& final = world[program_.final_node()];
  result.text = text_of(program_.final_node(), final);
  result.no_row = final.kind == Truth::Kind::NoRow;
  return result;
}

}  // namespace restage::test
