// SPDX-License-Identifier: Apache-2.0
#include "followup/history.h"

#include <algorithm>
#include <string>

#include "base/text.h"

namespace restage::followup {
namespace {

using statement::FollowUpAnchor;

/// As late as the date allows: a day known to the month has surely passed only when the month has.
std::optional<Day> sure_day(const PartialDate& date) {
  return date.is_known() ? std::optional(date.latest()) : std::nullopt;
}

const Treatment& treatment_in(const Fact* fact) { return std::get<Treatment>(fact->payload); }

bool is_cure(const Fact& fact) {
  const auto* treatment = std::get_if<Treatment>(&fact.payload);
  return treatment != nullptr && treatment->definitive && treatment->intent != "palliative" &&
         treatment->intent != "diagnostic" && treatment->intent != "supportive";
}

bool is_ablation(const Treatment& treatment) {
  return text::to_lower(treatment.name).find("ablat") != std::string::npos ||
         text::to_lower(treatment.technique).find("ablat") != std::string::npos;
}

AnchorChoice anchored(std::string kind, const PartialDate& date, const Fact* fact) {
  return {{std::move(kind), date, {fact->id}}, std::nullopt};
}

AnchorChoice refused(IssueCode code, std::string message, std::string remedy) {
  return {{}, make_issue(code, "anchor", std::move(message), std::move(remedy))};
}

/// The end of a treatment, where the record has one: an operation ends on its day.
PartialDate end_of(const Fact* fact) {
  const Treatment& treatment = treatment_in(fact);
  if (treatment.end.is_known()) return treatment.end;
  return treatment.kind == Treatment::Kind::Surgery ? fact->effective : PartialDate{};
}

}  // namespace

History::History(std::span<const Fact* const> facts, Day as_of) : as_of_(as_of) {
  for (const Fact* fact : facts) {
    const auto day = sure_day(fact->effective);
    if (!day || *day > as_of) continue;
    if (is_cure(*fact)) treatments_.push_back(fact);
    if (const auto* event = std::get_if<Event>(&fact->payload)) {
      if (event->kind == Event::Kind::NoEvidenceOfDisease) disease_free_.push_back(fact);
      if (event->kind == Event::Kind::Recurrence || event->kind == Event::Kind::Progression) recurrence_ = fact;
      if (event->kind == Event::Kind::Death) death_ = fact;
    } else if (const auto* visit = std::get_if<Visit>(&fact->payload)) {
      for (const std::string& each : visit->done) add_done(*fact, each);
    } else if (const auto* lab = std::get_if<LabValue>(&fact->payload)) {
      add_done(*fact, lab->analyte);
    } else if (const auto* study = std::get_if<Study>(&fact->payload)) {
      add_done(*fact, study->modality + " " + text::join(study->coverage, " "));
    } else if (const auto* treatment = std::get_if<Treatment>(&fact->payload); treatment && !treatment->definitive) {
      add_done(*fact, treatment->name);
    }
  }
  const auto earlier = [](const Fact* a, const Fact* b) {
    return PartialDate::sorts_before(a->effective, b->effective);
  };
  std::stable_sort(treatments_.begin(), treatments_.end(), earlier);
  std::stable_sort(disease_free_.begin(), disease_free_.end(), earlier);
}

void History::add_done(const Fact& fact, std::string_view words) {
  Activity activity = activity_of(words);
  if (activity.is_known()) done_.push_back({*sure_day(fact.effective), std::move(activity), &fact});
}

const Done* History::last_done(const Activity& asked, Day later_than) const {
  const Done* last = nullptr;
  for (const Done& each : done_)
    if (each.day > later_than && (last == nullptr || each.day > last->day) && is_done_by(asked, each.activity))
      last = &each;
  return last;
}

const Fact* History::last_surgery() const {
  const Fact* last = nullptr;
  for (const Fact* each : treatments_)
    if (treatment_in(each).kind == Treatment::Kind::Surgery) last = each;
  return last;
}

const Fact* History::last_ablation() const {
  const Fact* last = nullptr;
  for (const Fact* each : treatments_)
    if (is_ablation(treatment_in(each))) last = each;
  return last;
}

AnchorChoice History::end_of_treatment() const {
  const Fact* last = nullptr;
  for (const Fact* each : treatments_) {
    const auto end = sure_day(end_of(each));
    if (end && *end <= as_of_ && (last == nullptr || *end >= *sure_day(end_of(last)))) last = each;
  }
  if (last != nullptr) return anchored("end of treatment", end_of(last), last);
  if (!disease_free_.empty())
    return anchored("no evidence of disease", disease_free_.front()->effective, disease_free_.front());
  return refused(IssueCode::ValueMissing, "no treatment with an end and no disease-free date is on record",
                 "record them, or name the day with --anchor");
}

AnchorChoice History::disease_free_after(const Fact* recurrence) const {
  for (const Fact* each : disease_free_)
    if (each->effective.surely_after(recurrence->effective))
      return anchored("no evidence of disease", each->effective, each);
  return refused(IssueCode::ValueMissing, "the disease came back and no later disease-free date is on record",
                 "record the disease-free date, or name the day with --anchor");
}

AnchorChoice History::nothing_after_death() const {
  return refused(IssueCode::DateContradictory, "the person died, " + death_->effective.text() + ": nothing is due",
                 "ask for a day before the death");
}

AnchorChoice History::choose_anchor(std::string_view wanted) const {
  if (death_ != nullptr) return nothing_after_death();
  if (recurrence_ != nullptr) return disease_free_after(recurrence_);
  if (wanted == "ablation")
    if (const Fact* fact = last_ablation()) return anchored("ablation", fact->effective, fact);
  if (wanted == "surgery")
    if (const Fact* fact = last_surgery()) return anchored("surgery", fact->effective, fact);
  return end_of_treatment();
}

AnchorChoice History::name_anchor(const PartialDate& given) const {
  if (death_ != nullptr) return nothing_after_death();
  AnchorChoice choice = anchor_at(given);
  if (!choice.issue && recurrence_ != nullptr && recurrence_->effective.surely_after(given))
    choice.issue = make_issue(IssueCode::DateContradictory, "anchor",
                              "the disease came back after the anchor, " + recurrence_->effective.text(),
                              "name a disease-free date after it; the schedule is for people without disease");
  return choice;
}

AnchorChoice History::anchor_at(const PartialDate& given) const {
  for (const Fact* each : treatments_) {
    if (each->effective == given && treatment_in(each).kind == Treatment::Kind::Surgery)
      return anchored("surgery", given, each);
    if (each->effective == given && is_ablation(treatment_in(each))) return anchored("ablation", given, each);
    if (end_of(each) == given) return anchored("end of treatment", given, each);
  }
  for (const Fact* each : disease_free_)
    if (each->effective == given) return anchored("no evidence of disease", given, each);
  static const Activity kMammogram = activity_of("mammogram");
  for (const Done& each : done_)
    if (each.fact->effective == given && is_done_by(kMammogram, each.activity))
      return anchored("diagnostic mammogram", given, each.fact);
  if (!treatments_.empty() && given.surely_before(treatments_.front()->effective))
    return refused(IssueCode::DateContradictory,
                   "the anchor lies before the treatment began, " + treatments_.front()->effective.text(),
                   "name the day of the operation, the end of treatment or a disease-free date");
  return {{"as given", given, {}}, std::nullopt};
}

std::optional<Day> History::day_of(std::string_view event, Day anchor) const {
  std::optional<Day> last;
  const auto take = [&](const PartialDate& date) {
    if (const auto day = sure_day(date); day && (!last || *day > *last)) last = day;
  };
  if (event == "diagnostic mammogram") {
    static const Activity kMammogram = activity_of("mammogram");
    const Day until = treatments_.empty() ? anchor : treatments_.front()->effective.latest();
    for (const Done& each : done_)
      if (each.day <= until && is_done_by(kMammogram, each.activity)) take(each.fact->effective);
    return last;
  }
  for (const Fact* each : treatments_) {
    const Treatment::Kind kind = treatment_in(each).kind;
    if (event == "surgery" && kind == Treatment::Kind::Surgery) take(each->effective);
    if (event == "radiation" && kind == Treatment::Kind::Radiation)
      take(treatment_in(each).end.is_known() ? treatment_in(each).end : each->effective);
    if (event == "systemic" && kind == Treatment::Kind::Systemic)
      take(treatment_in(each).end.is_known() ? treatment_in(each).end : each->effective);
  }
  return last;
}

}  // namespace restage::followup
