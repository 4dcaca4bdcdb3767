// SPDX-License-Identifier: Apache-2.0
// PERCIST 1.0: the hottest lesion of each scan in SULpeak, after the scans passed their quality checks.
// SOURCE: Wahl et al., J Nucl Med 2009;50 suppl 1:122S; O et al., Radiology 2016;280:576.
#include "response/measure.h"

#include <algorithm>

namespace restage::response {
namespace {

using Role = ResponseLesion::Role;

struct Uptake {
  std::optional<Decimal> value;  ///< hottest SULpeak, or the sum of up to five
  std::optional<Decimal> tlg;
  bool missing = false;
  bool all_background = true;  ///< every lesion below the liver mean or gone
};

class PercistRun {
 public:
  explicit PercistRun(const MeasureContext& context) : context_(context) {
    if (context.series.baseline() == nullptr) return;
    const ResponseVisit& visit = *context.series.baseline();
    statement::VisitResult ignored;
    baseline_ = uptake_at(0, visit);
    minutes_ = component_number(visit, "uptake_minutes", ignored, context.series);
    liver_ = component_number(visit, "liver_sul_mean", ignored, context.series);
    best_ = baseline_.value;
  }

  const std::optional<Decimal>& baseline() const noexcept { return baseline_.value; }

  statement::VisitResult step(std::size_t index) {
    const ResponseVisit& visit = *context_.series.visits()[index];
    statement::VisitResult result = start_visit(context_, index);
    const Uptake now = uptake_at(index + 1, visit);
    result.sum = now.value;
    result.nadir = best_;
    const int decimals = context_.policy.count("percent_decimals").value_or(2);
    if (now.value && baseline_.value)
      result.percent_from_baseline = percent_change(*now.value, *baseline_.value, decimals);
    if (now.value && best_) result.percent_from_nadir = percent_change(*now.value, *best_, decimals);
    const bool is_new = seen(index + 1, Role::New) || new_lesion_word(visit.new_lesion) == "yes";
    result.new_lesion = is_new                     ? "yes"
                        : visit.new_lesion.empty() ? "no"
                                                   : std::string(new_lesion_word(visit.new_lesion));
    const auto decide = [&result](std::string_view call, std::string_view rule) {
      result.overall = call;
      result.rules.emplace_back(rule);
    };
    const std::string* stated = find_value(visit.components, "pet");
    if (!visit.overall.empty() || stated != nullptr) {
      decide(spelling(context_.criterion, visit.overall.empty() ? *stated : visit.overall), "stated.overall");
    } else if (is_new) {
      decide("PMD", "percist.pmd-new");
    } else if (progressed(index + 1)) {
      decide("PMD", "percist.pmd-non-target");
    } else if (const std::string_view flaw = quality(visit, result); !flaw.empty()) {
      decide("NE", flaw);
    } else if (result.new_lesion == "unknown") {
      decide("NE", "percist.new-unknown");
    } else {
      judge(now, decide);
    }
    if (now.value && !now.missing && (!best_ || *now.value < *best_)) best_ = now.value;
    return result;
  }

 private:
  const Decimal& limit(std::string_view name) const { return context_.criterion.limit(name); }

  Uptake uptake_at(std::size_t row, const ResponseVisit& visit) const {
    Uptake out;
    statement::VisitResult ignored;
    const auto liver = component_number(visit, "liver_sul_mean", ignored, context_.series);
    std::vector<Decimal> values;
    Decimal tlg;
    bool any_tlg = false;
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i) {
      if (context_.series.lesions()[i].lesion->role != Role::Target) continue;
      const Reading& reading = context_.series.reading(row, i);
      if (reading.state == State::Absent) {
        values.emplace_back();
      } else if (reading.measurement == nullptr || !reading.measurement->sul_peak) {
        out.missing = true;
      } else {
        values.push_back(*reading.measurement->sul_peak);
        out.all_background = out.all_background && liver && values.back() < *liver;
        any_tlg = any_tlg || reading.measurement->tlg;
        if (reading.measurement->tlg) tlg = add(tlg, *reading.measurement->tlg);
      }
    }
    if (values.empty()) {
      out.all_background = false;
      return out;
    }
    std::sort(values.begin(), values.end(), [](const Decimal& a, const Decimal& b) { return b < a; });
    out.value = values.front();
    if (context_.policy.is("percist_lesions", "sum5"))
      for (std::size_t i = 1; i < values.size() && i < 5; ++i) out.value = add(*out.value, values[i]);
    if (any_tlg) out.tlg = tlg;
    return out;
  }

