// SPDX-License-Identifier: Apache-2.0
#include "report/svg/sankey.h"

#include <gtest/gtest.h>

namespace restage::report {
namespace {

TEST(Sankey, DrawsACountOfOneGroupAndOfNone) {
  const statement::MigrationTable table{
      {"IA1"}, {"IA1", "IA2", "several possible", "not staged"}, {{1, 1, 1, 1}}, 4, 1};
  const std::string svg = draw_sankey(table, "a < b", "8", "9");
  EXPECT_NE(svg.find("a &lt; b"), std::string::npos);
  EXPECT_EQ(svg.find("nan,"), std::string::npos);
  EXPECT_EQ(svg.find("\"nan"), std::string::npos);
  EXPECT_NE(draw_sankey({}, "empty", "8", "9").find("</svg>"), std::string::npos);
}

}  // namespace
}  // namespace restage::report
