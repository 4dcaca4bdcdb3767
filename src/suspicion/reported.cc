// SPDX-License-Identifier: Apache-2.0
#include "suspicion/reported.h"

#include <set>

namespace restage::suspicion {
namespace {

constexpr int kLatelyDays = 28;

}  // namespace

bool is_lately(const Fact& fact, const course::Moment& moment) noexcept {
  return fact.effective.is_known() && moment.day.latest() - fact.effective.earliest() <= kLatelyDays;
}

bool is_report(const Payload& payload) noexcept {
  return std::holds_alternative<Symptom>(payload) || std::holds_alternative<Vital>(payload) ||
         std::holds_alternative<Triage>(payload) || std::holds_alternative<LabValue>(payload) ||
         std::holds_alternative<Finding>(payload) || std::holds_alternative<Study>(payload);
}

bool anything_reported(const course::FactIndex& index, const course::Moment& moment) {
  for (const course::IndexedFact& each : index.facts()) {
    const Payload& payload = each.fact().payload;
    if (!is_report(payload) || !each.counts_at(moment)) continue;
    if (is_lately(each.fact(), moment) || std::holds_alternative<Triage>(payload)) return true;
  }
  return false;
}

std::vector<std::string> reported_at_diagnosis(const course::FactIndex& index, const course::Moment& moment) {
  course::Anchors anchors(index, moment);
  const auto treated = anchors.day(rules::Anchor::FirstTreatment);
  if (!treated) return {};
  std::set<std::string_view> before;
  std::vector<std::string> ids;
  for (const course::IndexedFact& each : index.facts()) {  // in the order of their days
    if (each.kind().name != "symptom" || each.is_absence() || !each.counts_at(moment)) continue;
    const PartialDate& day = each.fact().effective;
    if (day.is_known() && day.latest() <= treated->earliest())
      before.insert(each.names().front());
    else if (is_lately(each.fact(), moment) && before.contains(each.names().front()))
      ids.push_back(each.fact().id);
  }
  return ids;
}

}  // namespace restage::suspicion
