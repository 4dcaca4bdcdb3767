// SPDX-License-Identifier: Apache-2.0
#pragma once
// Compares stored responses with the computed ones and says why they differ, from the numbers of both.
// Pure function; the subject is the one the result was computed from.
#include <string>
#include <vector>

#include "response/criterion.h"
#include "response/subject_view.h"
#include "statement/response.h"

namespace restage::response {

enum class DisagreementReason {
  LocationInconsistent,     ///< lesions change organ between visits, so the axis that counts changes
  ProgressionFromBaseline,  ///< progression was measured from the baseline instead of the nadir
  MissingSumAsZero,         ///< targets were not assessed and their sum was stored as 0 or the call as if it were
  PolicyDrift,              ///< stays PR after a PR by default; stored otherwise
  AfterCompleteResponse,    ///< disease after an overall CR
  ImpossibleSequence,       ///< the stored parts do not combine to the stored overall response
  NonTargetStates,          ///< the stored non-target call contradicts the states of the lesions
  NewLesion,                ///< a new lesion is recorded and not counted, or counted and not recorded
  SumDiffers,               ///< the stored sum is not the sum of the stored lesions
  ThresholdMissed,          ///< the call contradicts the sums it stands beside
};
std::string_view to_string(DisagreementReason reason) noexcept;
std::string_view meaning_of(DisagreementReason reason) noexcept;

struct Disagreement {
  std::string subject;
  std::string reader;
  std::string visit;
  std::string what;  ///< overall, target, non_target, sum
  std::string stored;
  std::string computed;
  DisagreementReason reason{};
  std::string explanation;  ///< with the numbers
  std::string path;
};

struct StoredComparison {
  std::size_t compared = 0;  ///< stored overall responses
  std::size_t agree = 0;
  std::vector<Disagreement> disagreements;
};

/// Adds one subject's comparison.
void compare_stored(const ResponseSubject& subject, const statement::ResponseResult& result, const Criterion& criterion,
                    StoredComparison& comparison);

}  // namespace restage::response
