// SPDX-License-Identifier: Apache-2.0
#include "response/select_targets.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "response/series.h"

namespace restage::response {
namespace {

// Never measurable (Eisenhauer 2009), and lesions that only a part of may be measured.
constexpr std::string_view kNeverMeasurable[] = {"leptomeningeal", "ascites",     "effusion",
                                                 "inflammatory",   "lymphangit",  "blastic",
                                                 "palpation",      "simple cyst", "simple-cyst"};

// Why a lesion cannot be a target; empty when it can.
std::string refusal(const LesionTrack& track, const Reading& reading, const std::optional<Decimal>& size,
                    const Criterion& criterion) {
  const ResponseLesion& lesion = *track.lesion;
  for (const std::string_view kind : kNeverMeasurable)
    if (text::contains_ignoring_case(lesion.kind, kind)) return fmt::format("{} is never measurable", lesion.kind);
  if (reading.measurement == nullptr) return "not measured at baseline";
  if (!size) return track.node ? "its short axis is not known" : "its long axis is not known";
  const Decimal node_least =
      criterion.limits.contains("node_target_from") ? criterion.limit("node_target_from") : Decimal::of(15);
  Decimal least = track.node                                       ? node_least
                  : criterion.limits.contains("organ_target_from") ? criterion.limit("organ_target_from")
                                                                   : Decimal::of(10);
  if (!track.node && text::contains_ignoring_case(lesion.method, "film")) least = Decimal::of(20);
  if (!track.node && lesion.slice_mm && *lesion.slice_mm > Decimal::of(5))
    least = std::max(least, lesion.slice_mm->times(Decimal::of(2)).value_or(least));
  if (*size < least) return fmt::format("{} mm, measurable from {} mm", size->text(), least.text());
  if (lesion.irradiated.value_or(false) && !lesion.grown_since_irradiation.value_or(false))
    return "irradiated or treated locally and not known to have grown since";
  if (lesion.reproducible.has_value() && !*lesion.reproducible) return "not suited to repeated measurement";
  return {};
}

}  // namespace

std::vector<TargetCandidate> rate_targets(const ResponseSubject& subject, const Criterion& criterion,
                                          const Policy& policy) {
  const Series series(subject, policy);
  std::vector<TargetCandidate> candidates;
  for (std::size_t i = 0; i < series.lesions().size(); ++i) {
    const LesionTrack& track = series.lesions()[i];
    if (track.lesion->role == ResponseLesion::Role::New) continue;
    const Reading& reading = series.reading(0, i);
    std::optional<Decimal> size;
    if (reading.measurement != nullptr && reading.state == State::Measured)
      size = track.node ? reading.measurement->short_mm : reading.measurement->long_mm;
    TargetCandidate candidate{track.lesion->id,
                              track.node ? "lymph-node" : canonical_organ(track.lesion->organ),
                              size,
                              false,
                              false,
                              refusal(track, reading, size, criterion)};
    if (candidate.organ.empty()) candidate.organ = track.lesion->organ.empty() ? "unknown" : track.lesion->organ;
    candidate.qualifies = candidate.reason.empty();
    candidates.push_back(std::move(candidate));
  }
  std::stable_sort(candidates.begin(), candidates.end(), [](const TargetCandidate& a, const TargetCandidate& b) {
    if (a.qualifies != b.qualifies) return a.qualifies;
    const Decimal left = a.size_mm.value_or(Decimal{});
    const Decimal right = b.size_mm.value_or(Decimal{});
    return left != right ? right < left : a.lesion < b.lesion;
  });
  const Decimal most = criterion.limits.contains("max_targets") ? criterion.limit("max_targets") : Decimal::of(5);
  const Decimal most_per_organ =
      criterion.limits.contains("max_per_organ") ? criterion.limit("max_per_organ") : Decimal::of(2);
  std::map<std::string, int> per_organ;
  int count = 0;
  for (TargetCandidate& candidate : candidates) {
    if (!candidate.qualifies) continue;
    if (Decimal::of(count) >= most)
      candidate.reason = fmt::format("qualifies; {} larger ones are enough", most.text());
    else if (Decimal::of(per_organ[candidate.organ]) >= most_per_organ)
      candidate.reason = fmt::format("qualifies; {} larger ones of the same organ are enough", most_per_organ.text());
    else {
      candidate.proposed = true;
      ++count;
      ++per_organ[candidate.organ];
    }
  }
  return candidates;
}

}  // namespace restage::response
