// SPDX-License-Identifier: Apache-2.0
#include "response/recist.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace restage::response {
namespace {

using Role = ResponseLesion::Role;

bool is_seen(State state) noexcept {
  return state == State::Measured || state == State::TooSmall || state == State::Present || state == State::Unequivocal;
}

}  // namespace

std::string recist_word(std::string_view call) {
  struct Word {
    std::string_view given;
    std::string_view word;
  };
  static constexpr Word kWords[] = {
      {"CR", "CR"},
      {"iCR", "CR"},
      {"complete response", "CR"},
      {"PR", "PR"},
      {"iPR", "PR"},
      {"partial response", "PR"},
      {"SD", "SD"},
      {"iSD", "SD"},
      {"stable disease", "SD"},
      {"PD", "PD"},
      {"iUPD", "PD"},
      {"iCPD", "PD"},
      {"progressive disease", "PD"},
      {"NON-CR/NON-PD", "NON-CR/NON-PD"},
      {"NON-iCR/NON-iUPD", "NON-CR/NON-PD"},
      {"non-cr non-pd", "NON-CR/NON-PD"},
      {"incomplete response/SD", "NON-CR/NON-PD"},
      {"IR/SD", "NON-CR/NON-PD"},
      {"NE", "NE"},
      {"not evaluable", "NE"},
      {"not all evaluated", "NE"},
      {"unknown", "NE"},
      {"not done", "NE"},
      {"NED", "NED"},
  };
  for (const Word& known : kWords)
    if (same_name(known.given, call)) return std::string(known.word);
  return std::string(call);
}

RecistRun::RecistRun(const MeasureContext& context, bool ignore_stated_overall)
    : context_(context), ignore_stated_overall_(ignore_stated_overall) {
  const Series& series = context.series;
  node_normal_ = context.policy.number("node_normal_mm");
  absolute_ = context.policy.text("hcc_absolute_mm").empty() ? context.criterion.limit("pd_absolute")
                                                             : context.policy.number("hcc_absolute_mm");
  has_target_ =
      series.has_role(Role::Target) || (series.baseline() != nullptr && series.baseline()->sum_mm.has_value());
  has_non_target_ = series.has_role(Role::NonTarget);
  has_unclassified_ = series.has_role(Role::Unstated);
  for (const ResponseVisit* visit : series.visits()) {
    has_target_ = has_target_ || visit->sum_mm || !is_not_applicable(visit->target);
    has_non_target_ = has_non_target_ || !is_not_applicable(visit->non_target);
  }
  if (series.baseline() == nullptr) return;
  const TargetAssessment at_baseline = assess_target(0, *series.baseline());
  baseline_sum_ = at_baseline.sum;
  nadir_ = baseline_sum_;
  check_targets();
}

void RecistRun::check_targets() {
  const Series& series = context_.series;
  std::map<std::string, int> per_organ;
  int count = 0;
  for (std::size_t i = 0; i < series.lesions().size(); ++i) {
    const LesionTrack& track = series.lesions()[i];
    if (track.lesion->role != Role::Target || track.is_part) continue;
    ++count;
    ++per_organ[track.node ? "lymph-node" : canonical_organ(track.lesion->organ)];
    const auto size = size_at(0, i);
    const Decimal& least = context_.criterion.limit(track.node ? "node_target_from" : "organ_target_from");
    if (size && *size < least)
      context_.series.issues_at(0).push_back(
          make_issue(IssueCode::TargetUnsuitable, series.path(series.baseline()->id, track.lesion->id),
                     fmt::format("the target measures {} mm at baseline; {} are measurable from {} mm", size->text(),
                                 track.node ? "nodes" : "lesions", least.text()),
                     "follow it as non-target"));
  }
  const auto max_targets = context_.criterion.limit("max_targets");
  const auto max_per_organ = context_.criterion.limit("max_per_organ");
  if (Decimal::of(count) > max_targets)
    context_.series.issues_at(0).push_back(make_issue(
        IssueCode::TargetUnsuitable, series.path(series.baseline()->id),
        fmt::format("{} targets are declared, at most {} are allowed; all were summed", count, max_targets.text()),
        "keep the largest reproducible ones"));
  for (const auto& [organ, number] : per_organ)
    if (!organ.empty() && Decimal::of(number) > max_per_organ)
      context_.series.issues_at(0).push_back(
          make_issue(IssueCode::TargetUnsuitable, series.path(series.baseline()->id),
                     fmt::format("{} targets lie in one organ ({}), at most {} are allowed; all were summed", number,
                                 organ, max_per_organ.text()),
                     "keep the largest reproducible ones"));
}

