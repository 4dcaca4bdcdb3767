// SPDX-License-Identifier: Apache-2.0
#include "response/series.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::response {
namespace {

// No lesion of a living person is larger; a greater number is a unit mistake or a slip of the keyboard.
const Decimal kLargestPlausibleMm = Decimal::of(1000);

bool is_named_baseline(const ResponseVisit& visit) {
  return text::contains_ignoring_case(visit.id, "baseline") || text::contains_ignoring_case(visit.id, "screen");
}

bool has_calls(const ResponseVisit& visit) {
  return !visit.target.empty() || !visit.non_target.empty() || !visit.overall.empty() || !visit.new_lesion.empty();
}

bool has_values(const ResponseVisit& visit) { return !visit.measurements.empty() || visit.sum_mm.has_value(); }

bool has_number(const ResponseMeasurement& m) {
  return m.long_mm || m.short_mm || m.enhancing_mm || m.sul_peak || m.density_hu;
}

void fill_empty(std::string& into, const std::string& from) {
  if (into.empty()) into = from;
}

void merge_visit(ResponseVisit& into, const ResponseVisit& more) {
  into.measurements.insert(into.measurements.end(), more.measurements.begin(), more.measurements.end());
  into.labs.insert(into.labs.end(), more.labs.begin(), more.labs.end());
  for (const auto& [name, value] : more.components)
    if (find_value(into.components, name) == nullptr) into.components.emplace_back(name, value);
  if (!into.sum_mm) into.sum_mm = more.sum_mm;
  if (!into.date_first.is_known()) into.date_first = more.date_first;
  if (!into.date_last.is_known()) into.date_last = more.date_last;
  fill_empty(into.target, more.target);
  fill_empty(into.non_target, more.non_target);
  fill_empty(into.new_lesion, more.new_lesion);
  fill_empty(into.overall, more.overall);
}

// A second record of a visit may repeat or complete it; one that calls it otherwise stays a record of its own.
bool may_merge(const ResponseVisit& left, const ResponseVisit& right) {
  const auto agree = [](const std::string& a, const std::string& b) {
    return a.empty() || b.empty() || same_name(a, b);
  };
  return left.id == right.id && left.date == right.date && agree(left.overall, right.overall) &&
         agree(left.target, right.target) && agree(left.non_target, right.non_target) &&
         agree(left.new_lesion, right.new_lesion);
}

}  // namespace

bool has_tumor_content(const ResponseVisit& visit) noexcept { return has_values(visit) || has_calls(visit); }

Series::Series(const ResponseSubject& subject, const Policy& policy) : subject_(&subject), policy_(&policy) {
  find_lesions();
  order_visits();
  fill_readings();
}

std::string Series::path(std::string_view visit, std::string_view lesion) const {
  std::string all = subject_->source.empty() ? std::string() : subject_->source + ": ";
  all += "subject " + subject_->id;
  if (!subject_->reader.empty()) all += ", reader " + subject_->reader;
  if (!visit.empty()) all.append(", visit ").append(visit);
  if (!lesion.empty()) all.append(", lesion ").append(lesion);
  return all;
}

bool Series::has_role(ResponseLesion::Role role) const noexcept {
  return std::any_of(lesions_.begin(), lesions_.end(),
                     [role](const LesionTrack& t) { return t.lesion->role == role && !t.is_part; });
}

bool Series::has_readings(std::size_t row) const noexcept {
  for (std::size_t i = 0; i < lesions_.size(); ++i)
    if (reading(row, i).measurement != nullptr) return true;
  return false;
}

std::size_t Series::index_of(std::string_view lesion) const noexcept {
  for (std::size_t i = 0; i < lesions_.size(); ++i)
    if (lesions_[i].lesion->id == lesion) return i;
  return lesions_.size();
}

