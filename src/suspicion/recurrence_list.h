// SPDX-License-Identifier: Apache-2.0
#pragma once
// RecurrenceList: what the packs recurrence-* said of one person, made one answer. A signal is evidence that the cancer
// is back; an explanation names what else it may be and the kinds of signal that it covers. A signal that nothing
// covers makes the suspicion; one that is covered is named behind its explanation. Tissue and other kinds that no row
// covers always stand. Built once a course, then written. Owns its texts.
#include <set>
#include <string>
#include <vector>

#include "course/fact_index.h"
#include "course/fact_query.h"
#include "rules/run/collector.h"
#include "statement/suspicion.h"

namespace restage::suspicion {

class RecurrenceList {
 public:
  void add(const rules::Pack& pack, const rules::Collection& found, const course::ReadInputs& inputs,
           const course::FactIndex& index, const course::Moment& moment);
  statement::RecurrenceSuspicion write();

 private:
  struct Told {
    statement::Explanation explanation;
    std::vector<std::string> kinds;  ///< of a signal its kind, of an explanation those it covers
    std::vector<std::string> tests;
    std::string detail;
    int weight = 0;
    PartialDate repeat_from;
  };
  void add_row(const rules::Pack& pack, const rules::CollectedRow& row, const course::ReadInputs& inputs,
               const course::FactIndex& index, const course::Moment& moment);
  bool is_covered(const Told& signal) const;
  bool covers_anything(const Told& explanation) const;

  std::vector<Told> signals_, explanations_;
  std::vector<std::string> missing_;
};

}  // namespace restage::suspicion
