// SPDX-License-Identifier: Apache-2.0
#include "recurrence/oligometastatic.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "core/node_regions.h"
#include "course/disease_events.h"

namespace restage::recurrence {
namespace {

/// Metastatic lesions as they stood on one day.
struct Assessment {
  PartialDate date;
  std::optional<Decimal> count;  ///< unknown where lesions were named and not counted
  std::set<std::string> organs;
  std::optional<bool> progressing;  ///< as recorded
  std::vector<std::string> evidence;
  std::size_t measured = 0;  ///< lesions measured outside the primary
  bool seen = false;         ///< metastasis was named
  bool denied = false;       ///< no metastasis at all
};

bool is_yes(const Finding& finding) { return finding.text == "yes" || (finding.number && !finding.number->is_zero()); }

void add_finding(Assessment& assessment, const Fact& fact, const Finding& finding) {
  if (finding.name == "lesion_count" && finding.number) {
    if (!assessment.count || *finding.number > *assessment.count) assessment.count = finding.number;
  } else if (finding.name == "progressing") {
    assessment.progressing = is_yes(finding) || assessment.progressing.value_or(false);
  } else if ((finding.name == "new_lesions" || finding.name == "new_lesion" || finding.name == "growing") &&
             is_yes(finding)) {
    assessment.progressing = true;
  } else {
    return;
  }
  assessment.evidence.push_back(fact.id);
}

void add_fact(Assessment& assessment, const Fact& fact, const course::DiseaseEvent* event) {
  if (const auto* finding = std::get_if<Finding>(&fact.payload)) return add_finding(assessment, fact, *finding);
  if (const auto* metastasis = std::get_if<MetastasisFinding>(&fact.payload)) {
    if (metastasis->organ == kUnplacedNodes) return;
    assessment.seen |= metastasis->present;
    assessment.denied |= !metastasis->present && metastasis->organ.empty();
    if (metastasis->present) assessment.organs.insert(metastasis->organ);
    assessment.evidence.push_back(fact.id);
  } else if (const auto* lesion = std::get_if<LesionMeasurement>(&fact.payload)) {
    using State = LesionMeasurement::State;
    const bool there = lesion->state == State::Measured || lesion->state == State::Present ||
                       lesion->state == State::TooSmall || lesion->state == State::Unequivocal;
    if (lesion->primary || lesion->node || !there) return;
    ++assessment.measured;
    assessment.evidence.push_back(fact.id);
  } else if (event != nullptr && event->shows_disease && widest_extent(event->parts) == "distant") {
    assessment.seen = true;
    if (!event->organ.empty()) assessment.organs.insert(event->organ);
    if (event->kind == course::StateEvent::Progression) assessment.progressing = true;
    assessment.evidence.push_back(fact.id);
  }
}

std::vector<Assessment> assessments(const course::Calendar& calendar) {
  std::vector<Assessment> all;
  auto next = calendar.events.cbegin();
  bool metastatic = false;
  for (const Fact* fact : calendar.facts) {
    const course::DiseaseEvent* event = next != calendar.events.cend() && next->fact == fact ? &*next++ : nullptr;
    if (!fact->effective.is_known()) continue;
    if (all.empty() || all.back().date != fact->effective)
      all.push_back({fact->effective, {}, {}, {}, {}, 0, false, false});
    add_fact(all.back(), *fact, event);
  }
  std::erase_if(all, [&](Assessment& each) {
    metastatic |= each.seen;
    if (!each.count && each.denied && !each.seen) each.count = Decimal::of(0);
    if (!each.count && each.seen && each.measured > 0)
      each.count = Decimal::of(static_cast<std::int64_t>(each.measured));
    return !metastatic || (!each.count && !each.seen);
  });
  return all;
}

/// Systemic treatment that began before that day and did not end before it.
bool under_therapy(const course::Calendar& calendar, const PartialDate& date) {
  return std::any_of(calendar.facts.begin(), calendar.facts.end(), [&](const Fact* fact) {
    const auto* treatment = std::get_if<Treatment>(&fact->payload);
    return treatment != nullptr && treatment->kind == Treatment::Kind::Systemic && treatment->intent != "supportive" &&
           fact->effective.is_known() && fact->effective.surely_before(date) &&
           !(treatment->end.is_known() && treatment->end.surely_before(date));
  });
}

/// Treated, or documented as gone, between two assessments.
bool closed_between(const course::Calendar& calendar, const PartialDate& from, const PartialDate& until) {
  return std::any_of(calendar.events.begin(), calendar.events.end(), [&](const course::DiseaseEvent& event) {
    const bool closes = event.kind == course::StateEvent::Treatment || event.kind == course::StateEvent::DiseaseFree;
    return closes && event.fact->effective.latest() >= from.earliest() &&
           event.fact->effective.earliest() < until.latest();
  });
}

/// yes, no, or empty where the dates are too coarse.
std::string_view synchronous(const course::Calendar& calendar, const PartialDate& first, int months) {
  if (!calendar.diagnosed.is_known()) return {};
  if (first.latest() <= add_months(calendar.diagnosed.earliest(), months)) return "yes";
  return first.earliest() > add_months(calendar.diagnosed.latest(), months) ? "no" : "";
}

/// As recorded; else by what is more or elsewhere than before.
std::string_view progressing(const Assessment& now, const Assessment* before) {
  if (now.progressing) return *now.progressing ? "yes" : "no";
  if (before == nullptr || !before->count) return {};
  const bool elsewhere =
      !std::includes(before->organs.begin(), before->organs.end(), now.organs.begin(), now.organs.end());
  return elsewhere || *now.count > *before->count ? "yes" : "no";
}

std::string_view yes_or_no(bool flag) { return flag ? "yes" : "no"; }

}  // namespace

Result<OligometastaticRules> OligometastaticRules::load(const rules::PackLibrary& library) {
  constexpr const char* kPack = "timeline-oligometastatic";
  const Result<const rules::Pack*> pack = library.by_id(kPack);
  if (!pack) return pack.error();
  if (*pack == nullptr)
    return Error{ErrorCode::NotFound, "this pack is missing from the library; packs/recurrence must be present", kPack};
  OligometastaticRules rules;
  rules.pack_ = *pack;
  return rules;
}

bool OligometastaticRules::is_polymetastatic(const Decimal& count) const {
  const std::string lesions = count.text();
  const rules::GivenInput given[] = {{"lesions", lesions}};
  return pack_->evaluate("c", given, rules::Pack::Start::Findings).single("name") == "polymetastatic";
}

std::optional<statement::Oligometastatic> OligometastaticRules::name(
    const course::Calendar& calendar, const course::RuleSet& rules,
    const std::vector<statement::StatusEntry>& status) const {
  if (calendar.primary.is_blood()) return std::nullopt;
  const std::vector<Assessment> all = assessments(calendar);
  if (all.empty() || !all.back().count) return std::nullopt;
  const Assessment& now = all.back();
  const bool gone = !status.empty() && status.back().state == statement::State::NoEvidenceOfDisease &&
                    status.back().date.earliest() >= now.date.earliest();
  if (gone) return std::nullopt;
  const Assessment* first = nullptr;
  bool poly = false, oligo = false;
  for (const Assessment& each : all) {
    const bool several = each.count && is_polymetastatic(*each.count);
    if (first == nullptr && (each.seen || (each.count && !each.count->is_zero()))) first = &each;
    if (&each == &now) break;
    poly |= several;
    oligo |= each.count && !each.count->is_zero() && !several && closed_between(calendar, each.date, now.date);
  }
  const std::string lesions = now.count->text();
  const rules::GivenInput given[] = {
      {"lesions", lesions},
      {"polymetastatic_before", yes_or_no(poly)},
      {"oligometastatic_before", yes_or_no(oligo)},
      {"synchronous",
       synchronous(calendar, first == nullptr ? now.date : first->date, rules.months("synchronous-metastasis"))},
      {"systemic_therapy", under_therapy(calendar, now.date) ? "on" : "off"},
      {"progressing", progressing(now, all.size() > 1 ? &all[all.size() - 2] : nullptr)}};
  const rules::Evaluation result = pack_->evaluate("c", given, rules::Pack::Start::Findings);
  const std::string_view name = result.single("name");
  if (name.empty() || name == "polymetastatic" || name == "no metastasis") return std::nullopt;
  return statement::Oligometastatic{std::string(name), now.date, now.evidence, !result.rests_on_unverified};
}

std::vector<statement::Conversion> make_conversions(const course::Calendar& calendar) {
  std::vector<statement::Conversion> conversions;
  std::map<std::string, const Fact*> closed;
  for (const Fact* fact : calendar.facts) {
    const auto* finding = std::get_if<Finding>(&fact->payload);
    if (finding == nullptr || finding->name != "resectable" || !fact->effective.is_known()) continue;
    if (finding->text == "no") {
      closed.try_emplace(finding->organ, fact);
    } else if (const auto before = closed.find(finding->organ); finding->text == "yes" && before != closed.end()) {
      conversions.push_back({fact->effective, finding->organ, {before->second->id, fact->id}});
      closed.erase(before);
    }
  }
  return conversions;
}

}  // namespace restage::recurrence
