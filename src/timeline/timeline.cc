// SPDX-License-Identifier: Apache-2.0
#include "timeline/timeline.h"

#include <algorithm>
#include <set>

#include "course/cut.h"
#include "recurrence/status.h"
#include "staging/choose_packs.h"
#include "staging/stage_statement.h"
#include "staging/stated_links.h"
#include "staging/unplaced.h"
#include "timeline/responses.h"
#include "timeline/then_and_now.h"

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
      issues.push_back({IssueCode::ReferenceUnresolved, Severity::Warning, course::place_of(fact),
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

const Fact* before_surgery(const course::Calendar& calendar, const Fact* event) {
  const bool before =
      event != nullptr && (calendar.surgery == nullptr || event->effective.surely_before(calendar.surgery->effective));
  return before ? event : nullptr;
}

staging::TimePoint clinical_point(const course::Calendar& calendar) {
  staging::TimePoint point{
      Classification::Clinical, calendar.diagnosed, {}, ids_of({calendar.first_treatment}), {}, false, {}, 1};
  if (!calendar.diagnosed_by.empty()) point.anchors.push_back(calendar.diagnosed_by);
  if (calendar.first_treatment == nullptr)
    for (const std::string& id :
         ids_of({calendar.progression, calendar.spells.empty() ? nullptr : calendar.spells.front().start}))
      point.anchors.push_back(id);
  return point;
}

staging::TimePoint pathological_point(const course::Calendar& calendar) {
  staging::TimePoint point{
      Classification::Pathological,
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
  point.missing_event = statement::MissingEvent::OperationOfPathological;
  return point;
}

staging::TimePoint post_therapy_point(const course::Calendar& calendar, Classification classification) {
  const bool pathological = classification == Classification::PostTherapyPathological;
  staging::TimePoint point{classification, {}, {}, ids_of({calendar.first_treatment, calendar.surgery}), {},
                           false,          {}, 1};
  for (const Fact* fact : calendar.neoadjuvant) point.anchors.push_back(fact->id);
  const bool therapy = calendar.has_neoadjuvant() ||
                       (!pathological && calendar.surgery == nullptr && calendar.first_treatment != nullptr);
  point.needs_stated = !therapy || (pathological && calendar.surgery == nullptr);
  if (pathological && calendar.has_neoadjuvant()) point.date = calendar.surgery->effective;
  point.missing_event = !therapy ? statement::MissingEvent::TreatmentBefore : statement::MissingEvent::Operation;
  if (calendar.neoadjuvant_stopped_early) point.notes.emplace_back(statement::note::NeoadjuvantStopped{});
  return point;
}

staging::TimePoint recurrence_point(const course::Calendar& calendar, std::size_t index, int number,
                                    const course::RuleSet& rules) {
  const course::DiseaseFreeSpell& spell = calendar.spells[index];
  staging::TimePoint point{Classification::Recurrence,
                           spell.recurred,
                           staging::RecurrenceWindow{spell.suspected, {}},
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
  point.notes.emplace_back(statement::note::NoGroupAtRecurrence{});
  return point;
}

std::vector<staging::TimePoint> time_points(const course::Calendar& calendar, const course::RuleSet& rules) {
  std::vector<staging::TimePoint> points = {
      clinical_point(calendar), post_therapy_point(calendar, Classification::PostTherapyClinical),
      pathological_point(calendar), post_therapy_point(calendar, Classification::PostTherapyPathological)};
  int number = 0;
  for (std::size_t i = 0; i < calendar.spells.size(); ++i)
    if (calendar.spells[i].recurred.is_known()) points.push_back(recurrence_point(calendar, i, ++number, rules));
  if (calendar.death.is_known()) points.push_back({Classification::Autopsy, calendar.death, {}, {}, {}, false, {}, 1});
  return points;
}

/// Stated after a recurrence that is not documented as one: refused aloud.
void refuse_stated_recurrence(const course::Calendar& calendar, std::vector<DataIssue>& issues) {
  if (calendar.first_recurrence() != nullptr) return;
  for (const Fact* fact : calendar.facts) {
    const auto* stated = std::get_if<StatedCategory>(&fact->payload);
    if (stated == nullptr || stated->classification != Classification::Recurrence) continue;
    issues.push_back({IssueCode::SequenceImpossible, Severity::Warning, course::place_of(*fact),
                      "The stated value " + stated->original +
                          " is of a recurrence, but no disease-free state is documented; it is progression or "
                          "persistence, and no r statement is made.",
                      "Record the assessment that found no evidence of disease, if there was one."});
  }
}

void report_missing_events(const Tumor& tumor, const staging::TimePoint& point, const statement::Statement& statement,
                           std::vector<DataIssue>& issues) {
  // A metastasis proven by microscopy makes a p record without resection of the primary. SOURCE: SEER EOD 3.3,
  // pathological grade.
  const bool proven_m1 = point.classification == Classification::Pathological && statement.m.prefix == "p" &&
                         statement.t.value.empty() && statement.n.value.empty();
  if (proven_m1) return;
  if (point.needs_stated && point.missing_event != statement::MissingEvent::None)
    issues.push_back({IssueCode::SequenceImpossible, Severity::Warning, tumor.id,
                      "A stage is stated as " + std::string(to_string(point.classification)) + ", but " +
                          std::string(to_string(point.missing_event)) + ".",
                      "Record the treatment; until then the stated categories are kept as they are."});
}

/// The site of the first pack; none while conditions leave open which one it is.
std::string common_site(const staging::ChosenPacks& chosen) {
  const std::string& site = chosen.packs.front().pack->identity().site;
  const bool open = std::any_of(chosen.packs.begin(), chosen.packs.end(), [&](const staging::ChosenPack& each) {
    return !each.conditions.empty() && each.pack->identity().site != site;
  });
  return open && !chosen.packs.front().conditions.empty() ? std::string() : site;
}

/// Statements of one time point by all packs. What is wrong by one alternative table alone is not wrong yet.
std::vector<statement::Statement> statements_of(const staging::StagingContext& context, const staging::TimePoint& point,
                                                const staging::ChosenPacks& chosen, std::vector<DataIssue>& issues) {
  std::vector<statement::Statement> all;
  std::vector<std::vector<DataIssue>> alternatives;
  for (const staging::ChosenPack& each : chosen.packs) {
    std::vector<DataIssue>& found = each.conditions.empty() ? issues : alternatives.emplace_back();
    std::vector<statement::Statement> statements = staging::make_statements(context, point, each.pack, found);
    for (statement::Statement& statement : statements) {
      if (statement.status == statement::Status::NoSystem && !chosen.instead.empty()) {
        statement.status = statement::Status::NotApplicable;
        statement.notes.emplace_back(statement::note::OtherSystems{chosen.instead});
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
  staging::make_conditional(all, chosen.packs);
  return all;
}

}  // namespace

class Builder::Implementation {
 public:
  Implementation(const rules::PackLibrary& library, course::RuleSet rules, Options options)
      : library_(library), rules_(std::move(rules)), options_(std::move(options)) {}

  statement::PatientTimeline build(Course course) const {
    statement::PatientTimeline result;
    result.course = std::move(course);
    course::cut_course(result.course, options_.as_of, options_.known_by);
    add_implied_tumors(result.course);
    result.issues = result.course.issues;
    const auto is_primary = [](const Tumor& tumor) { return !tumor.secondary; };
    const auto primaries =
        static_cast<std::size_t>(std::count_if(result.course.tumors.begin(), result.course.tumors.end(), is_primary));
    report_unbound(result.course, primaries, result.issues);
    staging::check_stated_links(result.course, result.issues);
    for (const Tumor& tumor : result.course.tumors)
      if (!tumor.secondary) result.tumors.push_back(build_tumor(result.course, tumor, primaries == 1, result.issues));
    std::stable_sort(result.issues.begin(), result.issues.end(), [](const DataIssue& left, const DataIssue& right) {
      return std::tie(left.path, left.code, left.message) < std::tie(right.path, right.code, right.message);
    });
    result.issues.erase(std::unique(result.issues.begin(), result.issues.end()), result.issues.end());
    return result;
  }

 private:
  statement::TumorTimeline build_tumor(const Course& course, const Tumor& tumor, bool only_primary,
                                       std::vector<DataIssue>& issues) const {
    statement::TumorTimeline result;
    result.tumor = tumor;
    const course::Calendar calendar =
        course::make_calendar(course, tumor, facts_of(course, tumor, only_primary), rules_);
    result.tumor.diagnosed = calendar.diagnosed;
    staging::ChosenPacks chosen = staging::choose_packs(library_, course, tumor, calendar, options_, memory_, issues);
    if (!chosen.packs.empty()) {
      result.schema = common_site(chosen);
      if (options_.editions.empty())
        staging::check_edition(calendar, chosen.packs.front().pack->identity().edition, issues);
    } else {
      chosen.packs.push_back({});
    }
    std::vector<staging::UnplacedFact> unplaced;
    const staging::StagingContext context{&course, &calendar, &rules_, &options_, &memory_, &unplaced};
    for (const staging::TimePoint& point : time_points(calendar, rules_))
      for (statement::Statement& statement : statements_of(context, point, chosen, issues)) {
        report_missing_events(tumor, point, statement, issues);
        result.statements.push_back(std::move(statement));
      }
    refuse_stated_recurrence(calendar, issues);
    staging::report_unplaced(calendar, result.statements, unplaced, issues);
    result.status = recurrence::make_status(calendar, rules_, issues);
    result.recurrences = recurrence::make_recurrences(calendar, rules_);
    result.responses = responses_.collect(course, tumor.id);
    result.then_and_now = compare_then_and_now(calendar, result.statements, result.status);
    return result;
  }

  const rules::PackLibrary& library_;
  course::RuleSet rules_;
  Options options_;
  mutable staging::PackMemory memory_;
  mutable ResponseCollector responses_;
};

Result<Builder> Builder::create(const rules::PackLibrary& library, Options options) {
  Result<course::RuleSet> rules = course::RuleSet::load(library);
  if (!rules) return rules.error();
  return Builder(std::make_unique<Implementation>(library, std::move(*rules), std::move(options)));
}

Builder::Builder(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Builder::Builder(Builder&&) noexcept = default;
Builder& Builder::operator=(Builder&&) noexcept = default;
Builder::~Builder() = default;

statement::PatientTimeline Builder::build(Course course) const { return implementation_->build(std::move(course)); }

}  // namespace restage::timeline
