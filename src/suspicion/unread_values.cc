// SPDX-License-Identifier: Apache-2.0
#include "suspicion/unread_values.h"

#include "core/data_issue.h"
#include "course/calendar.h"
#include "course/terms.h"
#include "course/units.h"
#include "rules/run/program.h"
#include "suspicion/reported.h"

namespace restage::suspicion {

void UnreadValues::learn(const rules::Pack& pack) {
  for (const rules::InputModel& input : pack.program()->model().inputs) {
    for (const rules::FactQuery& query : input.declaration.from)
      if (query.fact == "vital")
        for (const std::string& name : query.names) vitals_.insert(course::term_of("vital", name));
    if (input.declaration.unit.empty()) continue;
    for (const rules::FactQuery& query : input.declaration.from)
      if (query.fact == "lab")
        for (const std::string& name : query.names)
          units_.emplace(course::term_of("lab", name), input.declaration.unit);
  }
}

void UnreadValues::report_vitals(const course::FactIndex& index, const course::Moment& moment,
                                 statement::RedFlags& flags) const {
  for (const course::IndexedFact& each : index.facts()) {
    if (!std::holds_alternative<Vital>(each.fact().payload) || !each.counts_at(moment) ||
        !is_lately(each.fact(), moment) || vitals_.contains(each.names().front()))
      continue;
    std::string known;
    for (const std::string& name : vitals_) known += (known.empty() ? "" : ", ") + name;
    flags.issues.push_back({IssueCode::CodeUnknown, Severity::Warning, course::place_of(each.fact()),
                            "No rule reads the vital sign " + each.names().front() + "; the value was not used.",
                            "Name it with its unit, as one of: " + known + "."});
  }
}

void UnreadValues::report(const course::FactIndex& index, const course::Moment& moment,
                          statement::RedFlags& flags) const {
  report_vitals(index, moment, flags);
  for (const course::IndexedFact& each : index.facts()) {
    const auto* value = std::get_if<LabValue>(&each.fact().payload);
    if (value == nullptr || !value->value || !each.counts_at(moment) || !is_lately(each.fact(), moment)) continue;
    const std::string& name = each.names().front();
    const auto unit = units_.find(name);
    if (unit == units_.end() || course::in_unit(*value->value, value->unit, unit->second, name)) continue;
    flags.issues.push_back({IssueCode::UnitUnknown, Severity::Error, course::place_of(each.fact()),
                            "The unit of " + name + " is missing or not known; no rule could read the value.",
                            "State the unit, for instance " + unit->second + "."});
    flags.ask.push_back({name, "unit of " + name, statement::Urgency::SameDay, "a value that could not be read"});
  }
}

}  // namespace restage::suspicion
