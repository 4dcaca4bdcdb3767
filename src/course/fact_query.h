// SPDX-License-Identifier: Apache-2.0
#pragma once
// The inputs of a pack, read from a course: for one tumor, at one day, knowing what was recorded by a day. What a pack
// asks stands in the `from` of its inputs (rules/pack/fact_query.h, docs/packs.md); QueryPlan prepares it once a pack,
// and answers it by one walk over the facts of a FactIndex, whose order never matters. What no fact says is unknown.
// A plan is immutable and may be shared by threads; the pack must outlive it, and the index what a plan answers.
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "course/fact_index.h"
#include "rules/pack/pack_model.h"

namespace restage::course {

/// One input as the course answers it.
struct ReadInput {
  std::string_view name;
  std::string text;                ///< as GivenInput::text; empty: unknown
  std::vector<const Fact*> facts;  ///< that the answer rests on, in their order
};

/// The inputs that have a query, in the order of the pack.
struct ReadInputs {
  std::vector<ReadInput> inputs;

  /// Those that are known. Good as long as this object stays where it is.
  std::vector<rules::GivenInput> given() const;
  const ReadInput* find(std::string_view name) const;
};

class QueryPlan {
 public:
  explicit QueryPlan(const rules::Pack& pack);
  ~QueryPlan();
  QueryPlan(QueryPlan&&) noexcept;
  QueryPlan(const QueryPlan&) = delete;
  QueryPlan& operator=(const QueryPlan&) = delete;

  /// focus: the fact that is judged, for queries of the kind focus; they are unknown without one.
  ReadInputs read(const FactIndex& index, const Moment& moment, const Fact* focus = nullptr) const;

 private:
  struct Query;
  struct Input;
  class Reading;

  std::vector<Input> inputs_;
  std::vector<Query> queries_;
  struct OfKind {
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_name;  ///< queries that name this term
    std::vector<std::size_t> others;                                         ///< queries without names, or with a *
  };
  std::vector<OfKind> of_kinds_;          ///< as fact_kinds()
  std::vector<std::size_t> of_subjects_;  ///< queries of patient, tumor and focus
};

}  // namespace restage::course
