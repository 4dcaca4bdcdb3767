// SPDX-License-Identifier: Apache-2.0
#include "timeline/stated_links.h"

#include <map>
#include <set>

namespace restage::timeline {
namespace {

using Records = std::map<std::string, std::vector<const Fact*>, std::less<>>;

const StatedCategory* stated_of(const Fact& fact) { return std::get_if<StatedCategory>(&fact.payload); }

std::string place_of(const Fact& fact) {
  const std::string& record = fact.source.record.empty() ? fact.id : fact.source.record;
  return fact.source.file.empty() ? record : fact.source.file + ": " + record;
}

std::string named(Classification classification) {
  switch (classification) {
    case Classification::Clinical: return "clinical";
    case Classification::Pathological: return "pathological";
    case Classification::PostTherapyClinical: return "clinical after therapy";
    case Classification::PostTherapyPathological: return "pathological after therapy";
    case Classification::Recurrence: return "recurrence";
    case Classification::Autopsy: return "autopsy";
  }
  return "";
}

void check_member(const Fact& fact, const StatedCategory& group, const Fact& member, const StatedCategory& part, std::vector<DataIssue>& issues) {
  const auto say = [&](const std::string& what, const std::string& remedy) {
    issues.push_back({IssueCode::MembersContradictory, Severity::Warning, place_of(fact), what, remedy});
  };
  if (group.classification && part.classification && *group.classification != *part.classification)
    say("The " + named(*group.classification) + " stage group " + group.value + " names a " + named(*part.classification) + " " + std::string(to_string(part.axis)) + " category as its member (" + member.source.record + ").",
        "Let the group name the members of its own classification; the members are not used for it.");
  if (!group.edition.empty() && !part.edition.empty() && group.edition != part.edition)
    say("The stage group is by edition " + group.edition + ", its member " + member.source.record + " by edition " + part.edition + ".", "Restage both by one edition.");
  if (fact.effective.is_known() && member.effective.is_known() && member.effective.surely_after(fact.effective))
    say("The stage group of " + fact.effective.text() + " names a member of a later day, " + member.effective.text() + " (" + member.source.record + ").", "Check both dates.");
  if (!fact.tumor.empty() && !member.tumor.empty() && fact.tumor != member.tumor)
    say("The stage group and its member " + member.source.record + " belong to different tumors.", "Check the focus of both.");
}

}  // namespace

void check_stated_links(const Course& course, std::vector<DataIssue>& issues) {
  Records records;
  for (const Fact& fact : course.facts)
    if (stated_of(fact) != nullptr) records[fact.source.record].push_back(&fact);
  for (const Fact& fact : course.facts) {
    const StatedCategory* stated = stated_of(fact);
    if (stated == nullptr) continue;
    for (const std::string& member : stated->members)
      if (const auto found = records.find(member); found != records.end())
        for (const Fact* part : found->second) check_member(fact, *stated, *part, *stated_of(*part), issues);
    if (!stated->from_summary || stated->summary_of.empty()) continue;
    const auto assessment = records.find(stated->summary_of);
    if (assessment == records.end()) continue;
    for (const Fact* source : assessment->second) {
      const StatedCategory& original = *stated_of(*source);
      if (original.axis != stated->axis || original.value == stated->value) continue;
      issues.push_back({IssueCode::SummaryContradictory, Severity::Warning, place_of(fact),
                        "The summary says stage " + stated->value + "; the assessment it names, " + source->source.record + ", says " + original.value + ".",
                        "Correct the summary; the assessment is used."});
    }
  }
}

void check_edition(const Calendar& calendar, std::string_view edition_used, std::vector<DataIssue>& issues) {
  std::set<std::string> said;
  for (const Fact* fact : calendar.facts) {
    const StatedCategory* stated = stated_of(*fact);
    if (stated == nullptr || stated->edition.empty() || stated->edition == edition_used || edition_used.empty()) continue;
    if (!stated->system.empty() && stated->system != "AJCC") continue;
    if (!said.insert(stated->edition).second) continue;
    issues.push_back({IssueCode::EditionContradictory, Severity::Warning, place_of(*fact),
                      "Stated by edition " + stated->edition + "; the edition in force at diagnosis (" + calendar.diagnosed.text() + ") is " + std::string(edition_used) + ".",
                      "Ask --edition " + stated->edition + " for both side by side, where a table exists."});
  }
}

}  // namespace restage::timeline
