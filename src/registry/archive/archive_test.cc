// SPDX-License-Identifier: Apache-2.0
// What the loader refuses, and cells and range tests with expectations from the reference implementation's rules.
#include "registry/archive/archive.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "registry/archive/cell.h"
#include "registry/archive/synthetic_archive.h"
#include "registry/archive/walking_order.h"

namespace restage::registry {
namespace {

bool accepts(const char* cell, const char* value) {
  const InputCell parsed = parse_input_cell(cell);
  return parsed.accepts_anything ||
         std::any_of(parsed.ranges.begin(), parsed.ranges.end(),
                     [&](const CellRange& range) { return range_accepts(range.low, range.high, value); });
}

TEST(Cell, RangesAndLiterals) {
  EXPECT_TRUE(accepts("001-010", "5"));
  EXPECT_TRUE(accepts("001-010", "0005"));
  EXPECT_TRUE(accepts("0.1-99999.9", "1000"));
  EXPECT_FALSE(accepts("001-010", "5.0"));
  EXPECT_FALSE(accepts("5", "05"));
  EXPECT_TRUE(accepts("2000-XXXX", "2004"));
  EXPECT_FALSE(accepts("9-1", "5"));
  EXPECT_TRUE(accepts("p0I-", "p0I-"));
  EXPECT_TRUE(accepts("-5", "-5"));
  EXPECT_TRUE(accepts("a-b-c", "a-b-c"));
  EXPECT_TRUE(accepts(" - ", ""));
  EXPECT_FALSE(accepts(" - ", "-"));
  EXPECT_TRUE(accepts("1 - 9", "4"));
  EXPECT_TRUE(accepts("2023-9998, 9999,", ""));
  EXPECT_TRUE(accepts("*", ""));
  EXPECT_TRUE(accepts("*,1", "*"));
  EXPECT_FALSE(accepts("*,1", "2"));
  EXPECT_TRUE(accepts("20200101-20200105", "20200099"));  // single precision, as the reference has it
  EXPECT_FALSE(accepts("20200101-20200105", "20200106"));
  EXPECT_TRUE(accepts("C000-C009", "C004"));
  EXPECT_FALSE(accepts("C000-C009", "c004"));
}

TEST(Cell, Numbers) {
  for (const char* yes : {"1", "-1", ".5", "-.5", "1.5", "007"}) EXPECT_TRUE(is_number(yes)) << yes;
  for (const char* no : {"", "5.", "+5", "1e3", " 5", "-", ".", "1.2.3"}) EXPECT_FALSE(is_number(no)) << no;
}

TEST(Cell, IsReadWithoutReferences) {
  EXPECT_EQ(without_references("2018-{{ctx_year_current}}", "2026", "3.3"), "2018-2026");
  EXPECT_EQ(without_references("2018-{{ctx_year_current}},9999"), "2018-this year,9999");
  EXPECT_EQ(without_references("{{ctx_alg_version}}", "2026", "3.3"), "3.3");
  EXPECT_EQ(without_references("{{nodes_exam}}-98"), "value of nodes_exam-98");
  EXPECT_EQ(without_references("{{open"), "{{open");
}

TEST(WalkingOrder, FollowsBuckets) {
  // String.hashCode of "Aa" and "BB" is 2112 for both: one bucket, insertion order.
  EXPECT_EQ(spread_hash("Aa"), spread_hash("BB"));
  EXPECT_EQ(walking_order({"b", "BB", "Aa", "a"}, 16), (std::vector<std::size_t>{1, 2, 3, 0}));
  // The outputs of EOD 3.3 that have code tables, in a context of 23 to 100 keys: always the same order.
  for (const std::uint32_t capacity : {32U, 64U, 128U})
    EXPECT_EQ(walking_order({"derived_rai_stage", "derived_summary_grade", "ss2018_derived"}, capacity),
              (std::vector<std::size_t>{1, 2, 0}));
  EXPECT_EQ(map_capacity_after_puts(12), 16U);
  EXPECT_EQ(map_capacity_after_puts(13), 32U);
}

TEST(Loader, RefusesWhatTheReferenceRefuses) {
  const std::vector<std::tuple<const char*, const char*, const char*>> broken = {
      {"tables/t.json", "VALUE:T1", "VALU:T1"},        // unknown endpoint
      {"tables/t.json", "JUMP:jump", "JUMP"},          // jump without a table
      {"tables/t.json", "\"MATCH\"", "null"},          // null endpoint
      {"tables/t.json", ",\"STOP\"]", "]"},            // row too short
      {"tables/size.json", "DESCRIPTION", "COMMENT"},  // unknown column type
      {"tables/size.json", "\"name\"", "\"nome\""},    // unknown property
      {"tables/size.json", "1.0", "2.0"},              // second version
      {"tables/size.json", "Demo", "Other"},           // second algorithm
      {"schemas/a.json", "CONTINUE", "GO_ON"},         // unknown policy
      {"schemas/a.json", "schema_selection_table", "subtitle"},
      {"schemas/a.json", R"("initial_context":[{"key":"why"}])", R"("initial_context":[{"key":"size"}])"},
      {"schemas/a.json", "}", "]"},
  };
  for (const auto& [name, from, to] : broken)
    EXPECT_FALSE(parse_algorithm(changed_archive(name, from, to)).has_value()) << name << ": " << from << " -> " << to;
  EXPECT_TRUE(parse_algorithm(synthetic_archive()).has_value());
  EXPECT_FALSE(parse_algorithm({}).has_value());
  EXPECT_FALSE(read_archive("/nonexistent.zip").has_value());
}

}  // namespace
}  // namespace restage::registry
