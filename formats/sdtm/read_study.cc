// SPDX-License-Identifier: Apache-2.0
// All parts of a study together.
#include "formats/sdtm/study.h"

#include <iterator>

namespace restage::sdtm {

Result<Study> read_study(const std::string& directory, const std::string& set, bool recompute) {
  auto stream = StudyStream::open(directory, set, recompute);
  if (!stream) return stream.error();
  Study whole, part;
  for (;;) {
    const auto more = stream->next(part);
    if (!more) return more.error();
    if (!*more) return whole;
    whole.set = part.set;
    whole.measurement_rows = part.measurement_rows;
    whole.response_rows = part.response_rows;
    std::move(part.subjects.begin(), part.subjects.end(), std::back_inserter(whole.subjects));
    std::move(part.issues.begin(), part.issues.end(), std::back_inserter(whole.issues));
  }
}

}  // namespace restage::sdtm