void Series::find_lesions() {
  for (const ResponseLesion& lesion : subject_->lesions) {
    if (index_of(lesion.id) < lesions_.size()) {
      issues_.push_back(make_issue(IssueCode::DuplicateId, path({}, lesion.id),
                                   "the lesion is declared twice; the first declaration is used",
                                   "give each lesion one id"));
      continue;
    }
    lesions_.push_back({&lesion, false, {}, false});
    if (lesion.role == ResponseLesion::Role::Unstated)
      issues_.push_back(make_issue(IssueCode::ValueMissing, path({}, lesion.id),
                                   "the lesion has no role and was not used; targets are never chosen silently",
                                   "say target, non-target or new; --select-targets helps to choose"));
  }
  const bool none_declared = lesions_.empty();
  for (const ResponseVisit& visit : subject_->visits)
    for (const ResponseMeasurement& measurement : visit.measurements) {
      if (measurement.lesion.empty() || index_of(measurement.lesion) < lesions_.size()) continue;
      ResponseLesion& lesion = undeclared_.emplace_back();
      lesion.id = measurement.lesion;
      lesion.organ = measurement.organ;
      lesion.role = none_declared ? ResponseLesion::Role::Target : ResponseLesion::Role::Unstated;
      lesions_.push_back({&lesion, false, {}, false});
      issues_.push_back(make_issue(IssueCode::ReferenceUnresolved, path(visit.id, lesion.id),
                                   none_declared
                                       ? "no lesions are declared; the measured one is taken as a target in an organ"
                                       : "the measured lesion is not declared and was not used",
                                   "list it under lesions with role and organ"));
    }
  for (std::size_t i = 0; i < lesions_.size(); ++i) {
    LesionTrack& track = lesions_[i];
    const auto by_organ = is_node_organ(track.lesion->organ);
    track.node = track.lesion->node.value_or(by_organ.value_or(false));
    if (!by_organ && !track.lesion->node && track.lesion->role != ResponseLesion::Role::New)
      issues_.push_back(
          make_issue(IssueCode::SiteUnknown, path({}, track.lesion->id),
                     track.lesion->organ.empty()
                         ? "the organ is missing; the lesion is measured by its long axis"
                         : fmt::format("the organ '{}' is not known; the lesion is measured by its long axis",
                                       track.lesion->organ),
                     "name the organ, or say node: true or false"));
    if (track.lesion->parent.empty()) continue;
    const std::size_t parent = index_of(track.lesion->parent);
    if (parent < lesions_.size() && parent != i) {
      lesions_[parent].parts.push_back(i);
      track.is_part = true;
    }
  }
}

void Series::order_visits() {
  std::vector<const ResponseVisit*> ordered;
  for (const ResponseVisit& visit : subject_->visits) {
    if (subject_->data_cut.is_known() && visit.date.surely_after(subject_->data_cut)) continue;
    if (!visit.date.is_known())
      issues_.push_back(make_issue(IssueCode::DateMissing, path(visit.id),
                                   "the visit has no date; it is kept in the order given and opens no window",
                                   "give the date of its first scan"));
    const auto same = std::find_if(ordered.begin(), ordered.end(),
                                   [&](const ResponseVisit* other) { return may_merge(*other, visit); });
    if (same == ordered.end()) {
      ordered.push_back(&visit);
      continue;
    }
    ResponseVisit& joined = merged_.emplace_back(**same);
    merge_visit(joined, visit);
    *same = &joined;
  }
  const bool all_dated =
      std::all_of(ordered.begin(), ordered.end(), [](const ResponseVisit* v) { return v->date.is_known(); });
  if (all_dated)
    std::stable_sort(ordered.begin(), ordered.end(), [](const ResponseVisit* a, const ResponseVisit* b) {
      return a->date.earliest() < b->date.earliest();
    });
  find_baseline(ordered);
}

void Series::find_baseline(std::vector<const ResponseVisit*>& ordered) {
  const bool by_treatment = policy_->is("reference_from", "treatment");
  const PartialDate& first = by_treatment ? subject_->treatment_start : subject_->reference_date;
  const PartialDate& second = by_treatment ? subject_->reference_date : subject_->treatment_start;
  reference_ = first.is_known() ? first : second;
  std::size_t at = ordered.size();
  for (std::size_t i = 0; i < ordered.size(); ++i)
    if (is_named_baseline(*ordered[i])) at = i;
  if (at == ordered.size() && reference_.is_known())
    for (std::size_t i = 0; i < ordered.size(); ++i)
      if (ordered[i]->date.is_known() && ordered[i]->date.earliest() <= reference_.latest() &&
          ordered[i]->overall.empty() &&
          (has_values(*ordered[i]) || !ordered[i]->labs.empty() ||
           (!has_calls(*ordered[i]) && !ordered[i]->components.empty())))
        at = i;
  if (at == ordered.size() && !ordered.empty() && has_values(*ordered.front()) && !has_calls(*ordered.front())) at = 0;
  if (at == ordered.size() && !ordered.empty() && !has_tumor_content(*ordered.front()) &&
      !ordered.front()->labs.empty())
    at = 0;
  if (at == ordered.size()) {
    visits_ = ordered;
  } else {
    baseline_ = ordered[at];
    baseline_date_ = baseline_->date;
    for (std::size_t i = 0; i < at; ++i) {
      if (is_named_baseline(*ordered[i]) ||
          (reference_.is_known() && !ordered[i]->date.surely_after(reference_) && !has_calls(*ordered[i]))) {
        earlier_.push_back(ordered[i]);
      } else {
        issues_.push_back(make_issue(IssueCode::DateContradictory, path(ordered[i]->id),
                                     "the follow-up is dated before the baseline and was not assessed",
                                     "correct the date of the visit or of the baseline"));
      }
    }
    visits_.assign(ordered.begin() + static_cast<std::ptrdiff_t>(at) + 1, ordered.end());
  }
  const bool measured =
      std::any_of(visits_.begin(), visits_.end(), [](const ResponseVisit* v) { return has_values(*v); });
  if (measured && baseline_ == nullptr)
    issues_.push_back(make_issue(IssueCode::BaselineMissing, path({}),
                                 "there are measurements but no baseline to compare with",
                                 "add the visit before treatment and name it baseline"));
  if (!reference_.is_known()) reference_ = baseline_date_;
}

