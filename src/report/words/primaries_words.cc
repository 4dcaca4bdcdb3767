// SPDX-License-Identifier: Apache-2.0
#include "report/words/primaries_words.h"

#include "base/text.h"

namespace restage::report {

std::string primaries_reason(const statement::PrimaryPair& pair) {
  if (!pair.why.empty()) return pair.why;
  if (!pair.lacks.empty()) return "open without " + text::join(pair.lacks, ", ");
  return pair.result == "questionable" ? "the answer depends on the exact dates" : "several rules lead to this answer";
}

}  // namespace restage::report
