// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResultSearch: which values of one output a question leaves possible, for whoever asks many questions of one program.
//
// It gives the same answer as a run (rules/run.h) and nothing beside it: no other outputs, no rule rows, only whether a
// row that was not verified took part. The steps in play are found once for all questions alike in the inputs that
// tables are conditional on. A settled question is one pass over those steps without allocation; an open one is a pass
// for each world of its open inputs. What has no small number of worlds (an open set, an open operand of a formula,
// many unknowns at once) is left to a run. Not thread-safe; the program must outlive it.
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "rules/run/program.h"
#include "rules/run/run.h"

namespace restage::rules {

/// Values and numbers that an output may have, as in NodeResult.
struct ResultSet {
  std::vector<Value> values;
  std::vector<Decimal> numbers;
  friend bool operator==(const ResultSet&, const ResultSet&) = default;
};

class ResultSearch {
 public:
  ResultSearch(const Program& program, bool from_findings, std::size_t output);
  ResultSearch(const ResultSearch&) = delete;
  ResultSearch& operator=(const ResultSearch&) = delete;

  struct Answer {
    std::uint32_t set = 0;  ///< number of a set of results; equal sets have one number
    bool rests_on_unverified = false;
  };
  /// Questions of one search are all from findings, or all from categories, as the search is.
  Answer ask(const RunInput& input);
  /// What a question asks for, without answering it.
  void consider(const RunInput& input);
  /// Good as long as the search.
  const ResultSet& set(std::uint32_t number) const { return *sets_[number]; }
  /// Of the question asked or considered last: does a table in play ask for this input? `asked`: and is it unknown or
  /// coarse?
  bool is_used(std::size_t node) const { return route_->is_used[node]; }
  bool is_asked(std::size_t node) const { return is_asked_[node]; }

 private:
  /// What holds the place of a value that the first column of a table lacks a row for; see Runner.
  enum class Leading { Settled, Input, Computed };
  struct RouteColumn {
    const ClassId* plain = nullptr;  ///< classes of the values below plain_count
    std::uint32_t plain_count = 0;
    std::uint32_t stride = 0;  ///< in the array of the table, if it is one
    std::size_t node = 0;
    const Column* column = nullptr;
  };
  struct RouteStep {
    const TableStep* table = nullptr;  ///< or a measure
    const MeasureStep* measure = nullptr;
    std::vector<RouteColumn> columns;
    const std::uint16_t* dense = nullptr;  ///< the table as an array, where it is one
    std::vector<const TableStep::When*> conditions;
    bool has_numbers = false;
    Leading leading = Leading::Settled;
    std::size_t leading_node = 0;
    bool gives_final = false;
  };
  struct Choices {
    std::size_t node = 0;
    Value current = kOpenValue;
    std::vector<Value> values;  ///< one of each kind that the steps of the route tell apart
  };
  /// The steps in play for some values of the inputs that tables are conditional on.
  struct Route {
    std::vector<bool> inactive;  ///< [table]
    std::vector<RouteStep> steps;
    std::vector<int> uses;                    ///< [node] how many columns and conditions ask for it
    std::vector<bool> is_used;                ///< [node] an input that is asked for and that no step writes
    std::vector<std::size_t> inputs;          ///< those
    std::vector<std::size_t> written;         ///< nodes that steps write
    std::vector<std::size_t> written_inputs;  ///< inputs among them
    std::vector<bool> adds_set;               ///< [node] a set that only a table asks for that adds points
    bool gives_output = false;
    std::deque<Choices> choices;  ///< pointers into it stay good
  };
  struct SetHash {
    std::size_t operator()(const ResultSet& set) const noexcept;
  };

  void find_route(const RunInput& input);
  Route make_route() const;
  void add_step(Route& route, std::size_t step, std::vector<int>& writes_left) const;
  bool writes(std::size_t node) const { return from_findings_ || !program_.nodes()[node].is_category; }
  bool prepare(const RunInput& input);
  const Choices& choices_of(std::size_t node, Value current);
  bool run_worlds();
  bool run_world();
  bool run_measure(const MeasureStep& step);
  bool run_table(const RouteStep& step);
  bool take_row(const RouteStep& step, RowIndex compiled);
  bool add_points(const RouteStep& step, const TableStep& table);
  void note(const RouteStep& step, RowIndex row);
  void set_number(std::size_t node, const Decimal& number);
  std::uint32_t number_of_set();
  Answer ask_run(const RunInput& input);

  const Program& program_;
  bool from_findings_;
  std::size_t output_;
  std::vector<std::pair<std::size_t, Value>> conditions_;  ///< inputs that tables are conditional on, as last given
  std::deque<Route> routes_;
  Route* route_ = nullptr;
  std::vector<bool> inactive_;
  std::vector<bool> is_asked_;
  bool grouped_ = true;

  struct Open {
    std::size_t node = 0;
    const std::vector<Value>* values = nullptr;
    std::size_t at = 0;
  };
  std::vector<Open> open_;
  bool several_worlds_ = false;
  std::vector<Value> values_;     ///< [node] of the world at hand
  std::vector<Decimal> numbers_;  ///< [node]
  std::vector<bool> has_number_;
  std::vector<ClassId> classes_;
  std::vector<Decimal> operands_;
  bool unverified_ = false;
  bool no_row_ = false;
  ResultSet found_;

  std::unordered_map<ResultSet, std::uint32_t, SetHash> numbers_of_sets_;
  std::vector<const ResultSet*> sets_;
  std::vector<std::uint32_t> set_of_value_;  ///< [value] of the sets of one small value; kNoSet: none yet
  Runner runner_;
};

}  // namespace restage::rules
