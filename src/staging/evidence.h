// SPDX-License-Identifier: Apache-2.0
#pragma once
// Evidence: for one tumor, one classification and one pack: which facts are inside the window, which of several
// facts about one input is used, and what was refused and why.
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "course/calendar.h"
#include "staging/time_points.h"
#include "statement/staging.h"

namespace restage::staging {

/// One pack input with the value chosen for it.
struct ChosenInput {
  std::string name;
  std::string value;
  std::string axis;  ///< t, n, m, factor
  std::vector<std::string> facts;
  bool from_specimen = false;
  bool microscopic = false;
  int foci = 1;                         ///< of a length: single tumors it is the largest of, as far as they have names
  std::vector<std::string> parts = {};  ///< of a count: what it is the sum of
};

/// One look at an axis: which fact, how, and whether it found anything (for nodes and metastasis).
struct Looked {
  const Fact* fact = nullptr;
  std::string_view axis;
  Method method = Method::Unknown;
  bool specimen = false;
};

struct Evidence {
  std::vector<ChosenInput> inputs;     ///< in the pack's order
  std::map<Axis, const Fact*> stated;  ///< stated category chosen for each axis
  std::vector<const Fact*> admitted;   ///< everything that is used
  std::vector<statement::RefusedFact> refused;
  std::vector<Looked> looked;  ///< what of the tumor was looked at, whether or not its value is the one used
  std::vector<statement::UsedRule> rules;              ///< window rows of the admitted facts
  std::map<Axis, std::set<std::size_t>> window_rules;  ///< places in `rules`
  std::vector<DataIssue> issues;
  bool microscopic_metastasis = false;
  /// Organs that were looked at and free, where nothing says so of all of them: no M of its own.
  std::vector<std::string> organs_free;
  std::set<std::string> contradicted;  ///< axes whose findings rule each other out
  bool unclassified_stated = false;    ///< a stated value without classification was used
  PartialDate latest;                  ///< of the admitted facts

  /// Anything on T, N, M or group, not biology alone. After therapy M is only copied: with_m is then false.
  bool has_staging_facts(bool with_m) const;
  /// A factor, for systems without T, N and M (lymphoma, myeloma, childhood tumors).
  bool has_factors(bool from_specimen) const;
  const StatedCategory* stated_on(Axis axis) const;
};

/// pack may be null: only stated categories are collected then.
Evidence collect_evidence(const course::Calendar& calendar, Classification classification, const rules::Pack* pack,
                          const course::RuleSet& rules, const std::optional<RecurrenceWindow>& recurrence);

/// The input that holds a category: t, n, m, group.
std::string_view input_name(Axis axis);
/// T, N and M by that name; what is none of them bears on the group.
Axis axis_of_name(std::string_view name);

/// The axis an input bears on, by its name: t, n, m or factor.
std::string_view axis_of_input(const rules::InputDeclaration& input);

}  // namespace restage::staging
