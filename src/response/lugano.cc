// SPDX-License-Identifier: Apache-2.0
// Lugano 2014: PET by Deauville score, CT by products of diameters, integration by table; LYRIC adds
// indeterminate response. SOURCE: Cheson et al., J Clin Oncol 2014;32:3059; Barrington, same issue:3048;
// spleen and node rules as tabulated in PMC5298348; LYRIC: Cheson et al., Blood 2016;128:2489.
#include "response/measure.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "response/best_response.h"

namespace restage::response {
namespace {

using Role = ResponseLesion::Role;

struct Extent {
  Decimal long_mm;
  Decimal short_mm;
  Decimal product;
};

std::string pet_word(const Criterion& criterion, std::string_view given) {
  for (const std::string_view word : {"CMR", "PMR", "NMR", "PMD", "NE", "ND", "NED"})
    if (same_name(given, word)) return std::string(word);
  if (same_name(given, "SMD")) return "NMR";
  if (same_name(given, "not done")) return "ND";
  return spelling(criterion, given);
}

std::string ct_word(std::string_view given) {
  struct Word {
    std::string_view given;
    std::string_view word;
  };
  static constexpr Word kWords[] = {{"CAR", "CAR"}, {"CR", "CAR"}, {"PAR", "PAR"}, {"PR", "PAR"},
                                    {"SAD", "SAD"}, {"SD", "SAD"}, {"PAD", "PAD"}, {"PD", "PAD"},
                                    {"NE", "NE"},   {"ND", "ND"},  {"NED", "NED"}, {"not done", "ND"}};
  for (const Word& known : kWords)
    if (same_name(known.given, given)) return std::string(known.word);
  return std::string(given);
}

class LuganoRun {
 public:
  explicit LuganoRun(const MeasureContext& context) : context_(context), window_(context.policy) {
    nadirs_.resize(context.series.lesions().size());
    if (context.series.baseline() == nullptr) return;
    statement::VisitResult ignored;
    const ResponseVisit& baseline = *context.series.baseline();
    spleen_baseline_ = component_number(baseline, "spleen_mm", ignored, context.series);
    if (const std::string* marrow = find_value(baseline.components, "marrow"))
      marrow_at_baseline_ = same_name(*marrow, "involved");
    Decimal sum;
    bool any = false;
    bool missing = false;
    for (std::size_t i = 0; i < context.series.lesions().size(); ++i) {
      const LesionTrack& track = context.series.lesions()[i];
      if (track.lesion->role != Role::Target) continue;
      any = true;
      if (const auto extent = extent_at(0, i)) {
        sum = add(sum, extent->product);
        nadirs_[i] = extent;
      } else {
        missing = true;
      }
    }
    if (any && !missing) baseline_sum_ = sum;
    nadir_sum_ = baseline_sum_;
    has_ct_ = any;
  }

  const std::optional<Decimal>& baseline_sum() const noexcept { return baseline_sum_; }

  statement::VisitResult step(std::size_t index) {
    const ResponseVisit& visit = *context_.series.visits()[index];
    statement::VisitResult result = start_visit(context_, index);
    const std::string ct = call_ct(index + 1, visit, result);
    const std::string pet = call_pet(visit, result);
    if (!pet.empty()) result.components.emplace_back("pet", pet);
    if (!ct.empty()) result.components.emplace_back("ct", ct);
    if (!visit.overall.empty()) {
      const std::string given = pet_word(context_.criterion, visit.overall);
      result.overall = spelling(context_.criterion, given);
      result.rules.emplace_back("stated.overall");
    } else {
      const bool usable = pet == "CMR" || pet == "PMR" || pet == "NMR" || pet == "PMD";
      const auto word = [](const std::string& call) {
        return call.empty() ? std::string_view("ND") : std::string_view(call);
      };
      result.overall = combine(context_, "integration", {word(pet), word(ct)}, result);
      if (!usable && !last_pet_overall_.empty() && context_.policy.is("lugano_pet_missing", "carry_forward") &&
          pet == "NE" && ct != "PAD") {
        result.overall = last_pet_overall_;
        result.rules.emplace_back("integration.carried");
      }
      if (usable) last_pet_overall_ = result.overall;
    }
    result.new_lesion = new_lesion_ ? "yes" : std::string(new_lesion_word(visit.new_lesion));
    if (context_.criterion.measure == "lyric") judge_indeterminate(visit, result);
    learn(index + 1, result);
    return result;
  }