std::optional<Decimal> RecistRun::own_size_at(std::size_t row, std::size_t lesion) const {
  const Reading& reading = context_.series.reading(row, lesion);
  const ResponseMeasurement* m = reading.measurement;
  if (m == nullptr) return std::nullopt;
  const bool node = context_.series.lesions()[lesion].node;
  const bool enhancing = context_.criterion.axis == "enhancing";
  std::optional<Decimal> size = node ? m->short_mm : m->long_mm;
  if (!node && enhancing && m->enhancing_mm) size = m->enhancing_mm;
  switch (reading.state) {
    case State::Absent:
    case State::Merged:
      return Decimal{};
    case State::TooSmall:
      return size ? *size : context_.policy.number("too_small_mm");
    case State::Measured:
      // A long axis below the normal limit bounds the short axis, but is not it; the sum stays incomplete.
      return size;
    default:
      return std::nullopt;
  }
}

std::optional<Decimal> RecistRun::size_at(std::size_t row, std::size_t lesion) const {
  const LesionTrack& track = context_.series.lesions()[lesion];
  if (context_.series.reading(row, lesion).measurement != nullptr || track.parts.empty())
    return own_size_at(row, lesion);
  Decimal sum;
  bool any = false;
  for (const std::size_t part : track.parts) {
    if (context_.series.reading(row, part).measurement == nullptr) continue;
    const auto size = own_size_at(row, part);
    if (!size) return std::nullopt;
    sum = add(sum, *size);
    any = true;
  }
  return any ? std::optional<Decimal>(sum) : std::nullopt;
}

bool RecistRun::meets_progression(const Decimal& sum) const {
  if (!nadir_) return false;
  if (nadir_->is_zero() && context_.policy.is("nadir_zero", "any")) return !sum.is_zero();
  return at_least(sum, *nadir_, context_.criterion.limit("pd_ratio")) && subtract(sum, *nadir_) >= absolute_ &&
         sum > *nadir_;
}

TargetAssessment RecistRun::assess_target(std::size_t row, const ResponseVisit& visit) const {
  TargetAssessment out;
  out.nadir = nadir_;
  const auto& lesions = context_.series.lesions();
  Decimal sum;
  bool missing = false;
  bool any = false;
  bool gone = true;
  bool back = false;
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    if (lesions[i].lesion->role != Role::Target || lesions[i].is_part) continue;
    const auto size = size_at(row, i);
    if (!size) {
      missing = true;
      continue;
    }
    any = true;
    sum = add(sum, *size);
    const bool normal = lesions[i].node ? *size < node_normal_ : size->is_zero();
    gone = gone && normal;
    back = back || (!normal && (!lesions[i].node || context_.policy.is("node_regrowth", "pd")));
  }
  if (!any && !missing && visit.sum_mm) {  // sums without lesions
    out.sum = visit.sum_mm;
    out.gone = visit.sum_mm->is_zero();
    call_by_sum(out, !out.gone);
    return out;
  }
  if (!any && !missing) return out;
  if (any) out.partial = sum;
  if (missing) {
    out.meets_progression = any && meets_progression(sum);
    const bool progression = out.meets_progression && context_.policy.is("missing_target", "pd_if_met");
    out.call = progression ? "PD" : "NE";
    out.rule = progression ? "target.missing-pd" : "target.missing";
    return out;
  }
  out.sum = sum;
  out.gone = gone;
  call_by_sum(out, back);
  return out;
}

void RecistRun::call_by_sum(TargetAssessment& out, bool any_back) const {
  const Decimal& sum = *out.sum;
  out.meets_progression = meets_progression(sum);
  const auto decide = [&out](std::string_view call, std::string_view rule) {
    out.call = call;
    out.rule = rule;
  };
  if (out.gone) return decide("CR", "target.cr");
  if (overall_cr_reached_ && any_back && context_.policy.is("reappearance_after_cr", "pd")) {
    decide("PD", "target.reappearance");
    if (!out.meets_progression) out.review = "reappearance";
    return;
  }
  if (out.meets_progression) return decide("PD", "target.pd");
  if (!baseline_sum_) return decide("NE", "target.no-baseline");
  if (at_most(sum, *baseline_sum_, context_.criterion.limit("pr_ratio"))) return decide("PR", "target.pr");
  if (pr_reached_ && context_.policy.is("pr_drift", "pr")) return decide("PR", "target.pr-kept");
  decide("SD", "target.sd");
}

