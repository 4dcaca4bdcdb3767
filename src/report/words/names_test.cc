// SPDX-License-Identifier: Apache-2.0
#include "report/words/names.h"

#include <gtest/gtest.h>

namespace restage::report {
namespace {

TEST(Names, AbbreviationsAreSaidAsTheyAreWrittenAndUnitsInWords) {
  EXPECT_EQ(input_words("t"), "T");
  EXPECT_EQ(input_words("her2"), "HER2");
  EXPECT_EQ(input_words("size_mm"), "size in mm");
  EXPECT_EQ(input_words("nodes_positive"), "nodes positive");
}

TEST(Names, OneMarkerHasOneNameHoweverItIsSpelled) {
  EXPECT_TRUE(is_marker("ca19_9"));
  EXPECT_TRUE(is_marker("ca19-9"));
  EXPECT_EQ(marker_words("ca19_9"), marker_words("ca19-9"));
  EXPECT_FALSE(is_marker("hemoglobin"));
  EXPECT_FALSE(is_marker("her2"));  // an input of tables, not a course of values
}

}  // namespace
}  // namespace restage::report
