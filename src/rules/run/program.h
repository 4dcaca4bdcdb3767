// SPDX-License-Identifier: Apache-2.0
#pragma once
// Program: a PackModel compiled for evaluation. Nodes are the inputs, measures and outputs; steps are measures
// and tables in running order.
//
// Every node has numbered values (class Value). Each table column maps values to the classes of its
// CompiledTable, so that a lookup touches no text. A coarse value that some row of a table names gets classes
// of its own, one per member: sections of rows in front of the table decide whether the naming row is the first
// match, else the search passes on to the row-by-row part where the member counts. Immutable, thread-safe.
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/decimal.h"
#include "rules/pack/pack_model.h"
#include "rules/table/table.h"

namespace restage::rules {

/// Value of a node. Code: number of the leaf or coarse value; bound_value() for a coarse value with a chosen
/// member. Number: elementary class (2i: below cut i, 2i+1: on it), or stored_value() of a number kept exactly.
/// Flag: 0, 1. Set: bit mask of members.
using Value = std::uint64_t;
inline constexpr Value kOpenValue = ~Value{0};       ///< unknown: any value of the node's domain
inline constexpr Value kNoValue = ~Value{0} - 1;     ///< a table gave nothing, or `none`
inline constexpr Value kUnsetValue = ~Value{0} - 2;  ///< not computed (yet)
inline constexpr Value kDeadValue = ~Value{0} - 3;   ///< no longer needed
inline constexpr Value kNoRowValue = ~Value{0} - 4;  ///< no row of the table accepts this combination
inline constexpr Value kBoundBit = Value{1} << 40;
inline constexpr Value kStoredBit = Value{1} << 41;
constexpr bool is_special(Value value) noexcept { return value >= kNoRowValue; }

struct Node {
  enum class Kind { Code, Flag, Number, Set };
  const InputModel* model = nullptr;
  Kind kind = Kind::Code;
  bool is_input = false;
  bool is_category = false;  ///< an input of role category: t, n, m
  bool feeds_measure = false;
  std::vector<Decimal> cuts;  ///< numbers: sorted
  std::vector<bool> named;    ///< per coarse value: some row names it
  std::vector<Value> domain;  ///< what an unknown may be, for joint enumeration

  std::string_view name() const { return model->declaration.name; }
  std::uint32_t leaf_count() const { return model->leaf_count; }
  bool is_coarse(Value value) const {
    return kind == Kind::Code && value >= leaf_count() && value < model->declaration.values.size();
  }
  Value elementary(const Decimal& number) const;  ///< after rounding
  Decimal prepared(const Decimal& number) const;  ///< rounded as the input asks
  bool attainable(std::size_t elementary) const;  ///< false for classes no real value falls in
};

struct Column {
  std::size_t node = 0;
  std::vector<ClassId> plain;               ///< leaf, flag or elementary -> class
  std::vector<std::vector<ClassId>> bound;  ///< [coarse][leaf] -> class; empty where the column does not name it
  ClassId no_value = 0;
  std::vector<int> group_of_member;  ///< set: member -> bit of the group mask, -1: none
  std::vector<ClassId> groups;       ///< set: group mask -> class, for sets that are not empty
  ClassId empty_set = 0;
  std::vector<ClassId> open;  ///< classes of an unknown that only this column asks for
};

struct TableStep {
  struct When {
    std::size_t node = 0;
    std::vector<bool> accepts;  ///< per value number
    bool accepts_none = false;
    bool accepts_value(Value value, std::size_t leaf_count) const;
  };
  const TableModel* model = nullptr;
  CompiledTable table;
  std::vector<Column> columns;
  std::vector<RowIndex> origin;  ///< compiled row -> row of the model
  std::vector<When> when;
  std::vector<std::size_t> results;  ///< nodes
  std::vector<Value> row_values;     ///< [model row * results + result]; kUnsetValue: the row says nothing
  std::vector<std::optional<Decimal>> row_numbers;  ///< likewise, for number nodes
  std::vector<bool> row_verified;
  bool gives_only_categories = false;
  std::string defect;  ///< why the table cannot be compiled; empty when it can
};

struct MeasureStep {
  const MeasureModel* model = nullptr;
  std::size_t node = 0;
  std::vector<std::size_t> operands;
};

struct Step {
  bool is_measure = false;
  std::size_t index = 0;
};

class Program {
 public:
  /// What cannot be compiled is added to the problems of the model.
  static std::unique_ptr<const Program> compile(PackModel model);

  const PackModel& model() const noexcept { return model_; }
  const std::vector<Node>& nodes() const noexcept { return nodes_; }
  const std::vector<TableStep>& tables() const noexcept { return tables_; }
  const std::vector<MeasureStep>& measures() const noexcept { return measures_; }
  const std::vector<Step>& steps() const noexcept { return steps_; }
  /// Positions in steps(), in the order a run takes them.
  const std::vector<std::size_t>& run_order() const noexcept { return run_order_; }
  std::optional<std::size_t> node_of(std::string_view name) const;
  static constexpr std::size_t kClassificationNode = 0;
  /// The output that status speaks of: `group`, else the last one declared or computed that no later step reads.
  std::size_t final_node() const noexcept { return final_node_; }
  /// True if some table gives the final output (false for systems without a group).
  bool has_final() const noexcept { return has_final_; }
  /// Tables that a run from given categories needs.
  const std::vector<bool>& needed_from_categories() const noexcept { return needed_from_categories_; }
  bool classification_has_group(Value classification) const {
    return classification < grouped_.size() && grouped_[classification];
  }

 private:
  friend class ProgramBuilder;
  Program() = default;
  PackModel model_;
  std::vector<Node> nodes_;
  std::unordered_map<std::string_view, std::size_t> by_name_;  ///< of nodes
  std::vector<TableStep> tables_;
  std::vector<MeasureStep> measures_;
  std::vector<Step> steps_;
  std::vector<std::size_t> run_order_;
  std::size_t final_node_ = 0;
  bool has_final_ = false;
  std::vector<bool> needed_from_categories_;
  std::vector<bool> grouped_;
};

constexpr Value bound_value(std::size_t coarse, Value leaf) noexcept { return kBoundBit | Value{coarse} << 20 | leaf; }
constexpr bool is_bound(Value value) noexcept {
  return !is_special(value) && (value & kBoundBit) != 0 && value < (kBoundBit << 1);
}
constexpr std::size_t coarse_of(Value value) noexcept { return static_cast<std::size_t>(value >> 20 & 0xFFFFF); }
constexpr Value leaf_of(Value value) noexcept { return value & 0xFFFFF; }

/// The class of a value that is one value; false where it stands for several: unknown, or coarse.
bool class_of_value(const Node& node, const Column& column, Value value, ClassId& id);

/// The classes that a value may fall in: one for a known value, several for an open or a coarse one.
void classes_of(const Node& node, const Column& column, Value value, std::vector<ClassId>& classes);

}  // namespace restage::rules
