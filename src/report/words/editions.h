// SPDX-License-Identifier: Apache-2.0
#pragma once
// The same facts by two editions: what each gives for one time point, and whether it is the same. Found in a
// timeline that was built for several editions; a timeline of one edition has none.
#include <string>
#include <vector>

#include "statement/timeline.h"

namespace restage::report {

/// One part of the stage by the first and the other edition.
struct EditionPart {
  std::string name;  ///< T, N, M, group
  std::string first, other;
};

struct EditionDifference {
  const statement::Statement* first = nullptr;  ///< by the edition named first; never null
  const statement::Statement* other = nullptr;
  std::vector<EditionPart> differing;  ///< empty: the editions agree
  std::string text;                    ///< "AJCC 8 IIIA, AJCC 9 IIB: differs (T: cT2a, cT2b)"
};

/// One entry a time point and other edition; points into the tumor given, which must outlive it.
std::vector<EditionDifference> edition_differences(const statement::TumorTimeline& tumor);

}  // namespace restage::report
