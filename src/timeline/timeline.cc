// SPDX-License-Identifier: Apache-2.0
#include "timeline/timeline.h"

#include <algorithm>

#include "course/cut.h"
#include "course/tumors.h"
#include "markers/assess.h"
#include "recurrence/oligometastatic.h"
#include "recurrence/recurrences.h"
#include "recurrence/registry_items.h"
#include "recurrence/status.h"
#include "staging/choose_packs.h"
#include "staging/conventions.h"
#include "staging/morphology.h"
#include "staging/stage_statement.h"
#include "staging/stated_links.h"
#include "staging/time_points.h"
#include "staging/unplaced.h"
#include "suspicion/recurrence_rules.h"
#include "timeline/responses.h"
#include "timeline/then_and_now.h"

namespace restage::timeline {
namespace {

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

/// The record's own word and its date disagree: the word was followed, and both are shown.
void report_adjuvant_before_surgery(const course::Calendar& calendar, std::vector<DataIssue>& issues) {
  for (const Fact* fact : calendar.adjuvant_before_surgery)
    issues.push_back({IssueCode::SequenceImpossible, Severity::Warning, course::place_of(*fact),
                      "A treatment is recorded as adjuvant, but begins before the operation; it was not taken as "
                      "treatment before the operation.",
                      "Correct its date, or record it as neoadjuvant."});
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
  staging::note_assumed_histology(all, chosen);
  return all;
}

/// The tables that the engines of states look things up in.
struct Engines {
  recurrence::StateRules states;
  recurrence::RegistryRules registry;
  recurrence::OligometastaticRules oligometastatic;
  markers::Assessor markers;
  mutable suspicion::RecurrenceRules suspicion;

  static Result<Engines> load(const rules::PackLibrary& library) {
    Result<recurrence::StateRules> states = recurrence::StateRules::load(library);
    if (!states) return states.error();
    Result<recurrence::RegistryRules> registry = recurrence::RegistryRules::load(library);
    if (!registry) return registry.error();
    Result<recurrence::OligometastaticRules> names = recurrence::OligometastaticRules::load(library);
    if (!names) return names.error();
    Result<markers::Assessor> markers = markers::Assessor::create(library, {});
    if (!markers) return markers.error();
    Result<suspicion::RecurrenceRules> suspicion = suspicion::RecurrenceRules::load(library);
    if (!suspicion) return suspicion.error();
    return Engines{std::move(*states), std::move(*registry), std::move(*names), std::move(*markers),
                   std::move(*suspicion)};
  }
};

}  // namespace

class Builder::Implementation {
 public:
  Implementation(const rules::PackLibrary& library, course::RuleSet rules, Engines engines,
                 staging::Conventions conventions, Options options)
      : library_(library),
        rules_(std::move(rules)),
        engines_(std::move(engines)),
        conventions_(std::move(conventions)),
        options_(std::move(options)) {}

  statement::PatientTimeline build(Course course) const {
    statement::PatientTimeline result;
    result.course = std::move(course);
    course::cut_course(result.course, options_.as_of, options_.known_by);
    course::add_implied_tumors(result.course);
    result.issues = result.course.issues;
    const auto is_primary = [](const Tumor& tumor) { return !tumor.secondary; };
    const auto primaries =
        static_cast<std::size_t>(std::count_if(result.course.tumors.begin(), result.course.tumors.end(), is_primary));
    course::report_unbound(result.course, primaries, result.issues);
    staging::check_stated_links(result.course, result.issues);
    for (const Tumor& tumor : result.course.tumors)
      if (!tumor.secondary) result.tumors.push_back(build_tumor(result.course, tumor, primaries == 1, result.issues));
    add_suspicion(result);
    if (primaries == 0) staging::report_no_primary(result.course, result.issues);
    std::stable_sort(result.issues.begin(), result.issues.end(), [](const DataIssue& left, const DataIssue& right) {
      return std::tie(left.path, left.code, left.message) < std::tie(right.path, right.code, right.message);
    });
    result.issues.erase(std::unique(result.issues.begin(), result.issues.end()), result.issues.end());
    return result;
  }

