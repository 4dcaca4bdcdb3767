// SPDX-License-Identifier: Apache-2.0
#include "course/fact_query.h"

#include <algorithm>

#include "base/result.h"
#include "course/prepared_query.h"
#include "course/subject_query.h"
#include "rules/run/program.h"

namespace restage::course {

struct QueryPlan::Query : PreparedQuery {
  using PreparedQuery::PreparedQuery;
};

struct QueryPlan::Input : PreparedInput {
  using PreparedInput::PreparedInput;
};

std::vector<rules::GivenInput> ReadInputs::given() const {
  std::vector<rules::GivenInput> result;
  result.reserve(inputs.size());
  for (const ReadInput& input : inputs)
    if (!input.text.empty()) result.push_back({input.name, input.text});
  return result;
}

const ReadInput* ReadInputs::find(std::string_view name) const {
  const auto found =
      std::find_if(inputs.begin(), inputs.end(), [&](const ReadInput& each) { return each.name == name; });
  return found == inputs.end() ? nullptr : &*found;
}

QueryPlan::QueryPlan(const rules::Pack& pack) : of_kinds_(fact_kinds().size()) {
  RESTAGE_ASSERT(pack.program() != nullptr);
  for (const rules::InputModel& model : pack.program()->model().inputs) {
    if (model.declaration.from.empty()) continue;
    for (const rules::FactQuery& query : model.declaration.from) queries_.emplace_back(query, inputs_.size());
    inputs_.emplace_back(model);
  }
  for (std::size_t i = 0; i < queries_.size(); ++i) {
    const Query& query = queries_[i];
    if (query.kind() == nullptr) {
      of_subjects_.push_back(i);
      continue;
    }
    OfKind& of_kind = of_kinds_[static_cast<std::size_t>(query.kind() - fact_kinds().data())];
    const bool by_name = !query.names().empty() && std::none_of(query.names().begin(), query.names().end(),
                                                                [](const auto& each) { return each.ends_with('*'); });
    if (!by_name) of_kind.others.push_back(i);
    for (const std::string& name : query.names()) {
      std::vector<std::size_t>& named = of_kind.by_name[name];
      if (by_name && (named.empty() || named.back() != i)) named.push_back(i);
    }
  }
}

QueryPlan::~QueryPlan() = default;
QueryPlan::QueryPlan(QueryPlan&&) noexcept = default;

/// One walk over the facts: what each speaks to is looked up by its kind and name.
class QueryPlan::Reading {
 public:
  Reading(const QueryPlan& plan, const FactIndex& index, const Moment& moment)
      : moment_(moment), anchors_(index, moment), matches_(plan.inputs_.size()) {
    for (const IndexedFact& fact : index.facts()) {
      if (!fact.counts_at(moment)) continue;
      const OfKind& of_kind = plan.of_kinds_[static_cast<std::size_t>(&fact.kind() - fact_kinds().data())];
      for (const std::size_t query : of_kind.others) ask(plan.queries_[query], fact);
      for (const std::string& name : fact.names())
        if (const auto named = of_kind.by_name.find(name); named != of_kind.by_name.end())
          for (const std::size_t query : named->second) ask(plan.queries_[query], fact);
    }
  }

  std::vector<Match>& matches(std::size_t input) { return matches_[input]; }

 private:
  void ask(const Query& query, const IndexedFact& fact) {
    std::vector<Match>& matches = matches_[query.input()];
    if (!matches.empty() && matches.back().fact == &fact) return;  // by another query of the input
    const PartialDate date = day_of(fact.fact(), query.query().day, moment_);
    if (query.is_in_window(date, moment_, anchors_) && query.fits(fact) == Fits::Yes)
      matches.push_back({&fact, &query, date});
  }

  const Moment& moment_;
  Anchors anchors_;
  std::vector<std::vector<Match>> matches_;
};

ReadInputs QueryPlan::read(const FactIndex& index, const Moment& moment, const Fact* focus) const {
  ReadInputs result;
  Reading reading(*this, index, moment);
  result.inputs.resize(inputs_.size());
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    Taken taken = take_from(inputs_[i], std::move(reading.matches(i)), moment);
    result.inputs[i] = {inputs_[i].model->declaration.name, std::move(taken.text), std::move(taken.facts)};
  }
  for (const std::size_t i : of_subjects_) {
    const Query& query = queries_[i];
    ReadInput& input = result.inputs[query.input()];
    if (!input.text.empty()) continue;
    Taken taken = ask_subject(query, inputs_[query.input()], index, moment, focus);
    input.text = std::move(taken.text);
    input.facts = std::move(taken.facts);
  }
  return result;
}

}  // namespace restage::course
