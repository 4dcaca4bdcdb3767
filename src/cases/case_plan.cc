// SPDX-License-Identifier: Apache-2.0
#include "cases/case_plan.h"

#include <algorithm>

#include "base/text.h"
#include "cases/category_cell.h"
#include "core/classification.h"
#include "core/missing_words.h"
#include "rules/pack/distant_stations.h"
#include "rules/run/given_value.h"

namespace restage::cases {

namespace {
constexpr std::size_t kMaxRefusals = std::size_t{1} << 16;
}  // namespace

CasePlan::CasePlan(const rules::Pack& pack, rules::Pack::Start start, bool with_reasons,
                   const std::vector<std::string>& header, std::vector<ColumnTexts>& texts, std::uint32_t& result_count)
    : pack_(pack),
      program_(*pack.program()),
      texts_(texts),
      memo_(program_, start),
      results_(program_, start, with_reasons, memo_, result_count),
      place_of_column_(header.size(), kNoCell) {
  memo_.set_maker(results_);
  classes_.assign(memo_.slots().size(), rules::CaseMemo::kUnknownClass);
  for (rules::Value value = 0; value < 6; ++value)
    classification_class_.push_back(memo_.class_of(0, {value, std::nullopt}));
  for (std::size_t slot = 0; slot < memo_.slots().size(); ++slot) {
    const rules::Node& node = program_.nodes()[memo_.slots()[slot]];
    const auto found = std::find(header.begin(), header.end(), node.name());
    if (found == header.end()) continue;
    Column& column = columns_.emplace_back();
    column.table_column = static_cast<std::uint32_t>(found - header.begin());
    column.slot = static_cast<std::uint32_t>(slot);
    if (node.is_category && node.name().size() == 1 &&
        std::string_view("tnm").find(node.name()) != std::string_view::npos && node.kind == rules::Node::Kind::Code)
      column.axis = node.name().front();
    place_of_column_[column.table_column] = static_cast<std::uint32_t>(columns_.size() - 1);
  }
  packed_.resize(columns_.size());
  if (start == rules::Pack::Start::Findings) find_stations(header);
}

void CasePlan::find_stations(const std::vector<std::string>& header) {
  const auto nodes = std::find(header.begin(), header.end(), "nodes");
  if (nodes == header.end()) return;
  const rules::InputDeclaration* const places = rules::distant_places(pack_.inputs());
  if (places == nullptr) return;
  for (std::size_t slot = 0; slot < memo_.slots().size(); ++slot)
    if (program_.nodes()[memo_.slots()[slot]].name() == places->name)
      stations_ = {static_cast<std::uint32_t>(nodes - header.begin()), slot, places};
}

CasePlan::Divided CasePlan::divide(std::string_view stations) const {
  const auto divided = rules::divide_stations(*stations_->places, rules::members_as_written(stations));
  return {text::join(divided.regional, "+"), divided.has_distant};
}

namespace {
std::string with_distant_nodes(std::string_view places) {
  std::string with(rules::kDistantNodes);
  return places.empty() || text::equal_ignoring_case(places, "none") ? with : std::string(places) + "+" + with;
}
}  // namespace

bool CasePlan::read_with_stations(std::span<const CellNumber> cells, const Divided& divided, CaseOutcome& outcome) {
  std::vector<CellNumber> others;
  std::string_view places;
  const std::string_view set = program_.nodes()[memo_.slots()[stations_->slot]].name();
  for (const CellNumber& cell : cells) {
    const bool is_set =
        place_of_column_[cell.column] != kNoCell && name_of(columns_[place_of_column_[cell.column]]) == set;
    if (is_set) places = text::trim(texts_[cell.column].text(cell.text));
    if (cell.column != stations_->column) others.push_back(cell);
  }
  if (!read_with_prefixes(others, outcome)) return false;
  const auto known = rules::read_value(program_.nodes()[memo_.slots()[stations_->slot]], with_distant_nodes(places));
  if (known) classes_[stations_->slot] = memo_.class_of(stations_->slot, *known);
  if (place_of_column_[stations_->column] == kNoCell || divided.regional.empty()) return true;
  const Column& column = columns_[place_of_column_[stations_->column]];
  const Cell regional = read(column, divided.regional);
  classes_[column.slot] = regional.class_id;
  if (regional.refusal.problem.empty()) return true;
  outcome.refusal = regional.refusal;
  return false;
}

std::string_view CasePlan::name_of(const Column& column) const {
  return program_.nodes()[memo_.slots()[column.slot]].name();
}

CasePlan::Cell CasePlan::read(const Column& column, std::string_view written) {
  Cell cell;
  const rules::Node& node = program_.nodes()[memo_.slots()[column.slot]];
  std::string value(text::trim(written));
  const auto refuse = [&](const Error& error) {
    if (is_missing_word(value)) return;  // the input has no such value: unknown, as an empty cell
    cell.refusal = {"column " + std::string(name_of(column)) + ": " + error.message, error.context};
  };
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

inline std::uint32_t CasePlan::packed_cell(Column& column, std::uint32_t number) {
  if (column.generation == texts_[column.table_column].generation() && number < column.cells.size() &&
      column.cells[number] != kNoCell)
    return column.cells[number];
  return read_cell(column, number);
}

std::uint32_t CasePlan::read_cell(Column& column, std::uint32_t number) {
  const ColumnTexts& texts = texts_[column.table_column];
  if (column.generation != texts.generation()) column.cells.clear();
  column.generation = texts.generation();
  if (number >= column.cells.size())
    column.cells.resize(std::max<std::size_t>(number + 1, column.cells.size() * 2), kNoCell);
  Cell cell = read(column, texts.text(number));
  std::uint32_t packed = (cell.class_id & kClassMask) | static_cast<std::uint32_t>(cell.classification + 1)
                                                            << kClassBits;
  if (!cell.refusal.problem.empty()) {
    if (refusals_.size() >= kMaxRefusals) forget_refusals();
    packed = kRefusedBit | static_cast<std::uint32_t>(refusals_.size());
    refusals_.push_back(std::move(cell.refusal));
  }
  column.cells[number] = packed;
  return packed;
}

/// A column of ever new mistakes.
void CasePlan::forget_refusals() {
  refusals_.clear();
  for (Column& column : columns_)
    for (std::uint32_t& cell : column.cells)
      if ((cell & kRefusedBit) != 0) cell = kNoCell;
}

/// A prefix names the classification of a row that does not state it, and must not contradict one that does.
/// M is left out: cM0 completes a p statement and pM1 a clinical one.
bool CasePlan::apply_prefix(std::size_t index, int classification, std::span<const CellNumber> cells,
                            CaseOutcome& outcome) {
  const Column& column = columns_[index];
  constexpr int kRecurrence = static_cast<int>(Classification::Recurrence);
  constexpr int kAutopsy = static_cast<int>(Classification::Autopsy);
  if (column.axis == 0 || column.axis == 'm') return true;
  if (row_classification_ < 0) {
    row_classification_ = classification;
    return true;
  }
  const bool open = row_classification_ == kRecurrence || row_classification_ == kAutopsy;
  if (classification == row_classification_ || open) return true;
  const auto cell = std::find_if(cells.begin(), cells.end(),
                                 [&](const CellNumber& each) { return each.column == column.table_column; });
  const std::string& text = texts_[column.table_column].text(cell->text);
  outcome.refusal = {"column " + std::string(name_of(column)) + ": `" + text::excerpt(text) +
                         "` does not belong to classification " +
                         std::string(to_string(static_cast<Classification>(row_classification_))),
                     "give the category of that classification, or leave it empty"};
  return false;
}

void CasePlan::stage(std::span<const CellNumber> cells, CaseOutcome& outcome) {
  outcome.result = nullptr;
  if (results_.is_full()) {
    start_over();
    results_.forget();
  }
  if (!read_row(cells, outcome)) return;
  if (memo_.is_full()) {
    start_over();
    if (!read_row(cells, outcome)) return;
  }
  outcome.result = &results_[memo_.lookup(classes_.data())];
}

/// After a column of ever new numbers or sets: the classes its cells stood for are void.
void CasePlan::start_over() {
  memo_.start_over();
  for (Column& column : columns_) column.cells.clear();
}

bool CasePlan::read_row(std::span<const CellNumber> cells, CaseOutcome& outcome) {
  if (stations_)
    for (const CellNumber& cell : cells)
      if (cell.column == stations_->column)
        if (const Divided divided = divide(texts_[cell.column].text(cell.text)); divided.has_distant)
          return read_with_stations(cells, divided, outcome);
  row_classification_ = -1;
  classification_given_ = false;
  std::fill(classes_.begin(), classes_.end(), rules::CaseMemo::kUnknownClass);
  for (const CellNumber& cell : cells) {
    const std::uint32_t place = place_of_column_[cell.column];
    if (place == kNoCell) continue;
    Column& column = columns_[place];
    const std::uint32_t packed = packed_cell(column, cell.text);
    if (packed > kClassMask && column.slot != 0) return read_with_prefixes(cells, outcome);
    if ((packed & kRefusedBit) != 0) return read_with_prefixes(cells, outcome);
    classes_[column.slot] = packed & kClassMask;
  }
  return true;
}

/// The general case: a refused cell, or categories that say of which classification they are.
bool CasePlan::read_with_prefixes(std::span<const CellNumber> cells, CaseOutcome& outcome) {
  row_classification_ = -1;
  classification_given_ = false;
  std::fill(packed_.begin(), packed_.end(), kNoCell);
  for (const CellNumber& cell : cells)
    if (const std::uint32_t column = place_of_column_[cell.column]; column != kNoCell)
      packed_[column] = packed_cell(columns_[column], cell.text);
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const std::uint32_t slot = columns_[i].slot, cell = packed_[i];
    if (cell == kNoCell) {
      classes_[slot] = rules::CaseMemo::kUnknownClass;
      continue;
    }
    if ((cell & kRefusedBit) != 0) {
      outcome.refusal = refusals_[cell & ~kRefusedBit];
      return false;
    }
    classes_[slot] = cell & kClassMask;
    const int classification = static_cast<int>(cell >> kClassBits) - 1;
    if (classification < 0) continue;
    if (slot == 0) {
      row_classification_ = classification;
      classification_given_ = true;
    } else if (!apply_prefix(i, classification, cells, outcome)) {
      return false;
    }
  }
  if (!classification_given_)
    classes_[0] = row_classification_ < 0 ? rules::CaseMemo::kUnknownClass
                                          : classification_class_[static_cast<std::size_t>(row_classification_)];
  return true;
}

std::vector<std::pair<std::string, std::string>> CasePlan::inputs_of(const std::vector<std::string_view>& cells) {
  std::vector<std::pair<std::string, std::string>> inputs;
  Divided divided;
  if (stations_ && stations_->column < cells.size()) divided = divide(cells[stations_->column]);
  for (Column& column : columns_) {
    if (column.table_column >= cells.size() || cells[column.table_column].empty()) continue;
    Cell cell = read(column, divided.has_distant && column.table_column == stations_->column
                                 ? std::string_view(divided.regional)
                                 : cells[column.table_column]);
    if (!cell.text.empty()) inputs.emplace_back(name_of(column), std::move(cell.text));
  }
  if (divided.has_distant) {
    const std::string_view set = program_.nodes()[memo_.slots()[stations_->slot]].name();
    const auto given =
        std::find_if(inputs.begin(), inputs.end(), [&](const auto& input) { return input.first == set; });
    if (given != inputs.end())
      given->second = with_distant_nodes(given->second);
    else
      inputs.emplace_back(set, with_distant_nodes({}));
  }
  if (!classification_given_ && row_classification_ >= 0)
    inputs.emplace_back("classification", to_string(static_cast<Classification>(row_classification_)));
  return inputs;
}

}  // namespace restage::cases
