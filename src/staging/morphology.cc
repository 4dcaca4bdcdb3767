// SPDX-License-Identifier: Apache-2.0
#include "staging/morphology.h"

#include <algorithm>

#include "core/general_histologies.h"
#include "core/site_codes.h"

namespace restage::staging {
namespace {

struct Reported {
  Morphology morphology;
  PartialDate date;
  bool specimen = false;
  std::string place;
};

/// Of the primary, and before it went away or came back: what a recurrence is made of is its own.
bool is_of_primary(const Fact& fact, const Finding& finding, const course::Calendar& calendar) {
  if (finding.name != "histology" || !finding.organ.empty() || finding.method == Method::Autopsy) return false;
  const auto reaches = [&](const PartialDate& date) {
    return date.is_known() && fact.effective.is_known() && date.latest() <= fact.effective.earliest();
  };
  if (calendar.progression != nullptr && reaches(calendar.progression->effective)) return false;
  return calendar.spells.empty() || calendar.spells.front().start == nullptr ||
         !reaches(calendar.spells.front().start->effective);
}

std::string written(const Morphology& morphology) {
  return morphology.histology + (morphology.behavior.empty() ? "" : "/" + morphology.behavior);
}

/// What stands before what; equal ones last by their codes, so that the order of arrival decides nothing.
bool stands_before(const Reported& left, const Reported& right) {
  if (tells_more(left.morphology, right.morphology)) return true;
  if (tells_more(right.morphology, left.morphology)) return false;
  if (left.specimen != right.specimen) return left.specimen;
  if (left.date != right.date) return PartialDate::sorts_before(right.date, left.date);
  return written(left.morphology) < written(right.morphology);
}

}  // namespace

void settle_morphology(Tumor& tumor, const course::Calendar& calendar, std::vector<DataIssue>& issues) {
  std::vector<Reported> reported;
  for (const Fact* fact : calendar.facts) {
    const auto* finding = std::get_if<Finding>(&fact->payload);
    if (finding == nullptr || !is_of_primary(*fact, *finding, calendar)) continue;
    if (auto morphology = read_morphology(finding->text))
      reported.push_back(
          {*std::move(morphology), fact->effective, finding->method == Method::Pathology, course::place_of(*fact)});
  }
  if (reported.empty()) return;
  const Reported* best = &reported.front();
  for (const Reported& other : reported)
    if (stands_before(other, *best)) best = &other;
  const Morphology own{tumor.site.histology, tumor.site.behavior};
  if (own.histology.empty() || tells_more(best->morphology, own)) {
    tumor.site.histology = best->morphology.histology;
    if (!best->morphology.behavior.empty()) tumor.site.behavior = best->morphology.behavior;
  }
  const Morphology settled{tumor.site.histology, tumor.site.behavior};
  if (!own.histology.empty())
    reported.push_back({own, calendar.diagnosed, false, tumor.source.file + ": " + tumor.source.record});
  for (const Reported& other : reported) {
    const bool same = other.morphology.histology == settled.histology;
    if (same || is_more_specific_histology(settled.histology, other.morphology.histology)) continue;
    issues.push_back({IssueCode::HistologyContradictory, Severity::Information, other.place,
                      "The morphology " + written(other.morphology) + " is on record beside " + written(settled) +
                          ", by which the tumor is staged.",
                      "If these are two tumors, record them apart; if one is wrong, mark it as entered in error."});
  }
}

}  // namespace restage::staging
