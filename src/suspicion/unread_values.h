// SPDX-License-Identifier: Apache-2.0
#pragma once
// UnreadValues: laboratory values of late that the rules ask for and cannot read, because their unit is missing or
// unknown. Such a value is no reassurance: it is an issue, and its unit is asked for. A vital sign under a name that no
// rule reads is an issue too.
// Immutable after it is made; safe to share between threads.
#include <map>
#include <set>
#include <string>
#include <vector>

#include "course/fact_index.h"
#include "rules/pack/pack.h"
#include "statement/suspicion.h"

namespace restage::suspicion {

class UnreadValues {
 public:
  /// Notes what the pack reads in which unit.
  void learn(const rules::Pack& pack);
  void report(const course::FactIndex& index, const course::Moment& moment, statement::RedFlags& flags) const;

 private:
  void report_vitals(const course::FactIndex& index, const course::Moment& moment, statement::RedFlags& flags) const;

  std::set<std::string, std::less<>> vitals_;              ///< vital signs that some rule reads, as terms
  std::map<std::string, std::string, std::less<>> units_;  ///< analyte, as a term -> a unit that a rule reads it in
};

}  // namespace restage::suspicion