 private:
  statement::TumorTimeline build_tumor(const Course& course, const Tumor& recorded, bool only_primary,
                                       std::vector<DataIssue>& issues) const {
    statement::TumorTimeline result;
    Tumor tumor = recorded;
    const course::Calendar calendar =
        course::make_calendar(course, tumor, course::facts_of(course, tumor, only_primary), rules_);
    staging::settle_morphology(tumor, calendar, issues);
    result.tumor = tumor;
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
    const staging::StagingContext context{&course,   &calendar, &rules_,  options_.strict ? nullptr : &conventions_,
                                          &options_, &memory_,  &unplaced};
    for (const staging::TimePoint& point : staging::time_points(calendar, rules_))
      for (statement::Statement& statement : statements_of(context, point, chosen, issues)) {
        report_missing_events(tumor, point, statement, issues);
        result.statements.push_back(std::move(statement));
      }
    refuse_stated_recurrence(calendar, issues);
    report_adjuvant_before_surgery(calendar, issues);
    staging::report_unplaced(calendar, result.statements, unplaced, issues);
    add_states(course, calendar, result, issues);
    result.responses = responses_.collect(course, tumor.id);
    result.then_and_now =
        compare_then_and_now(calendar, rules_, chosen.packs.front().pack, result.statements, result.status);
    return result;
  }

  /// Biochemical recurrences that were documented, and those that a marker rule dates.
  std::vector<recurrence::RuleEvent> rule_events(const Course& course, const course::Calendar& calendar) const {
    std::vector<recurrence::RuleEvent> events = recurrence::documented_biochemical(calendar);
    const auto day = options_.as_of.is_known() ? options_.as_of : markers::last_day(course);
    for (statement::MarkerRule& rule :
         engines_.markers.events(course, *calendar.tumor, calendar.facts, {day, options_.known_by}))
      events.push_back({rule.date, std::move(rule.id), std::move(rule.evidence)});
    return events;
  }

  void add_states(const Course& course, const course::Calendar& calendar, statement::TumorTimeline& result,
                  std::vector<DataIssue>& issues) const {
    const std::vector<recurrence::RuleEvent> rule_events = this->rule_events(course, calendar);
    result.status = recurrence::make_status(calendar, engines_.states, rule_events, issues);
    result.recurrences = recurrence::make_recurrences(calendar, rules_);
    result.biochemical = recurrence::make_biochemical(result.status, rule_events);
    result.registry = engines_.registry.items(calendar, rules_, result.status, result.recurrences);
    result.oligometastatic = engines_.oligometastatic.name(calendar, rules_, result.status);
    result.conversions = recurrence::make_conversions(calendar);
  }

  /// What is suspected of the person: facts of every tumor and of none speak for each.
  void add_suspicion(statement::PatientTimeline& result) const {
    const PartialDate day = options_.as_of.is_known() ? options_.as_of : markers::last_day(result.course);
    if (!day.is_exact() || result.tumors.empty()) return;
    const PartialDate known_by = options_.known_by.is_known() ? options_.known_by : day;
    const auto suspicion = engines_.suspicion.judge(result.course, {day, known_by}, {});
    for (statement::TumorTimeline& tumor : result.tumors) tumor.suspicion = suspicion;
  }

  const rules::PackLibrary& library_;
  course::RuleSet rules_;
  Engines engines_;
  staging::Conventions conventions_;
  Options options_;
  mutable staging::PackMemory memory_;
  mutable ResponseCollector responses_;
};

Result<Builder> Builder::create(const rules::PackLibrary& library, Options options) {
  Result<course::RuleSet> rules = course::RuleSet::load(library);
  if (!rules) return rules.error();
  Result<Engines> engines = Engines::load(library);
  if (!engines) return engines.error();
  Result<staging::Conventions> conventions = staging::Conventions::load(library);
  if (!conventions) return conventions.error();
  return Builder(std::make_unique<Implementation>(library, std::move(*rules), std::move(*engines),
                                                  std::move(*conventions), std::move(options)));
}

Builder::Builder(std::unique_ptr<Implementation> implementation) : implementation_(std::move(implementation)) {}
Builder::Builder(Builder&&) noexcept = default;
Builder& Builder::operator=(Builder&&) noexcept = default;
Builder::~Builder() = default;

statement::PatientTimeline Builder::build(Course course) const { return implementation_->build(std::move(course)); }

}  // namespace restage::timeline