std::string RecistRun::call_non_target(std::size_t row, const ResponseVisit& visit,
                                       statement::VisitResult& result) const {
  const auto decide = [&result](std::string_view call, std::string_view rule) {
    result.rules.emplace_back(rule);
    return std::string(call);
  };
  if (!is_not_applicable(visit.non_target)) return decide(recist_word(visit.non_target), "stated.non-target");
  if (!has_non_target_) return {};
  bool present = false;
  bool missing = false;
  bool any = false;
  const auto& lesions = context_.series.lesions();
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    if (lesions[i].lesion->role != Role::NonTarget || lesions[i].is_part) continue;
    any = true;
    const Reading& reading = context_.series.reading(row, i);
    switch (reading.state) {
      case State::Unequivocal:
        return decide("PD", "non-target.pd");
      case State::Absent:
      case State::Merged:
        break;
      case State::Measured:
      case State::TooSmall:
        if (lesions[i].node && reading.measurement->short_mm && *reading.measurement->short_mm < node_normal_) break;
        present =
            present || lesions[i].node || !reading.measurement->long_mm || !reading.measurement->long_mm->is_zero();
        break;
      case State::Present:
      case State::Equivocal:
        present = true;
        break;
      default:
        missing = true;
    }
  }
  if (!any || missing) return decide("NE", "non-target.ne");
  if (present) return decide("NON-CR/NON-PD", "non-target.non-cr");
  if (const std::string* markers = find_value(visit.components, "markers");
      markers != nullptr && !same_name(*markers, "normal"))
    return decide("NON-CR/NON-PD", "non-target.markers");
  return decide("CR", "non-target.cr");
}

std::string RecistRun::node_word(std::size_t row, std::size_t lesion) const {
  const auto& size = context_.series.reading(row, lesion).measurement->short_mm;
  if (!size) return "yes";
  const Decimal ten = context_.criterion.limit("new_node_from");
  if (*size < ten) return "no";
  if (context_.policy.is("new_node", "ten") || *size >= context_.criterion.limit("new_node_certain")) return "yes";
  if (context_.policy.is("new_node", "fifteen")) return "equivocal";
  for (std::size_t earlier = row; earlier-- > 0;) {
    const ResponseMeasurement* before = context_.series.reading(earlier, lesion).measurement;
    if (before != nullptr && before->short_mm)
      return subtract(*size, *before->short_mm) >= context_.criterion.limit("new_node_step") ? "yes" : "equivocal";
  }
  return "equivocal";
}

std::string RecistRun::call_new_lesion(std::size_t row, const ResponseVisit& visit, RecistVisit& out) const {
  const auto& lesions = context_.series.lesions();
  bool equivocal = false;
  for (std::size_t i = 0; i < lesions.size(); ++i) {
    if (lesions[i].lesion->role != Role::New) continue;
    const Reading& reading = context_.series.reading(row, i);
    if (reading.state == State::Equivocal) equivocal = true;
    if (!is_seen(reading.state)) continue;
    const std::string word = lesions[i].node ? node_word(row, i) : "yes";
    if (word == "yes") out.new_lesions.push_back(i);
    equivocal = equivocal || word == "equivocal";
  }
  const std::string_view stated = new_lesion_word(visit.new_lesion);
  if (!stated.empty()) {
    if (stated == "no" && !out.new_lesions.empty())
      out.result.issues.push_back(make_issue(
          IssueCode::ResponseContradictory, context_.series.path(visit.id, lesions[out.new_lesions.front()].lesion->id),
          "no new lesion is stated, but a new lesion is measured; the measurement counts",
          "correct the statement or the role of the lesion"));
    else
      return std::string(stated);
  }
  if (!out.new_lesions.empty()) return "yes";
  if (equivocal) return "equivocal";
  return context_.policy.is("unstated_new_lesion", "unknown") ? "unknown" : "no";
}

