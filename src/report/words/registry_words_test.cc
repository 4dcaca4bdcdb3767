// SPDX-License-Identifier: Apache-2.0
// What is said of changes between versions of an algorithm.
#include "report/words/registry_words.h"

#include <gtest/gtest.h>

#include "registry/run/synthetic_cases.h"

namespace restage::report {
namespace {

TEST(RegistryWords, AChangeIsASentence) {
  const auto before = registry::parse_algorithm(registry::synthetic_archive());
  const auto rows = registry::parse_algorithm(registry::changed_archive("tables/t.json", "VALUE:T2", "VALUE:T3"));
  const auto changes = registry::compare_algorithms(*before, *rows);
  ASSERT_EQ(changes.size(), 1U);
  const std::string sentence = change_sentence(changes[0]);
  EXPECT_NE(sentence.find("row 2: "), std::string::npos) << sentence;
  EXPECT_TRUE(sentence.ends_with(" gives t T3, why value of size, gave t T2, why value of size.")) << sentence;
  EXPECT_FALSE(names_its_schema(changes[0]));
  const auto fields =
      registry::parse_algorithm(registry::changed_archive("schemas/a.json", R"("default":"9")", R"("default":"8")"));
  const auto change = registry::compare_algorithms(*before, *fields).at(0);
  EXPECT_TRUE(change_sentence(change).starts_with("a: the default of input ")) << change_sentence(change);
  EXPECT_TRUE(change_sentence(change).ends_with(" is '8', was '9'.")) << change_sentence(change);
}

TEST(RegistryWords, RowsAndMoves) {
  registry::Move move{"a", "2010", "stage", "II", "I", {{"t", 2}}, {{"t", 3}}, registry::MovedThing::Output};
  EXPECT_EQ(cause_of(move), "t row 2 (gone), t row 3 (new)");
  EXPECT_EQ(words_of_rows(move, std::vector<registry::VersionRow>{{{"t", 3}, true}, {{"stage", 1}, false}}, " (new)"),
            "t row 3 (new) > stage row 1");
  EXPECT_EQ(words_of_rows(move, std::nullopt, " (new)"), "none");
  EXPECT_EQ(words_of_rows({}), "default");
  move.thing = registry::MovedThing::Result;
  EXPECT_EQ(moved_value(move, ""), "not coded for this version");
  EXPECT_EQ(moved_value(move, "STAGED"), "STAGED");
}

}  // namespace
}  // namespace restage::report
