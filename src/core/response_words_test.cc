// SPDX-License-Identifier: Apache-2.0
#include "core/response_words.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

TEST(ResponseWords, ReadsWholePhrasesInAnyLettering) {
  EXPECT_EQ(meaning_of_response("CR"), ResponseMeaning::Complete);
  EXPECT_EQ(meaning_of_response("iCR"), ResponseMeaning::Complete);
  EXPECT_EQ(meaning_of_response(" Clinical  complete response. "), ResponseMeaning::Complete);
  EXPECT_EQ(meaning_of_response("V: full remission"), ResponseMeaning::Complete);
  EXPECT_EQ(meaning_of_response("No evidence of disease"), ResponseMeaning::Free);
  EXPECT_EQ(meaning_of_response("T: partial remission"), ResponseMeaning::Partial);
  EXPECT_EQ(meaning_of_response("NON-CR/NON-PD"), ResponseMeaning::Stable);
  EXPECT_EQ(meaning_of_response("PDu"), ResponseMeaning::NotEvaluable) << "not confirmed, as iUPD";
}

TEST(ResponseWords, AWordInsideAPhraseSaysNothing) {
  for (const char* words :
       {"incomplete response", "Incomplete clinical response", "near-complete response", "no complete response",
        "not in complete remission", "non-CR", "R: full remission with residual findings"})
    EXPECT_EQ(meaning_of_response(words), ResponseMeaning::LessThanComplete) << words;
  for (const char* words : {"", "course completed", "complete response ruled out", "treatment complete", "possible CR",
                            "response not complete in the liver"})
    EXPECT_EQ(meaning_of_response(words), std::nullopt) << words;
}

}  // namespace
}  // namespace restage
