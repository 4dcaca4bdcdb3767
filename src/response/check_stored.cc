// SPDX-License-Identifier: Apache-2.0
#include "response/check_stored.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "response/measure.h"

namespace restage::response {
namespace {

struct ReasonText {
  std::string_view name;
  std::string_view meaning;
};
constexpr std::array kReasons = {
    ReasonText{"location-inconsistent",
               "a lesion changes organ between visits, so it is not the same lesion or not the same axis"},
    ReasonText{"progression-from-baseline", "progression was measured from the baseline instead of the nadir"},
    ReasonText{"missing-stored-as-zero",
               "targets were not assessed, yet the sum is stored as 0 or the call made as if it were complete"},
    ReasonText{"drift-after-pr", "after a PR and before a PD it stays PR by default (policy pr_drift)"},
    ReasonText{"after-complete-response", "disease after an overall complete response is PD by default"},
    ReasonText{"impossible-sequence",
               "the stored target, non-target and new-lesion calls do not give the stored overall response, at the "
               "visit or after those before it"},
    ReasonText{"non-target-states", "the stored call contradicts the states of the non-target lesions"},
    ReasonText{"new-lesion", "a recorded new lesion was not counted, or one was counted that is not recorded"},
    ReasonText{"sum-differs", "the stored sum is not the sum of the stored lesions"},
    ReasonText{"threshold", "the call contradicts the sums it stands beside"},
};

struct Numbers {
  const statement::ResponseResult& result;
  const statement::VisitResult& visit;
  const Criterion& criterion;

