// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/pack_review.h"

#include <fmt/format.h>

namespace restage::report {

std::string pack_list_text(const std::vector<statement::PackName>& packs) {
  std::string out;
  for (const statement::PackName& pack : packs)
    out += fmt::format("{:<40} {:<12} {:<14} {}\n", pack.id, pack.edition, pack.kind, pack.title);
  return out;
}

std::string pack_reviews_text(const std::vector<statement::PackReview>& reviews, bool errors_only) {
  std::string out;
  std::size_t errors = 0, warnings = 0, cases = 0, failed = 0, rows = 0;
  for (const statement::PackReview& review : reviews) {
    errors += review.errors();
    warnings += review.problems.size() - review.errors();
    cases += review.cases;
    failed += review.failed_cases;
    rows += review.rows;
    for (const statement::PackProblem& problem : review.problems)
      if (problem.is_error || !errors_only)
        out += fmt::format("{}: {} [{}] {}\n", problem.is_error ? "error" : "warning", review.id, problem.code,
                           problem.text);
  }
  return out + fmt::format("{} packs, {} rows, {} cases ({} failed), {} errors, {} warnings\n", reviews.size(), rows,
                           cases, failed, errors, warnings);
}

}  // namespace restage::report