void RecistRun::call_overall(RecistVisit& out, const ResponseVisit& visit) {
  statement::VisitResult& result = out.result;
  const auto word = [](const std::string& call) {
    return call.empty() ? std::string_view("none") : std::string_view(call);
  };
  if (!visit.overall.empty() && !ignore_stated_overall_) {
    result.overall = spelling(context_.criterion, visit.overall);
    result.rules.emplace_back("stated.overall");
  } else {
    result.overall =
        combine(context_, "overall", {word(out.target.call), word(out.non_target), out.new_lesion}, result);
    if (overall_cr_reached_ && context_.policy.is("cr_then_disease", "pd") &&
        (result.overall == "PR" || result.overall == "SD" || result.overall == "NON-CR/NON-PD") &&
        out.non_target != "NE") {
      result.overall = "PD";
      result.rules.emplace_back("overall.cr-then-disease");
      result.flags.emplace_back("review");
    }
  }
  if (out.new_lesion == "equivocal") {
    if (!equivocal_since_) equivocal_since_ = result.date;
    result.flags.emplace_back("equivocal-new-lesion");
  } else if (out.new_lesion == "yes" && equivocal_since_) {
    result.event_date = *equivocal_since_;
    result.rules.emplace_back("overall.equivocal-confirmed");
  } else if (out.new_lesion == "no") {
    equivocal_since_.reset();
  }
}

RecistVisit RecistRun::step(std::size_t index, const Adjust& adjust) {
  const ResponseVisit& visit = *context_.series.visits()[index];
  RecistVisit out;
  out.result = start_visit(context_, index);
  statement::VisitResult& result = out.result;
  out.target = assess_target(index + 1, visit);
  if (!is_not_applicable(visit.target)) {
    const std::string stated = recist_word(visit.target);
    if (!out.target.call.empty() && out.target.call != "NE" && stated != out.target.call)
      result.issues.push_back(make_issue(
          IssueCode::ResponseContradictory, context_.series.path(visit.id),
          fmt::format("the stated target response {} differs from {} by the measurements ({}); the stated one is used",
                      stated, out.target.call, out.target.rule),
          "correct the call or the measurements, or leave the call out"));
    out.target.call = stated;
    out.target.rule = "stated.target";
  } else if (out.target.call.empty() && has_target_ && visit.overall.empty()) {
    out.target.call = "NE";
    out.target.rule = "target.missing";
  }
  if (adjust && is_not_applicable(visit.target)) adjust(out.target, result);
  if (out.target.call.empty() && !has_target_ && !has_non_target_ && visit.overall.empty() &&
      (has_unclassified_ || visit.new_lesion.empty())) {
    out.target.call = "NE";  // lesions without a role, or nothing said: not known to be free of disease
    out.target.rule = "target.missing";
  }
  if (!out.target.rule.empty()) result.rules.push_back(out.target.rule);
  if (out.target.review) result.flags.emplace_back("review");
  if (visit.overall.empty() || !is_not_applicable(visit.non_target) || context_.series.has_readings(index + 1))
    out.non_target = call_non_target(index + 1, visit, result);
  out.new_lesion = call_new_lesion(index + 1, visit, out);
  call_overall(out, visit);

  const int decimals = context_.policy.count("percent_decimals").value_or(2);
  const auto& shown = out.target.sum;
  result.sum = shown;
  result.nadir = out.target.nadir;
  if (shown && baseline_sum_) result.percent_from_baseline = percent_change(*shown, *baseline_sum_, decimals);
  if (shown && out.target.nadir) result.percent_from_nadir = percent_change(*shown, *out.target.nadir, decimals);
  result.target = out.target.call;
  result.non_target = out.non_target;
  result.new_lesion = visit.overall.empty() || !visit.new_lesion.empty() || !out.new_lesions.empty() ||
                              context_.series.has_readings(index + 1)
                          ? out.new_lesion
                          : std::string();
  remember(out);
  return out;
}

void RecistRun::remember(const RecistVisit& visit) {
  const auto& sum = visit.target.sum;
  if (sum && (!nadir_ || *sum < *nadir_)) nadir_ = sum;
  if (visit.result.overall == "CR") overall_cr_reached_ = true;
  if (visit.target.call == "PD") pr_reached_ = false;
  if (visit.target.call == "PR" || visit.target.call == "CR") pr_reached_ = true;
}

void measure_recist(const MeasureContext& context, statement::ResponseResult& result) {
  RecistRun run(context);
  result.baseline_sum = run.baseline_sum();
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) {
    const ResponseVisit& visit = *context.series.visits()[i];
    if (!has_tumor_content(visit) && !visit.labs.empty()) continue;  // laboratory only: not a tumor assessment
    result.visits.push_back(run.step(i).result);
  }
}

}  // namespace restage::response
