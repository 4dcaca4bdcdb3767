// SPDX-License-Identifier: Apache-2.0
#include "timeline/timeline.h"

#include <algorithm>
#include <set>

#include "timeline/choose_packs.h"
#include "timeline/cut.h"
#include "timeline/stage_statement.h"
#include "timeline/stated_links.h"
#include "timeline/status.h"
#include "timeline/then_and_now.h"
#include "timeline/unplaced.h"

namespace restage::timeline {
namespace {

constexpr const char* kUnnamedTumor = "unnamed-tumor";

/// Facts of a tumor: its own, and those of the patient when there is one primary. With several primaries a fact
/// that names none of them counts for treatment and course, not for staging: it could be the other one's.
std::vector<const Fact*> facts_of(const Course& course, const Tumor& tumor, bool only_primary) {
  std::vector<const Fact*> facts;
  for (const Fact& fact : course.facts) {
    const bool own = fact.tumor == tumor.id;
    const bool shared = fact.tumor.empty() && (only_primary || std::holds_alternative<Treatment>(fact.payload) ||
                                               std::holds_alternative<LabValue>(fact.payload));
    if (own || shared) facts.push_back(&fact);
  }
  return facts;
}

void report_unbound(const Course& course, std::size_t primaries, std::vector<DataIssue>& issues) {
  if (primaries < 2) return;
  for (const Fact& fact : course.facts) {
    if (!fact.tumor.empty()) continue;
    const bool staging = std::holds_alternative<StatedCategory>(fact.payload) ||
                         std::holds_alternative<Finding>(fact.payload) ||
                         std::holds_alternative<MetastasisFinding>(fact.payload);
    if (staging)
      issues.push_back({IssueCode::ReferenceUnresolved, Severity::Warning, place_of(fact),
                        "This fact names no tumor and the patient has several; it was not used for any of them.",
                        "Name the tumor it belongs to (focus)."});
  }
}

/// Stated stages that name no tumor of the input still make one: it is kept and shown, with its site unknown.
void add_implied_tumors(Course& course) {
  std::set<std::string> known, implied;
  bool has_primary = false;
  for (const Tumor& tumor : course.tumors) {
    known.insert(tumor.id);
    has_primary |= !tumor.secondary;
  }
  for (const Fact& fact : course.facts) {
    if (!std::holds_alternative<StatedCategory>(fact.payload)) continue;
    if (!fact.tumor.empty() ? !known.contains(fact.tumor) : !has_primary) implied.insert(fact.tumor);
  }
  for (const std::string& id : implied) {
    Tumor tumor;
    tumor.id = id.empty() ? kUnnamedTumor : id;
    course.tumors.push_back(std::move(tumor));
  }
  if (!has_primary && implied.size() > 1) return;
  for (Fact& fact : course.facts)
    if (!has_primary && fact.tumor.empty() && implied.contains("")) fact.tumor = kUnnamedTumor;
}

std::vector<std::string> ids_of(std::initializer_list<const Fact*> facts) {
  std::vector<std::string> ids;
  for (const Fact* fact : facts)
    if (fact != nullptr && std::find(ids.begin(), ids.end(), fact->id) == ids.end()) ids.push_back(fact->id);
  return ids;
}

const Fact* before_surgery(const Calendar& calendar, const Fact* event) {
  const bool before =
      event != nullptr && (calendar.surgery == nullptr || event->effective.surely_before(calendar.surgery->effective));
  return before ? event : nullptr;
}

TimePoint clinical_point(const Calendar& calendar) {
  TimePoint point{
      Classification::Clinical, calendar.diagnosed, {}, ids_of({calendar.first_treatment}), {}, false, {}, 1};
  if (!calendar.diagnosed_by.empty()) point.anchors.push_back(calendar.diagnosed_by);
  if (calendar.first_treatment == nullptr)
    for (const std::string& id :
         ids_of({calendar.progression, calendar.spells.empty() ? nullptr : calendar.spells.front().start}))
      point.anchors.push_back(id);
  return point;
}

TimePoint pathological_point(const Calendar& calendar) {
  TimePoint point{Classification::Pathological,
                  {},
                  {},
                  ids_of({calendar.first_treatment, calendar.surgery, before_surgery(calendar, calendar.progression)}),
                  {},
                  false,
                  {},
                  1};
  for (const Fact* fact : calendar.neoadjuvant) point.anchors.push_back(fact->id);
  const bool autopsy = calendar.surgery == nullptr && calendar.has_autopsy_of_known_tumor();
  point.needs_stated = (calendar.surgery == nullptr && !autopsy) || calendar.has_neoadjuvant();
  if (autopsy) point.date = calendar.death;
  if (calendar.surgery != nullptr && !calendar.has_neoadjuvant()) point.date = calendar.surgery->effective;
  point.missing_event = "no definitive operation is on record for this pathological stage";
  return point;
}

TimePoint post_therapy_point(const Calendar& calendar, Classification classification) {
  const bool pathological = classification == Classification::PostTherapyPathological;
  TimePoint point{classification, {}, {}, ids_of({calendar.first_treatment, calendar.surgery}), {}, false, {}, 1};
  for (const Fact* fact : calendar.neoadjuvant) point.anchors.push_back(fact->id);
  const bool therapy = calendar.has_neoadjuvant() ||
                       (!pathological && calendar.surgery == nullptr && calendar.first_treatment != nullptr);
  point.needs_stated = !therapy || (pathological && calendar.surgery == nullptr);
  if (pathological && calendar.has_neoadjuvant()) point.date = calendar.surgery->effective;
  point.missing_event =
      !therapy ? "no systemic treatment or radiation before it is on record" : "no definitive operation is on record";
  if (calendar.neoadjuvant_stopped_early) point.notes.push_back("neoadjuvant therapy was started and not completed");
  return point;
}

TimePoint recurrence_point(const Calendar& calendar, std::size_t index, int number, const RuleSet& rules) {
  const DiseaseFreeSpell& spell = calendar.spells[index];
  TimePoint point{Classification::Recurrence,
                  spell.recurred,
                  RecurrenceWindow{spell.suspected, {}},
                  ids_of({spell.start}),
                  {},
                  false,
                  {},
                  number};
  for (const Fact* fact : spell.recurrence_facts) point.anchors.push_back(fact->id);
  PartialDate until = PartialDate::from_day(add_months(spell.recurred.latest(), rules.months("clinical-window")));
  for (const Fact* fact : calendar.facts) {
    const auto* treatment = std::get_if<Treatment>(&fact->payload);
    if (treatment == nullptr || !treatment->definitive || !fact->effective.surely_after(spell.recurred)) continue;
    if (fact->effective.latest() < until.latest()) {
      until = fact->effective;
      point.anchors.push_back(fact->id);
    }
    break;
  }
  point.recurrence->until = until;
  point.notes.push_back("a recurrence has no stage group; the stage at diagnosis stands");
  return point;
}

std::vector<TimePoint> time_points(const Calendar& calendar, const RuleSet& rules) {
  std::vector<TimePoint> points = {
      clinical_point(calendar), post_therapy_point(calendar, Classification::PostTherapyClinical),
      pathological_point(calendar), post_therapy_point(calendar, Classification::PostTherapyPathological)};
  int number = 0;
  for (std::size_t i = 0; i < calendar.spells.size(); ++i)
    if (calendar.spells[i].recurred.is_known()) points.push_back(recurrence_point(calendar, i, ++number, rules));
  if (calendar.death.is_known()) points.push_back({Classification::Autopsy, calendar.death, {}, {}, {}, false, {}, 1});
  return points;
}

/// Stated after a recurrence that is not documented as one: refused aloud.
void refuse_stated_recurrence(const Calendar& calendar, std::vector<DataIssue>& issues) {
  if (calendar.first_recurrence() != nullptr) return;
  for (const Fact* fact : calendar.facts) {
    const auto* stated = std::get_if<StatedCategory>(&fact->payload);
    if (stated == nullptr || stated->classification != Classification::Recurrence) continue;
    issues.push_back({IssueCode::SequenceImpossible, Severity::Warning, place_of(*fact),
                      "The stated value " + stated->original +
                          " is of a recurrence, but no disease-free state is documented; it is progression or "
                          "persistence, and no r statement is made.",
                      "Record the assessment that found no evidence of disease, if there was one."});
  }
}

void report_missing_events(const Tumor& tumor, const TimePoint& point, const Statement& statement,
                           std::vector<DataIssue>& issues) {
  // A metastasis proven by microscopy makes a p record without resection of the primary. SOURCE: SEER EOD 3.3,
  // pathological grade.
  const bool proven_m1 = point.classification == Classification::Pathological && statement.m.prefix == "p" &&
                         statement.t.value.empty() && statement.n.value.empty();
  if (proven_m1) return;
  if (point.needs_stated && !point.missing_event.empty())
    issues.push_back(
        {IssueCode::SequenceImpossible, Severity::Warning, tumor.id,
         "A stage is stated as " + std::string(to_string(point.classification)) + ", but " + point.missing_event + ".",
         "Record the treatment; until then the stated categories are kept as they are."});
}

/// The site of the first pack; none while conditions leave open which one it is.
std::string common_site(const ChosenPacks& chosen) {
  const std::string& site = chosen.packs.front().pack->identity().site;
  const bool open = std::any_of(chosen.packs.begin(), chosen.packs.end(), [&](const ChosenPack& each) {
    return !each.conditions.empty() && each.pack->identity().site != site;
  });
  return open && !chosen.packs.front().conditions.empty() ? std::string() : site;
}

/// Statements of one time point by all packs. What is wrong by one alternative table alone is not wrong yet.
std::vector<Statement> statements_of(const StagingContext& context, const TimePoint& point, const ChosenPacks& chosen,
                                     std::vector<DataIssue>& issues) {
  std::vector<Statement> all;
  std::vector<std::vector<DataIssue>> alternatives;
  for (const ChosenPack& each : chosen.packs) {
    std::vector<DataIssue>& found = each.conditions.empty() ? issues : alternatives.emplace_back();
    std::vector<Statement> statements = make_statements(context, point, each.pack, found);
    for (Statement& statement : statements) {
      if (statement.status == "no-system" && !chosen.instead.empty()) {
        statement.status = "not-applicable";
        statement.notes.push_back(chosen.instead);
      }
      all.push_back(std::move(statement));
    }
  }
  for (std::size_t i = 0; i < alternatives.size(); ++i)
    for (const DataIssue& issue : alternatives[i]) {
      const auto reported = [&](const std::vector<DataIssue>& other) {
        return std::any_of(other.begin(), other.end(),
                           [&](const DataIssue& one) { return one.code == issue.code && one.path == issue.path; });
      };
      if (std::all_of(alternatives.begin(), alternatives.end(), reported) &&
          (i == 0 || !reported(alternatives.front())))
        issues.push_back(issue);
    }
  make_conditional(all, chosen.packs);
  return all;
}

}  // namespace

std::string_view to_string(Basis basis) noexcept {
  switch (basis) {
    case Basis::None:
      return "";
    case Basis::Findings:
      return "findings";
    case Basis::Stated:
      return "stated";
    case Basis::Policy:
      return "policy";
  }
  return "";
}

class Builder::Implementation {
 public:
  Implementation(const rules::PackLibrary& library, RuleSet rules, Options options)
      : library_(library), rules_(std::move(rules)), options_(std::move(options)) {}