  bool seen(std::size_t row, Role role) const {
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i) {
      const State state = context_.series.reading(row, i).state;
      if (context_.series.lesions()[i].lesion->role == role &&
          (state == State::Measured || state == State::Present || state == State::Unequivocal))
        return true;
    }
    return false;
  }

  bool progressed(std::size_t row) const {
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i)
      if (context_.series.lesions()[i].lesion->role == Role::NonTarget &&
          context_.series.reading(row, i).state == State::Unequivocal)
        return true;
    return false;
  }

  // What is given of a scan's conditions must hold; what is not given is not judged.
  std::string_view quality(const ResponseVisit& visit, statement::VisitResult& result) const {
    const auto apart = [](const Decimal& a, const Decimal& b) { return a < b ? subtract(b, a) : subtract(a, b); };
    const auto minutes = component_number(visit, "uptake_minutes", result, context_.series);
    if (minutes && (*minutes < limit("uptake_minutes_min") ||
                    (minutes_ && apart(*minutes, *minutes_) > limit("uptake_minutes_apart"))))
      return "percist.quality-uptake";
    const auto glucose = component_number(visit, "glucose_mg_dl", result, context_.series);
    if (glucose && *glucose >= limit("glucose_max")) return "percist.quality-glucose";
    const auto liver = component_number(visit, "liver_sul_mean", result, context_.series);
    if (liver && liver_ &&
        (apart(*liver, *liver_) >= limit("liver_apart") ||
         !at_most(apart(*liver, *liver_), *liver_, limit("liver_apart_ratio"))))
      return "percist.quality-liver";
    const std::string* scanner = find_value(visit.components, "same_scanner");
    return scanner != nullptr && same_name(*scanner, "no") ? "percist.quality-scanner" : "";
  }

  template <class Decide>
  void judge(const Uptake& now, Decide decide) const {
    const Decimal& floor = context_.policy.number("percist_floor");
    const auto& reference = context_.policy.is("percist_pmd_reference", "best") && best_ ? best_ : baseline_.value;
    // A rise shows in what was measured; a fall or a clearance needs every lesion.
    if (now.value && reference && *now.value > *reference && at_least(*now.value, *reference, limit("rise_ratio")) &&
        subtract(*now.value, *reference) >= floor)
      return decide("PMD", "percist.pmd-uptake");
    if (now.tlg && baseline_.tlg && now.value && baseline_.value &&
        at_least(*now.tlg, *baseline_.tlg, limit("tlg_ratio")) && *now.value >= *baseline_.value)
      return decide("PMD", "percist.pmd-tlg");
    if (now.missing || !now.value || !baseline_.value) return decide("NE", "percist.missing");
    if (now.all_background) return decide("CMR", "percist.cmr");
    if (at_most(*now.value, *baseline_.value, limit("fall_ratio")) && subtract(*baseline_.value, *now.value) >= floor)
      return decide("PMR", "percist.pmr");
    decide("SMD", "percist.smd");
  }

  const MeasureContext& context_;
  Uptake baseline_;
  std::optional<Decimal> minutes_;
  std::optional<Decimal> liver_;
  std::optional<Decimal> best_;
};

}  // namespace

void measure_percist(const MeasureContext& context, statement::ResponseResult& result) {
  PercistRun run(context);
  result.baseline_sum = run.baseline();
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) result.visits.push_back(run.step(i));
}

}  // namespace restage::response
