// SPDX-License-Identifier: Apache-2.0
#include "base/near_words.h"

#include <gtest/gtest.h>

namespace restage::text {
namespace {

TEST(NearWords, DistanceCountsInsertRemoveReplaceAndSwap) {
  EXPECT_EQ(edit_distance("lung", "lung"), 0u);
  EXPECT_EQ(edit_distance("lung", "LUNG"), 0u);
  EXPECT_EQ(edit_distance("lng", "lung"), 1u);
  EXPECT_EQ(edit_distance("luung", "lung"), 1u);
  EXPECT_EQ(edit_distance("long", "lung"), 1u);
  EXPECT_EQ(edit_distance("lugn", "lung"), 1u);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3u);  // the textbook pair
  EXPECT_EQ(edit_distance("", "abc"), 3u);
}

TEST(NearWords, NearestFirstAndNoneWhenFar) {
  const std::vector<std::string> words = {"stage", "timeline", "explain", "response"};
  EXPECT_EQ(near_words("timelin", words), std::vector<std::string>{"timeline"});
  EXPECT_EQ(near_words("satge", words), std::vector<std::string>{"stage"});
  EXPECT_TRUE(near_words("xyz", words).empty());
  EXPECT_TRUE(near_words("", words).empty());
  EXPECT_EQ(near_words("time", words), std::vector<std::string>{"timeline"});  // a beginning
}

TEST(NearWords, OneSentence) {
  EXPECT_EQ(did_you_mean("brest", {"lung", "breast"}, "all are listed"), "did you mean breast?");
  EXPECT_EQ(did_you_mean("eg", {"er", "pr", "e"}, "all are listed"), "did you mean er or e?");
  EXPECT_EQ(did_you_mean("gallbladder", {"lung"}, "all are listed"), "all are listed");
}

TEST(NearWords, AWordOfTheListIsNoSlip) {
  EXPECT_TRUE(near_words("extent", {"extent", "extend"}).empty());
  EXPECT_EQ(near_words("extnt", {"extent"}), std::vector<std::string>{"extent"});
}

}  // namespace
}  // namespace restage::text
