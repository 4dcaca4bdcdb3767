// SPDX-License-Identifier: Apache-2.0
#pragma once
// Help with choosing targets at baseline: which lesions qualify and why not, and the largest reproducible ones
// within the limits of the criterion. A proposal for a person; nothing is chosen.
#include <string>
#include <vector>

#include "response/criterion.h"
#include "response/subject_view.h"

namespace restage::response {

struct TargetCandidate {
  std::string lesion;
  std::string organ;
  std::optional<Decimal> size_mm;
  bool qualifies = false;
  bool proposed = false;
  std::string reason;  ///< why not, or why not proposed; empty for a proposed one
};

/// Lesions of the baseline, the largest qualifying first.
std::vector<TargetCandidate> rate_targets(const ResponseSubject& subject, const Criterion& criterion,
                                          const Policy& policy);

}  // namespace restage::response