  bool progression_from(const Decimal& from) const {
    return visit.sum && at_least(*visit.sum, from, criterion.limit("pd_ratio")) &&
           subtract(*visit.sum, from) >= criterion.limit("pd_absolute");
  }
  std::string text() const {
    std::string all = "sum " + (visit.sum ? visit.sum->text() : std::string("not complete"));
    if (result.baseline_sum) all += ", baseline " + result.baseline_sum->text();
    if (visit.nadir) all += ", nadir " + visit.nadir->text();
    return all;
  }
};

// A lesion whose location as named at its visits is not one place: first such lesion, empty when none.
std::string wandering_lesion(const ResponseSubject& subject) {
  std::map<std::string_view, std::string_view> first;
  for (const ResponseVisit& visit : subject.visits)
    for (const ResponseMeasurement& measurement : visit.measurements) {
      if (measurement.organ.empty()) continue;
      const auto [found, is_new] = first.try_emplace(measurement.lesion, measurement.organ);
      if (!is_new && !same_name(found->second, measurement.organ))
        return fmt::format("{} is in {} and in {}", measurement.lesion, found->second, measurement.organ);
    }
  return {};
}

bool after_complete(const statement::ResponseResult& result, const statement::VisitResult& visit) {
  for (const statement::VisitResult& earlier : result.visits) {
    if (&earlier == &visit) return false;
    if (earlier.overall == "CR") return true;
  }
  return false;
}

std::string word_or_none(const std::string& call) { return is_not_applicable(call) ? "none" : call; }

// Whether the stored parts give the stored overall response by the table.
std::optional<std::string> combined_stored(const StoredCalls& stored, const Criterion& criterion) {
  const CombinationTable* table = criterion.table("overall");
  if (table == nullptr || (stored.target.empty() && stored.non_target.empty()) || table->inputs().size() != 3)
    return std::nullopt;
  const std::string target = word_or_none(spelling(criterion, stored.target));
  const std::string non_target = word_or_none(spelling(criterion, stored.non_target));
  const std::string_view stated = new_lesion_word(stored.new_lesion);
  const auto* row = table->look_up({target, non_target, stated.empty() ? "no" : stated});
  return row == nullptr ? std::nullopt : std::optional<std::string>(row->results.front());
}

// Why an overall response differs, when its new lesions or the stored parts beside it say so.
std::optional<std::pair<DisagreementReason, std::string>> explain_by_parts(const Numbers& numbers,
                                                                           const StoredCalls& stored,
                                                                           const std::string& was) {
  const bool is_new = numbers.visit.new_lesion == "yes";
  if (is_new && was != "PD") return std::pair{DisagreementReason::NewLesion, "a new lesion is recorded at this visit"};
  if (was == "PD" && new_lesion_word(stored.new_lesion) == "yes" && !is_new)
    return std::pair{DisagreementReason::NewLesion,
                     "the stored PD names a new lesion that is not unequivocal by its records"};
  if (const auto combined = combined_stored(stored, numbers.criterion); combined && *combined != was)
    return std::pair{
        DisagreementReason::ImpossibleSequence,
        fmt::format("target {}, non-target {}, new lesion {} combine to {}", word_or_none(stored.target),
                    word_or_none(stored.non_target), stored.new_lesion.empty() ? "no" : stored.new_lesion, *combined)};
  return std::nullopt;
}

void explain(Disagreement& disagreement, const Numbers& numbers, const StoredCalls& stored,
             const std::string& wandering) {
  const statement::VisitResult& visit = numbers.visit;
  const auto because = [&](DisagreementReason reason, std::string text) {
    disagreement.reason = reason;
    disagreement.explanation = std::move(text);
  };
  const std::string& was = disagreement.stored;
  const bool recist = numbers.criterion.limits.contains("pd_ratio");
  const bool incomplete = visit.target == "NE";
  if (disagreement.what == "non_target")
    return because(DisagreementReason::NonTargetStates,
                   fmt::format("the lesion states give {}", disagreement.computed));
  if (incomplete && (stored.sum_mm && stored.sum_mm->is_zero()))
    return because(DisagreementReason::MissingSumAsZero, "not all targets were assessed; the sum is stored as 0");
  if (incomplete && was != "NE") return because(DisagreementReason::MissingSumAsZero, "not all targets were assessed");
  if (disagreement.what == "overall")
    if (auto parts = explain_by_parts(numbers, stored, was)) return because(parts->first, std::move(parts->second));
  if (recist && visit.sum && numbers.result.baseline_sum && visit.nadir) {
    const bool from_baseline = numbers.progression_from(*numbers.result.baseline_sum);
    const bool from_nadir = numbers.progression_from(*visit.nadir);
    if (from_baseline != from_nadir && (was == "PD") == from_baseline)
      return because(DisagreementReason::ProgressionFromBaseline, numbers.text());
  }
  if (after_complete(numbers.result, visit)) return because(DisagreementReason::AfterCompleteResponse, numbers.text());
  const auto used = [&](std::string_view rule) {
    return std::find(visit.rules.begin(), visit.rules.end(), rule) != visit.rules.end();
  };
  if (used("target.pr-kept")) return because(DisagreementReason::PolicyDrift, numbers.text());
  if (stored.sum_mm && visit.sum && *stored.sum_mm != *visit.sum)
    return because(wandering.empty() ? DisagreementReason::SumDiffers : DisagreementReason::LocationInconsistent,
                   fmt::format("stored sum {}; {}{}{}", stored.sum_mm->text(), numbers.text(),
                               wandering.empty() ? "" : "; ", wandering));
  if (!wandering.empty())
    return because(DisagreementReason::LocationInconsistent, fmt::format("{}; {}", numbers.text(), wandering));
  if (disagreement.what == "overall" && !stored.non_target.empty() &&
      spelling(numbers.criterion, stored.non_target) != visit.non_target)
    return because(DisagreementReason::NonTargetStates,
                   fmt::format("the lesion states give non-target {}", word_or_none(visit.non_target)));
  if (!visit.sum && disagreement.what == "overall")
    return because(DisagreementReason::ImpossibleSequence,
                   fmt::format("stored target {}, non-target {}, new lesion {} do not give it after the visits before",
                               word_or_none(stored.target), word_or_none(stored.non_target),
                               stored.new_lesion.empty() ? "not said" : stored.new_lesion));
  because(DisagreementReason::ThresholdMissed, numbers.text());
}

}  // namespace

std::string_view to_string(DisagreementReason reason) noexcept {
  return kReasons[static_cast<std::size_t>(reason)].name;
}
std::string_view meaning_of(DisagreementReason reason) noexcept {
  return kReasons[static_cast<std::size_t>(reason)].meaning;
}

void compare_stored(const ResponseSubject& subject, const statement::ResponseResult& result, const Criterion& criterion,
                    StoredComparison& comparison) {
  const std::string wandering = wandering_lesion(subject);
  for (const ResponseVisit& source : subject.visits) {
    const StoredCalls& stored = source.stored;
    const auto found = std::find_if(result.visits.begin(), result.visits.end(),
                                    [&](const statement::VisitResult& v) { return v.id == source.id; });
    if (found == result.visits.end()) continue;
    const Numbers numbers{result, *found, criterion};
    const auto compare = [&](std::string_view what, const std::string& was, const std::string& computed) {
      const std::string spelled = spelling(criterion, was);
      if (was.empty() || computed.empty() || spelled == computed) return true;
      Disagreement disagreement{result.subject, result.reader, source.id, std::string(what), spelled, computed, {}, {},
                                stored.path};
      explain(disagreement, numbers, stored, wandering);
      comparison.disagreements.push_back(std::move(disagreement));
      return false;
    };
    if (!stored.overall.empty() && source.overall.empty()) {  // what was an input cannot disagree
      ++comparison.compared;
      if (compare("overall", stored.overall, found->overall)) ++comparison.agree;
    }
    if (criterion.tables.contains("overall") && !subject.lesions.empty()) {
      compare("target", stored.target, found->target);
      compare("non_target", stored.non_target, found->non_target);
      if (stored.sum_mm && stored.sum_mm->is_zero() && !found->sum && found->target == "NE")
        comparison.disagreements.push_back({result.subject, result.reader, source.id, "sum", "0", "not complete",
                                            DisagreementReason::MissingSumAsZero,
                                            "not all targets were assessed; blank is not zero", stored.path});
      else if (stored.sum_mm && found->sum && *stored.sum_mm != *found->sum)
        comparison.disagreements.push_back(
            {result.subject, result.reader, source.id, "sum", stored.sum_mm->text(), found->sum->text(),
             wandering.empty() ? DisagreementReason::SumDiffers : DisagreementReason::LocationInconsistent,
             wandering.empty() ? "sum of the stored lesions" : wandering, stored.path});
    }
  }
}

}  // namespace restage::response