 private:
  std::optional<Extent> extent_at(std::size_t row, std::size_t lesion) const {
    const Reading& reading = context_.series.reading(row, lesion);
    const ResponseMeasurement* m = reading.measurement;
    if (m == nullptr) return std::nullopt;
    const auto make = [](const Decimal& a, const Decimal& b) { return Extent{a, b, a.times(b).value_or(Decimal{})}; };
    switch (reading.state) {
      case State::Absent:
      case State::Merged:
        return make(Decimal{}, Decimal{});
      case State::TooSmall: {
        const Decimal& small = context_.policy.number("too_small_mm");
        return make(m->long_mm.value_or(small), m->short_mm.value_or(small));
      }
      case State::Measured:
        if (m->long_mm && m->long_mm->is_zero()) return make(Decimal{}, Decimal{});
        if (m->long_mm && m->short_mm) return make(*m->long_mm, *m->short_mm);
        return std::nullopt;
      default:
        return std::nullopt;
    }
  }

  const Decimal& limit(std::string_view name) const { return context_.criterion.limit(name); }

  bool abnormal(const LesionTrack& track, const Extent& extent) const {
    return track.node ? extent.long_mm > limit("node_normal_ldi") : extent.long_mm > Decimal{};
  }

  // A lesion that grew by half in product and by 5 or 10 mm in a diameter, from its own nadir.
  bool grew(const LesionTrack& track, const Extent& now, const Extent& nadir) const {
    if (now.long_mm <= limit(track.node ? "node_normal_ldi" : "extranodal_from")) return false;
    if (!at_least(now.product, nadir.product, limit("lesion_pd_ratio"))) return false;
    const Decimal& step =
        nadir.long_mm <= limit("small_lesion_max") ? limit("small_lesion_step") : limit("large_lesion_step");
    return subtract(now.long_mm, nadir.long_mm) >= step || subtract(now.short_mm, nadir.short_mm) >= step;
  }

  bool spleen_progressed(const std::optional<Decimal>& now) const {
    if (!now) return false;
    const Decimal& normal = context_.policy.number("spleen_normal_mm");
    if (!spleen_baseline_ || *now <= normal) return false;
    if (*spleen_baseline_ <= normal) return subtract(*now, *spleen_baseline_) >= limit("spleen_new_step");
    return subtract(*now, *spleen_baseline_) >
           subtract(*spleen_baseline_, normal).times(limit("spleen_ratio")).value_or(Decimal{});
  }

  bool spleen_responded(const std::optional<Decimal>& now) const {
    const Decimal& normal = context_.policy.number("spleen_normal_mm");
    if (!spleen_baseline_ || *spleen_baseline_ <= normal) return true;
    if (!now) return false;
    return subtract(*spleen_baseline_, *now) >
           subtract(*spleen_baseline_, normal).times(limit("spleen_ratio")).value_or(Decimal{});
  }

  bool new_on_ct(std::size_t row, const ResponseVisit& visit) const {
    if (new_lesion_word(visit.new_lesion) == "yes") return true;
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i) {
      const LesionTrack& track = context_.series.lesions()[i];
      if (track.lesion->role != Role::New) continue;
      const Reading& reading = context_.series.reading(row, i);
      if (reading.state == State::Unequivocal || reading.state == State::Present) return true;
      if (reading.state == State::Measured && reading.measurement->long_mm &&
          *reading.measurement->long_mm > limit(track.node ? "node_normal_ldi" : "extranodal_from"))
        return true;
    }
    return false;
  }

  struct LesionsSeen {
    Decimal sum;
    bool missing = false;
    bool all_normal = true;
    bool non_target_progressed = false;
  };

