// SPDX-License-Identifier: Apache-2.0
// RANO 2010 for high-grade glioma: products of enhancing diameters with steroids, T2/FLAIR and clinical state.
// SOURCE: Wen et al., J Clin Oncol 2010;28:1963; thresholds as in Neurooncol Adv 2023;5:vdad118 table 1.
#include "response/measure.h"

#include "base/text.h"
#include "response/best_response.h"

namespace restage::response {
namespace {

using Role = ResponseLesion::Role;

std::string word(const ResponseVisit& visit, std::string_view name) {
  struct Word {
    std::string_view given;
    std::string_view word;
  };
  static constexpr Word kWords[] = {
      {"worsened", "worse"},    {"deteriorated", "worse"}, {"better", "improved"}, {"same", "stable"},
      {"unchanged", "stable"},  {"rising", "increased"},   {"more", "increased"},  {"less", "decreased"},
      {"reduced", "decreased"}, {"off", "none"},           {"0", "none"}};
  const std::string* value = find_value(visit.components, name);
  if (value == nullptr) return "unknown";
  for (const Word& known : kWords)
    if (same_name(known.given, *value)) return std::string(known.word);
  return text::to_lower(*value);
}

class GliomaRun {
 public:
  explicit GliomaRun(const MeasureContext& context) : context_(context), window_(context.policy) {
    has_target_ = context.series.has_role(Role::Target);
    bool ignored = false;
    if (context.series.baseline() != nullptr) baseline_ = sum_at(0, ignored);
    nadir_ = baseline_;
  }

  const std::optional<Decimal>& baseline() const noexcept { return baseline_; }

  statement::VisitResult step(std::size_t index) {
    const ResponseVisit& visit = *context_.series.visits()[index];
    statement::VisitResult result = start_visit(context_, index);
    bool gone = false;
    const auto sum = sum_at(index + 1, gone);
    result.sum = sum;
    result.nadir = nadir_;
    const int decimals = context_.policy.count("percent_decimals").value_or(2);
    if (sum && baseline_) result.percent_from_baseline = percent_change(*sum, *baseline_, decimals);
    if (sum && nadir_) result.percent_from_nadir = percent_change(*sum, *nadir_, decimals);
    result.target = target_call(visit, sum, gone, result);
    const std::string_view stated = new_lesion_word(visit.new_lesion);
    result.new_lesion = seen_new(index + 1) ? "yes" : stated.empty() ? "no" : std::string(stated);
    if (!visit.overall.empty()) {
      result.overall = spelling(context_.criterion, visit.overall);
      result.rules.emplace_back("stated.overall");
    } else {
      combine_all(visit, index, result);
    }
    if (sum && (!nadir_ || *sum < *nadir_)) nadir_ = sum;
    return result;
  }

 private:
  std::optional<Decimal> sum_at(std::size_t row, bool& gone) const {
    Decimal sum;
    gone = true;
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i) {
      if (context_.series.lesions()[i].lesion->role != Role::Target) continue;
      const Reading& reading = context_.series.reading(row, i);
      const ResponseMeasurement* m = reading.measurement;
      if (reading.state == State::Absent || reading.state == State::Merged) continue;
      if (m == nullptr || (reading.state != State::Measured && reading.state != State::TooSmall)) return std::nullopt;
      if (m->long_mm && m->long_mm->is_zero()) continue;
      gone = false;
      const bool small = reading.state == State::TooSmall;
      if (!small && (!m->long_mm || !m->short_mm)) return std::nullopt;
      const Decimal a = m->long_mm.value_or(context_.policy.number("too_small_mm"));
      const Decimal b = m->short_mm.value_or(context_.policy.number("too_small_mm"));
      sum = add(sum, a.times(b).value_or(Decimal{}));
    }
    return has_target_ ? std::optional<Decimal>(sum) : std::nullopt;
  }

  std::string target_call(const ResponseVisit& visit, const std::optional<Decimal>& sum, bool gone,
                          statement::VisitResult& result) const {
    const auto decide = [&result](std::string_view call, std::string_view rule) {
      result.rules.emplace_back(rule);
      return std::string(call);
    };
    if (!is_not_applicable(visit.target)) return decide(spelling(context_.criterion, visit.target), "stated.target");
    if (!has_target_) return {};
    if (!sum || !baseline_) return decide("NE", "target.missing");
    if (gone) return decide("CR", "target.cr");
    if (nadir_ && *sum > *nadir_ && at_least(*sum, *nadir_, context_.criterion.limit("pd_ratio")))
      return decide("PD", "target.pd");
    if (at_most(*sum, *baseline_, context_.criterion.limit("pr_ratio"))) return decide("PR", "target.pr");
    return decide("SD", "target.sd");
  }

  bool seen_new(std::size_t row) const {
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i) {
      const State state = context_.series.reading(row, i).state;
      if (context_.series.lesions()[i].lesion->role == Role::New &&
          (state == State::Measured || state == State::Present || state == State::Unequivocal))
        return true;
    }
    return false;
  }

  bool non_target_progressed(std::size_t row, const ResponseVisit& visit) const {
    if (same_name(visit.non_target, "PD")) return true;
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i)
      if (context_.series.lesions()[i].lesion->role == Role::NonTarget &&
          context_.series.reading(row, i).state == State::Unequivocal)
        return true;
    return false;
  }

  // Early after chemoradiation growth inside the high-dose field is not told from a treatment effect.
  bool inside_early_window(const ResponseVisit& visit) const {
    const std::string* end = find_value(context_.series.subject().facts, "radiotherapy_end");
    const auto date = end == nullptr ? std::nullopt : PartialDate::parse(*end);
    const auto days = context_.policy.count("rano_radiotherapy_days");
    if (!date || !days || !window_.at_most(*date, visit.date, *days)) return false;
    return word(visit, "outside_high_dose_field") != "yes" && word(visit, "tissue_proven") != "yes";
  }

  void combine_all(const ResponseVisit& visit, std::size_t index, statement::VisitResult& result) {
    const std::string clinical = word(visit, "clinical");
    const std::string t2 = word(visit, "t2_flair");
    if (non_target_progressed(index + 1, visit)) result.non_target = "PD";
    const std::string_view non_target = result.non_target.empty() ? "no" : "PD";
    result.overall = combine(context_, "overall",
                             {result.target.empty() ? "none" : result.target, non_target, result.new_lesion, t2,
                              clinical, word(visit, "steroids")},
                             result);
    if (result.overall == "PD" && clinical != "worse" && inside_early_window(visit)) {
      result.overall = "NE";
      result.rules.emplace_back("rano.early-radiotherapy");
      result.flags.emplace_back("pseudoprogression-possible");
    } else if (result.overall == "HOLD") {
      result.overall = context_.policy.is("rano_steroid_rise", "sd") ? "SD" : "NE";
      result.flags.emplace_back("steroid");
      if (!held_since_) held_since_ = result.date;
    } else if (result.overall == "PD" && held_since_) {
      result.event_date = *held_since_;
      result.rules.emplace_back("rano.dated-back");
    } else if (result.overall != "NE") {
      held_since_.reset();
    }
  }

  const MeasureContext& context_;
  DateWindow window_;
  bool has_target_ = false;
  std::optional<Decimal> baseline_;
  std::optional<Decimal> nadir_;
  std::optional<PartialDate> held_since_;
};

}  // namespace

void measure_rano(const MeasureContext& context, statement::ResponseResult& result) {
  GliomaRun run(context);
  result.baseline_sum = run.baseline();
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) result.visits.push_back(run.step(i));
}

}  // namespace restage::response
