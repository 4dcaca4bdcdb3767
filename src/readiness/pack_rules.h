// SPDX-License-Identifier: Apache-2.0
#pragma once
// PackRules: the packs of readiness whose ids begin alike, asked of one tumor at one moment, and what a row that hits
// says. Values that no fact holds (the computed stage, a filtration rate) are given beside the course.
// Not thread-safe: one a thread. The library must outlive it.
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "course/fact_query.h"
#include "rules/run/collector.h"
#include "rules/run/pack_library.h"
#include "statement/readiness.h"

namespace restage::readiness {

/// Name and text of inputs that are given; an empty text is unknown.
using GivenValues = std::vector<std::pair<std::string, std::string>>;

/// A row that hits, with what it rests on. Good as long as the answer it is part of.
class HitRow {
 public:
  HitRow(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs,
         const GivenValues& given)
      : pack_(&pack), row_(&row), inputs_(&inputs), given_(&given) {}

  std::string_view table() const { return row_->table(); }
  /// A result; {name} in it is replaced by the value of that input.
  std::string text(std::string_view column) const;
  std::vector<std::string> texts(std::string_view column) const;
  statement::RuleSource rule() const;
  std::vector<std::string> evidence() const;

 private:
  std::string filled(std::string_view text) const;
  std::string value_of(std::string_view input) const;

  const rules::Pack* pack_;
  const rules::CollectedRow* row_;
  const course::ReadInputs* inputs_;
  const GivenValues* given_;
};

class PackRules {
 public:
  static Result<PackRules> load(const rules::PackLibrary& library, std::string_view prefix);

  /// Each row that hits, by pack and in the order of the rows.
  void ask(const course::FactIndex& index, const course::Moment& moment, const Fact* focus, const GivenValues& given,
           const std::function<void(const HitRow&)>& sink);

 private:
  struct Rules {
    const rules::Pack* pack;
    course::QueryPlan plan;
    rules::Collector collector;

    explicit Rules(const rules::Pack& of) : pack(&of), plan(of), collector(of) {}
  };
  bool applies(const Rules& rules, const Tumor* tumor) const;

  const rules::PackLibrary* library_ = nullptr;
  std::vector<Rules> rules_;
};

}  // namespace restage::readiness