  // Targets added up and non-targets looked at; notes whether one target grew.
  LesionsSeen lesions_at(std::size_t row) {
    LesionsSeen seen;
    for (std::size_t i = 0; i < context_.series.lesions().size(); ++i) {
      const LesionTrack& track = context_.series.lesions()[i];
      const Reading& reading = context_.series.reading(row, i);
      if (track.lesion->role == Role::NonTarget) {
        seen.non_target_progressed = seen.non_target_progressed || reading.state == State::Unequivocal;
        seen.all_normal = seen.all_normal && (reading.state == State::Absent || reading.state == State::Merged);
        continue;
      }
      if (track.lesion->role != Role::Target) continue;
      const auto extent = extent_at(row, i);
      if (!extent) {
        seen.missing = true;
        continue;
      }
      seen.sum = add(seen.sum, extent->product);
      seen.all_normal = seen.all_normal && !abnormal(track, *extent);
      one_grew_ = one_grew_ || (nadirs_[i] && grew(track, *extent, *nadirs_[i]));
    }
    return seen;
  }

  std::string call_ct(std::size_t row, const ResponseVisit& visit, statement::VisitResult& result) {
    new_lesion_ = new_on_ct(row, visit);
    one_grew_ = false;
    sum_.reset();
    if (const std::string* stated = find_value(visit.components, "ct")) {
      result.rules.emplace_back("stated.ct");
      return ct_word(*stated);
    }
    if (!has_ct_ || !context_.series.has_readings(row)) return {};
    const auto decide = [&result](std::string_view call, std::string_view rule) {
      result.rules.emplace_back(rule);
      return std::string(call);
    };
    const auto [sum, missing, all_normal, non_target_progressed] = lesions_at(row);
    const auto spleen = component_number(visit, "spleen_mm", result, context_.series);
    const std::string* marrow = find_value(visit.components, "marrow");
    const bool marrow_new =
        marrow != nullptr && (same_name(*marrow, "new") || (same_name(*marrow, "involved") && !marrow_at_baseline_));
    const int decimals = context_.policy.count("percent_decimals").value_or(2);
    result.nadir = nadir_sum_;
    if (!missing) {
      sum_ = sum;
      result.sum = sum;
      if (baseline_sum_) result.percent_from_baseline = percent_change(sum, *baseline_sum_, decimals);
      if (nadir_sum_) result.percent_from_nadir = percent_change(sum, *nadir_sum_, decimals);
    }
    if (one_grew_) return decide("PAD", "ct.pd-lesion");
    if (spleen_progressed(spleen)) return decide("PAD", "ct.pd-spleen");
    if (new_lesion_) return decide("PAD", "ct.pd-new");
    if (non_target_progressed) return decide("PAD", "ct.non-target-pd");
    if (marrow_new) return decide("PAD", "ct.pd-marrow");
    if (missing) return decide("NE", "ct.missing");
    const bool spleen_normal = !spleen || *spleen <= context_.policy.number("spleen_normal_mm");
    const bool marrow_clear = marrow == nullptr ? !marrow_at_baseline_
                                                : same_name(*marrow, "normal") || same_name(*marrow, "negative") ||
                                                      same_name(*marrow, "clear");
    const bool spleen_known =
        spleen.has_value() || !spleen_baseline_ || *spleen_baseline_ <= context_.policy.number("spleen_normal_mm");
    if (all_normal && spleen_normal && spleen_known && marrow_clear) return decide("CAR", "ct.cr");
    if (!baseline_sum_) return decide("NE", "ct.missing");
    if (at_most(sum, *baseline_sum_, limit("pr_ratio")) && spleen_responded(spleen)) return decide("PAR", "ct.pr");
    return decide("SAD", "ct.sd");
  }

