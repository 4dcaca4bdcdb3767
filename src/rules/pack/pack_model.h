// SPDX-License-Identifier: Apache-2.0
#pragma once
// PackModel: a pack folder as read, before compilation. Format: docs/packs.md.
//
// Reading never stops at the first mistake: problems are collected with file, row and column, so that
// `restage pack check` lists them all; loading a pack for use fails on the first error among them.
// Plain data, owned by whoever read it; immutable afterwards and then safe to share.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "rules/pack/pack.h"
#include "rules/table/expression.h"

namespace restage::rules {

/// One mistake in a pack, with the place to mend it.
struct PackProblem {
  bool is_error = true;
  std::string code;  ///< stable: "unreachable-row", "gap" ...
  std::string file;  ///< path inside the pack: "tables/t.tsv"
  std::string row;   ///< row id, or "line 7"
  std::string column;
  std::string message;  ///< what is wrong and what to do

  std::string text() const;  ///< "tables/t.tsv row 7 column t: message"
};

/// The files of one pack folder; names are relative to the folder.
struct PackFiles {
  std::string folder;                                           ///< "staging/ajcc/8/lung"
  std::vector<std::pair<std::string, std::string_view>> files;  ///< sorted by name; the text outlives the model

  const std::string_view* find(std::string_view name) const;
};

/// A range of numbers; an absent end is open to infinity.
struct Interval {
  std::optional<Decimal> low;
  std::optional<Decimal> high;
  bool low_closed = false;
  bool high_closed = false;

  bool contains(const Decimal& value) const;
};

/// A unary test on one input.
struct Cell {
  bool any = false;
  bool none = false;                  ///< set: the empty set; code: no value
  std::vector<std::uint32_t> values;  ///< value numbers of the input: leaves, and coarse values that are named
  std::vector<Interval> intervals;
  std::string text;
};

struct InputModel {
  InputDeclaration declaration;
  std::uint32_t leaf_count = 0;                     ///< declaration.values: leaves first, then coarse
  std::vector<std::vector<std::uint32_t>> members;  ///< leaves of each coarse value
  std::map<std::string, std::uint32_t, std::less<>> aliases;
  std::optional<Decimal> round_to;
  std::optional<Decimal> keep_exact_below;
  std::optional<Decimal> minimum;  ///< numbers: 0 unless the pack says otherwise
  std::optional<Decimal> maximum;
  std::string absent;       ///< value taken when the input is not given; empty: unknown
  std::string absent_says;  ///< what a result says was taken: "not counted" for 99

  bool is_number() const { return declaration.type == InputType::Decimal || declaration.type == InputType::Integer; }
  std::optional<std::uint32_t> value_number(std::string_view name) const;
};

/// `when`: every named input must have one of the values.
struct Condition {
  std::string input;
  std::vector<std::string> values;
};

struct RowModel {
  std::string id;
  int line = 0;
  std::vector<Cell> cells;           ///< as TableModel::columns
  std::vector<std::string> results;  ///< as TableModel::results; "" or "-": says nothing
  std::string source;
  std::string note;
  bool verified = false;
};

struct TableModel {
  std::string id;
  std::string file;
  std::vector<Condition> when;
  bool sum = false;
  bool collect = false;  ///< every row that accepts is a hit; looked at beside the run, see rules/run/collector.h
  std::vector<std::string> columns;  ///< names of inputs, measures or earlier outputs
  std::vector<std::string> results;  ///< names behind "="
  std::vector<RowModel> rows;
};

struct MeasureModel {
  std::string name;
  std::string text;
  Expression expression;
  int decimals = 0;
};

struct AppliesModel {
  std::vector<std::string> topography;
  std::vector<std::string> histology;
  std::vector<std::string> behavior;
  std::vector<Condition> when;
  PartialDate diagnosed_from;  ///< narrower than the pack: a chapter that took over a code, or lost it
  PartialDate diagnosed_until;
  std::string reason;
};

struct OutputModel {
  std::string name;
  std::vector<std::string> values;
  std::string meaning;
};

struct PackModel {
  PackIdentity identity;
  std::string folder;
  std::vector<AppliesModel> applies;
  std::vector<InputModel> inputs;   ///< the first is `classification`
  std::vector<InputModel> derived;  ///< outputs and measures that are no declared inputs, for cells that test them
  std::vector<TableModel> tables;
  std::vector<MeasureModel> measures;
  std::vector<OutputModel> outputs;
  std::vector<SourceDeclaration> sources;
  std::vector<PackProblem> problems;

  const InputModel* input(std::string_view name) const;         ///< declared, or nullptr
  const InputModel* column_model(std::string_view name) const;  ///< declared or derived, or nullptr
  const SourceDeclaration* source(std::string_view id) const;
  const OutputModel* output(std::string_view name) const;
  const PackProblem* first_error() const;
};

}  // namespace restage::rules
