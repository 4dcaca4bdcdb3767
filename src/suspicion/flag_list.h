// SPDX-License-Identifier: Apache-2.0
#pragma once
// FlagList: the rows that hit, one mechanism each, and the questions of those that unknown inputs hold back. Several
// rows of one mechanism are one: the worst gives level, rule and source, the others add tests and evidence.
// Built once a course, then written. Owns its texts.
#include <vector>

#include "course/fact_query.h"
#include "rules/run/collector.h"
#include "statement/suspicion.h"

namespace restage::suspicion {

class FlagList {
 public:
  void add(const rules::Pack& pack, const rules::Collection& found, const course::ReadInputs& inputs);
  /// Level, mechanisms and questions, the worst first.
  void write(statement::RedFlags& flags);

 private:
  void add_hit(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs);
  void add_open(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs);

  std::vector<statement::Mechanism> mechanisms_;
  std::vector<statement::OpenQuestion> open_;
};

}  // namespace restage::suspicion