  std::string call_pet(const ResponseVisit& visit, statement::VisitResult& result) const {
    if (const std::string* stated = find_value(visit.components, "pet")) {
      result.rules.emplace_back("stated.pet");
      return pet_word(context_.criterion, *stated);
    }
    const std::string* score = find_value(visit.components, "deauville");
    if (score == nullptr) return {};
    const auto value_of = [&](std::string_view name) {
      const std::string* value = find_value(visit.components, name);
      return value == nullptr ? std::string("unknown") : text::to_lower(*value);
    };
    std::string level = "unknown";
    if (const auto number = Decimal::parse(*score);
        number && number->is_integer() && number->digits() >= 1 && number->digits() <= 5)
      level = number->digits() <= context_.policy.count("deauville_negative_max").value_or(3) ? "negative" : "positive";
    else
      result.issues.push_back(make_issue(IssueCode::ValueOutOfRange, context_.series.path(visit.id),
                                         fmt::format("the Deauville score is '{}'", *score),
                                         "give 1 to 5; leave out what is unrelated"));
    std::string avid = value_of("new_avid");
    if (avid == "unknown") avid = "no";
    return combine(context_, "pet", {level, value_of("uptake"), avid, value_of("marrow_avid")}, result);
  }

  void judge_indeterminate(const ResponseVisit& visit, statement::VisitResult& result) {
    if (result.overall != "PD" || !visit.overall.empty()) {
      if (result.overall != "NE") held_since_.reset();
      return;
    }
    if (held_since_) {
      // Still progression at the next evaluable look: it was true progression from the held visit on.
      result.event_date = *held_since_;
      result.rules.emplace_back("lyric.confirmed");
      held_since_.reset();
      return;
    }
    const bool half_more = sum_ && nadir_sum_ && at_least(*sum_, *nadir_sum_, limit("lesion_pd_ratio"));
    const std::string* clinical = find_value(visit.components, "clinical");
    const bool worse = clinical != nullptr && (same_name(*clinical, "worse") || same_name(*clinical, "deteriorated"));
    const PartialDate& start = context_.series.subject().treatment_start.is_known()
                                   ? context_.series.subject().treatment_start
                                   : context_.series.reference();
    const std::string* uptake = find_value(visit.components, "uptake");
    std::string_view call;
    if (half_more && !worse &&
        window_.at_most(start, result.date, context_.policy.count("lyric_ir1_days").value_or(84)))
      call = "IR1";
    else if (sum_ && !half_more && new_lesion_)
      call = "IR2a";
    else if (sum_ && !half_more && one_grew_)
      call = "IR2b";
    else if (sum_ && uptake != nullptr && same_name(*uptake, "increased") && !one_grew_ && !new_lesion_ && !half_more)
      call = "IR3";
    if (call.empty()) return;
    result.overall = call;
    result.rules.emplace_back("lyric." + text::to_lower(call));
    held_since_ = result.date;
  }

  void learn(std::size_t row, const statement::VisitResult& result) {
    for (std::size_t i = 0; i < nadirs_.size(); ++i) {
      const auto extent = extent_at(row, i);
      if (extent && (!nadirs_[i] || extent->product < nadirs_[i]->product)) nadirs_[i] = extent;
    }
    if (result.sum && (!nadir_sum_ || *result.sum < *nadir_sum_)) nadir_sum_ = result.sum;
  }

  const MeasureContext& context_;
  DateWindow window_;
  bool has_ct_ = false;
  bool marrow_at_baseline_ = false;
  std::optional<Decimal> spleen_baseline_;
  std::optional<Decimal> baseline_sum_;
  std::optional<Decimal> nadir_sum_;
  std::vector<std::optional<Extent>> nadirs_;
  bool new_lesion_ = false;
  bool one_grew_ = false;
  std::optional<Decimal> sum_;
  std::string last_pet_overall_;
  std::optional<PartialDate> held_since_;
};

}  // namespace

void measure_lugano(const MeasureContext& context, statement::ResponseResult& result) {
  LuganoRun run(context);
  result.baseline_sum = run.baseline_sum();
  for (std::size_t i = 0; i < context.series.visits().size(); ++i) result.visits.push_back(run.step(i));
}

}  // namespace restage::response