void Series::fill_readings() {
  row_issues_.resize(visits_.size() + 1);
  readings_.assign((visits_.size() + 1) * lesions_.size(), {});
  const auto place_all = [this](std::size_t row, const ResponseVisit& visit) {
    for (const ResponseMeasurement& measurement : visit.measurements) place(row, visit, measurement);
  };
  if (baseline_ != nullptr) place_all(0, *baseline_);
  for (auto visit = earlier_.rbegin(); visit != earlier_.rend(); ++visit)
    for (const ResponseMeasurement& measurement : (*visit)->measurements) {
      const std::size_t lesion = index_of(measurement.lesion);
      if (lesion < lesions_.size() && reading(0, lesion).measurement == nullptr) place(0, **visit, measurement);
    }
  for (std::size_t i = 0; i < visits_.size(); ++i) place_all(i + 1, *visits_[i]);
  if (baseline_ == nullptr) return;
  for (std::size_t i = 0; i < lesions_.size(); ++i) {
    const LesionTrack& track = lesions_[i];
    if (track.lesion->role != ResponseLesion::Role::Target || track.is_part || reading(0, i).measurement != nullptr)
      continue;
    row_issues_[0].push_back(make_issue(IssueCode::BaselineMissing, path(baseline_->id, track.lesion->id),
                                        "the target has no measurement at baseline, so there is no sum to compare with",
                                        "add its baseline measurement, or declare it non-target or new"));
  }
}

void Series::place(std::size_t row, const ResponseVisit& visit, const ResponseMeasurement& measurement) {
  const std::size_t lesion = index_of(measurement.lesion);
  if (lesion >= lesions_.size()) {
    row_issues_[row].push_back(make_issue(IssueCode::ValueMissing, path(visit.id),
                                          "a measurement names no lesion and was not used",
                                          "name the lesion it belongs to"));
    return;
  }
  Reading& reading = readings_[row * lesions_.size() + lesion];
  if (reading.measurement != nullptr) {
    if (*reading.measurement == measurement || reading.state == State::NotEvaluable) return;
    reading.state = State::NotEvaluable;
    row_issues_[row].push_back(make_issue(IssueCode::DuplicateRecord, path(visit.id, measurement.lesion),
                                          "the lesion has two different measurements at one visit; neither was used",
                                          "keep the right one"));
    return;
  }
  reading.measurement = &measurement;
  reading.state = resolve(visit, measurement, row);
}

State Series::resolve(const ResponseVisit& visit, const ResponseMeasurement& measurement, std::size_t row) {
  const auto refuse = [&](IssueCode code, std::string message, std::string remedy) {
    row_issues_[row].push_back(
        make_issue(code, path(visit.id, measurement.lesion), std::move(message), std::move(remedy)));
    return State::NotEvaluable;
  };
  for (const auto& size : {measurement.long_mm, measurement.short_mm, measurement.enhancing_mm}) {
    if (!size) continue;
    if (size->is_negative())
      return refuse(IssueCode::ValueOutOfRange,
                    fmt::format("a size of {} mm is negative and was not used", size->text()),
                    "give the size as measured");
    if (*size > kLargestPlausibleMm)
      return refuse(IssueCode::ValueOutOfRange,
                    fmt::format("a size of {} mm is larger than any lesion and was not used", size->text()),
                    "check unit and decimal point");
  }
  if (measurement.long_mm && measurement.short_mm && *measurement.short_mm > *measurement.long_mm)
    row_issues_[row].push_back(make_issue(IssueCode::ValueOutOfRange, path(visit.id, measurement.lesion),
                                          fmt::format("the short axis of {} mm is longer than the long axis of {} mm",
                                                      measurement.short_mm->text(), measurement.long_mm->text()),
                                          "check which axis is which"));
  if (measurement.state == State::Measured && !has_number(measurement))
    return refuse(IssueCode::ValueMissing, "the measurement has neither size nor state; blank is not zero",
                  "give the size, or a state such as absent or not-evaluable");
  if (measurement.state == State::Absent && measurement.long_mm && !measurement.long_mm->is_zero())
    return refuse(IssueCode::DuplicateRecord,
                  fmt::format("the lesion is called absent and has a size of {} mm; neither was used",
                              measurement.long_mm->text()),
                  "keep the right one");
  return measurement.state;
}

}  // namespace restage::response
