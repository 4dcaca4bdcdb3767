// SPDX-License-Identifier: Apache-2.0
#pragma once
// What written words of response mean: "CR", "near-complete response", "Teilremission". Whole phrases of
// response_words.tsv, beside this file; a phrase that is not listed means nothing and is never guessed from a word in
// it. Pure and thread-safe.
#include <optional>
#include <string_view>

namespace restage {

enum class ResponseMeaning {
  Complete,
  Free,  ///< no evidence of disease
  Partial,
  Minor,
  LessThanComplete,  ///< how much is not said
  Stable,
  Progression,
  NotEvaluable
};

std::optional<ResponseMeaning> meaning_of_response(std::string_view words);

}  // namespace restage