  PatientTimeline build(Course course) const {
    PatientTimeline result;
    result.course = std::move(course);
    cut_course(result.course, options_.as_of, options_.known_by);
    add_implied_tumors(result.course);
    result.issues = result.course.issues;
    const auto is_primary = [](const Tumor& tumor) { return !tumor.secondary; };
    const auto primaries =
        static_cast<std::size_t>(std::count_if(result.course.tumors.begin(), result.course.tumors.end(), is_primary));
    report_unbound(result.course, primaries, result.issues);
    check_stated_links(result.course, result.issues);
    for (const Tumor& tumor : result.course.tumors)
      if (!tumor.secondary) result.tumors.push_back(build_tumor(result.course, tumor, primaries == 1, result.issues));
    std::stable_sort(result.issues.begin(), result.issues.end(), [](const DataIssue& left, const DataIssue& right) {
      return std::tie(left.path, left.code, left.message) < std::tie(right.path, right.code, right.message);
    });
    result.issues.erase(std::unique(result.issues.begin(), result.issues.end()), result.issues.end());
    return result;
  }

 private:
  TumorTimeline build_tumor(const Course& course, const Tumor& tumor, bool only_primary,
                            std::vector<DataIssue>& issues) const {
    TumorTimeline result;
    result.tumor = tumor;
    const Calendar calendar = make_calendar(course, tumor, facts_of(course, tumor, only_primary), rules_);
    result.tumor.diagnosed = calendar.diagnosed;
    ChosenPacks chosen = choose_packs(library_, course, tumor, calendar, options_, memory_, issues);
    if (!chosen.packs.empty()) {
      result.schema = common_site(chosen);
      if (options_.editions.empty()) check_edition(calendar, chosen.packs.front().pack->identity().edition, issues);
    } else {
      chosen.packs.push_back({});
    }
    std::vector<UnplacedFact> unplaced;
    const StagingContext context{&course, &calendar, &rules_, &options_, &memory_, &unplaced};
    for (const TimePoint& point : time_points(calendar, rules_))
      for (Statement& statement : statements_of(context, point, chosen, issues)) {
        report_missing_events(tumor, point, statement, issues);
        result.statements.push_back(std::move(statement));
      }
    refuse_stated_recurrence(calendar, issues);
    report_unplaced(calendar, result.statements, unplaced, issues);
    result.status = make_status(calendar, rules_, issues);
    result.recurrences = make_recurrences(calendar, rules_);
    result.then_and_now = compare_then_and_now(calendar, result.statements, result.status);
    return result;
  }

  const rules::PackLibrary& library_;
  RuleSet rules_;
  Options options_;
  mutable PackMemory memory_;
};

Result<Builder> Builder::create(const rules::PackLibrary& library, Options options) {
  Result<RuleSet> rules = RuleSet::load(library);
  if (!rules) return rules.error();
  return Builder(std::make_unique<Implementation>(library, std::move(*rules), std::move(options)));
}

Builder::Builder(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Builder::Builder(Builder&&) noexcept = default;
Builder& Builder::operator=(Builder&&) noexcept = default;
Builder::~Builder() = default;

PatientTimeline Builder::build(Course course) const { return implementation_->build(std::move(course)); }

}  // namespace restage::timeline
