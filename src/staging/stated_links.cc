// SPDX-License-Identifier: Apache-2.0
#include "staging/stated_links.h"

#include <map>
#include <set>

namespace restage::staging {
namespace {

using Records = std::map<std::string, std::vector<const Fact*>, std::less<>>;

const StatedCategory* stated_of(const Fact& fact) { return std::get_if<StatedCategory>(&fact.payload); }

std::string named(Classification classification) {
  switch (classification) {
    case Classification::Clinical:
      return "clinical";
    case Classification::Pathological:
      return "pathological";
    case Classification::PostTherapyClinical:
      return "clinical after therapy";
    case Classification::PostTherapyPathological:
      return "pathological after therapy";
    case Classification::Recurrence:
      return "recurrence";
    case Classification::Autopsy:
      return "autopsy";
  }
  return "";
}

/// What is wrong with the members of one group, one sentence a kind of trouble.
class MemberCheck {
 public:
  MemberCheck(const Fact& fact, const StatedCategory& group) : fact_(fact), group_(group) {}

  void look_at(const Fact& member, const StatedCategory& part) {
    const std::string& record = member.source.record;
    if (group_.classification && part.classification && *group_.classification != *part.classification &&
        !is_usual_m(part))
      add(other_classification_, std::string(to_string(part.axis)) + " " +
                                     std::string(to_string(*part.classification)) + part.value + " (" + record + ")");
    if (!group_.edition.empty() && !part.edition.empty() && group_.edition != part.edition)
      add(other_edition_, record + " (edition " + part.edition + ")");
    if (fact_.effective.is_known() && member.effective.is_known() && member.effective.surely_after(fact_.effective))
      add(later_, record + " (" + member.effective.text() + ")");
    if (!fact_.tumor.empty() && !member.tumor.empty() && fact_.tumor != member.tumor) add(other_tumor_, record);
  }

  void report(std::vector<DataIssue>& issues) const {
    const auto say = [&](const std::string& found, const std::string& start, const std::string& remedy) {
      if (!found.empty())
        issues.push_back(
            {IssueCode::MembersContradictory, Severity::Warning, course::place_of(fact_), start + found + ".", remedy});
    };
    const std::string kind = group_.classification ? named(*group_.classification) + " " : "";
    say(other_classification_,
        "The " + kind + "stage group " + group_.value + " names members of another classification: ",
        "Let the group name the members of its own classification; the members of its own window are used.");
    say(other_edition_,
        "The stage group is by edition " + group_.edition + ", members by another: ", "Restage all by one edition.");
    say(later_, "The " + kind + "stage group of " + fact_.effective.text() + " names members of a later day: ",
        "Check the dates.");
    say(other_tumor_, "The stage group and members belong to different tumors: ", "Check the focus of each.");
  }

 private:
  /// There is no pM0 and M after therapy is the diagnostic one: cM in any group, pM1 in a clinical one.
  static bool is_usual_m(const StatedCategory& part) {
    if (part.axis != Axis::M) return false;
    return part.classification == Classification::Clinical ||
           (part.classification == Classification::Pathological && part.value.starts_with("M1"));
  }
  static void add(std::string& list, const std::string& item) { list += (list.empty() ? "" : ", ") + item; }
  const Fact& fact_;
  const StatedCategory& group_;
  std::string other_classification_, other_edition_, later_, other_tumor_;
};

}  // namespace

void check_stated_links(const Course& course, std::vector<DataIssue>& issues) {
  Records records;
  for (const Fact& fact : course.facts)
    if (stated_of(fact) != nullptr) records[fact.source.record].push_back(&fact);
  for (const Fact& fact : course.facts) {
    const StatedCategory* stated = stated_of(fact);
    if (stated == nullptr) continue;
    MemberCheck check(fact, *stated);
    for (const std::string& member : stated->members)
      if (const auto found = records.find(member); found != records.end())
        for (const Fact* part : found->second) check.look_at(*part, *stated_of(*part));
    check.report(issues);
    if (!stated->from_summary || stated->summary_of.empty()) continue;
    const auto assessment = records.find(stated->summary_of);
    if (assessment == records.end()) continue;
    for (const Fact* source : assessment->second) {
      const StatedCategory& original = *stated_of(*source);
      if (original.axis != stated->axis || original.value == stated->value) continue;
      issues.push_back({IssueCode::SummaryContradictory, Severity::Warning, course::place_of(fact),
                        "The summary says stage " + stated->value + "; the assessment it names, " +
                            source->source.record + ", says " + original.value + ".",
                        "Correct the summary; the assessment is used."});
    }
  }
}

void check_edition(const course::Calendar& calendar, std::string_view edition_used, std::vector<DataIssue>& issues) {
  std::set<std::string> said;
  for (const Fact* fact : calendar.facts) {
    const StatedCategory* stated = stated_of(*fact);
    if (stated == nullptr || stated->edition.empty() || stated->edition == edition_used || edition_used.empty())
      continue;
    if (!stated->system.empty() && stated->system != "AJCC") continue;
    if (!said.insert(stated->edition).second) continue;
    issues.push_back({IssueCode::EditionContradictory, Severity::Warning, course::place_of(*fact),
                      "Stated by edition " + stated->edition + "; the edition in force at diagnosis (" +
                          calendar.diagnosed.text() + ") is " + std::string(edition_used) + ".",
                      "Ask --edition " + stated->edition + " for both side by side, where a table exists."});
  }
}

}  // namespace restage::staging
