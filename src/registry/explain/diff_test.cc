// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/diff.h"

#include <gtest/gtest.h>

#include "registry/explain/impact.h"
#include "registry/run/synthetic_cases.h"

namespace restage::registry {
namespace {

TEST(Diff, SaysWhatChanged) {
  const auto before = parse_algorithm(synthetic_archive());
  const auto after = parse_algorithm(changed_archive("tables/t.json", "VALUE:T2", "VALUE:T3"));
  const auto changes = compare_algorithms(*before, *after);
  ASSERT_EQ(changes.size(), 1U);
  EXPECT_EQ(to_string(changes[0].kind), "row-changed");
  EXPECT_EQ(changes[0].subject, "t");
  EXPECT_EQ(changes[0].schemas, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(compare_algorithms(*before, *before).size(), 0U);
  const auto other = parse_algorithm(changed_archive("schemas/a.json", R"("default":"9")", R"("default":"8")"));
  EXPECT_EQ(to_string(compare_algorithms(*before, *other).at(0).kind), "default-changed");
}

TEST(Impact, NamesTheRowThatMovedAValue) {
  const auto after = parse_algorithm(changed_archive("tables/t.json", "VALUE:T2", "VALUE:T1"));
  ImpactRun run(demo_program(), *compile(std::make_shared<AlgorithmDefinition>(*after), 2026));
  run.add({"1", 1, "2010"}, {{"site", "C000"}, {"hist", "8000"}, {"size", "030"}, {"grade", "1"}, {"year_dx", "2010"}});
  run.add({"2", 2, "2010"}, {{"site", "C000"}, {"hist", "8000"}, {"size", "010"}, {"grade", "1"}, {"year_dx", "2010"}});
  EXPECT_EQ(run.impact().cases, 2U);
  EXPECT_EQ(run.impact().moved, 1U);
  ASSERT_EQ(run.impact().moves.size(), 1U);
  const auto& [move, group] = *run.impact().moves.begin();
  EXPECT_EQ(move.key, "stage");
  EXPECT_EQ(move.before, "II");
  EXPECT_EQ(move.after, "I");
  EXPECT_EQ(group.first.rows_after, (std::vector<VersionRow>{{{"t", 2}, true}, {{"stage", 1}, false}}));
  EXPECT_EQ(group.first.rows_before, (std::vector<VersionRow>{{{"t", 2}, true}, {{"stage", 2}, false}}));
  EXPECT_EQ(move.gone_rows, (std::vector<RowPlace>{{"t", 2}}));
  EXPECT_EQ(move.new_rows, (std::vector<RowPlace>{{"t", 2}}));
  EXPECT_EQ(group.count, 1U);
  EXPECT_EQ(move.year, "2010");
}

}  // namespace
}  // namespace restage::registry
