// SPDX-License-Identifier: Apache-2.0
#include "core/spelling.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

TEST(Spelling, BritishWordsBecomeAmerican) {
  EXPECT_EQ(american_spelling("papilloedema"), "papilledema");
  EXPECT_EQ(american_spelling("Oesophageal tumour, haemoptysis"), "Esophageal tumor, hemoptysis");
  EXPECT_EQ(american_spelling("hypercalcaemia"), "hypercalcemia");
  EXPECT_EQ(american_spelling("anaemia and diarrhoea, melaena"), "anemia and diarrhea, melena");
  EXPECT_EQ(american_spelling("behaviour"), "behavior");
}

TEST(Spelling, OtherWordsStay) {
  for (const char* words : {"", "edema", "chest-wall", "size_mm", "extrameatal", "C50.4", "M\xC3\xBCller"})
    EXPECT_EQ(american_spelling(words), words);
}

}  // namespace
}  // namespace restage
