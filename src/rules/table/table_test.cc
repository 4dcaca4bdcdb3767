// SPDX-License-Identifier: Apache-2.0
#include "rules/table/table.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace restage::rules {
namespace {

struct RandomTable {
  std::vector<std::uint32_t> class_counts;
  std::vector<std::vector<std::vector<bool>>> accepts;  // [row][column][class]

  static RandomTable make(std::mt19937& random) {
    RandomTable table;
    const std::size_t columns = 1 + random() % 4;
    for (std::size_t i = 0; i < columns; ++i) table.class_counts.push_back(1 + random() % 4);
    table.accepts.resize(random() % 90);
    for (auto& row : table.accepts)
      for (const std::uint32_t count : table.class_counts) {
        auto& cell = row.emplace_back(count);
        for (std::uint32_t k = 0; k < count; ++k) cell[k] = random() % 3 == 0;
      }
    return table;
  }

  CompiledTable compile(std::size_t dense_limit) const {
    TableBuilder builder(class_counts, static_cast<std::uint32_t>(accepts.size()));
    for (RowIndex row = 0; row < accepts.size(); ++row)
      for (std::size_t column = 0; column < class_counts.size(); ++column)
        for (ClassId id = 0; id < class_counts[column]; ++id)
          if (accepts[row][column][id]) builder.admit(row, column, id);
    return std::move(builder).build(dense_limit);
  }

  RowIndex scan(const std::vector<ClassId>& classes) const {
    for (RowIndex row = 0; row < accepts.size(); ++row) {
      bool all = true;
      for (std::size_t column = 0; column < classes.size(); ++column) all &= accepts[row][column][classes[column]];
      if (all) return row;
    }
    return kNoRow;
  }

  template <class Visit>
  void each_assignment(const std::vector<std::vector<ClassId>>& open, Visit visit) const {
    std::vector<std::size_t> at(open.size(), 0);
    for (;;) {
      std::vector<ClassId> classes;
      for (std::size_t i = 0; i < open.size(); ++i) classes.push_back(open[i][at[i]]);
      visit(classes);
      std::size_t i = 0;
      while (i < open.size() && ++at[i] == open[i].size()) at[i++] = 0;
      if (i == open.size()) return;
    }
  }
};

TEST(CompiledTable, DenseAndBitSetFormsEqualARowScan) {
  std::mt19937 random(20260101);
  for (int round = 0; round < 300; ++round) {
    const RandomTable table = RandomTable::make(random);
    const CompiledTable dense = table.compile(1 << 17);
    const CompiledTable sparse = table.compile(0);
    EXPECT_TRUE(dense.is_dense());
    EXPECT_FALSE(sparse.is_dense());
    std::vector<std::vector<ClassId>> all;
    for (const std::uint32_t count : table.class_counts) {
      auto& classes = all.emplace_back();
      for (ClassId id = 0; id < count; ++id) classes.push_back(id);
    }
    table.each_assignment(all, [&](const std::vector<ClassId>& classes) {
      ASSERT_EQ(dense.first_match(classes), table.scan(classes));
      ASSERT_EQ(sparse.first_match(classes), table.scan(classes));
    });
  }
}

TEST(CompiledTable, ReachableRowsEqualTryingEveryAssignment) {
  std::mt19937 random(7);
  for (int round = 0; round < 500; ++round) {
    const RandomTable table = RandomTable::make(random);
    std::vector<std::vector<ClassId>> open;
    for (const std::uint32_t count : table.class_counts) {
      auto& classes = open.emplace_back();
      for (ClassId id = 0; id < count; ++id)
        if (random() % 2 == 0) classes.push_back(id);
      if (classes.empty()) classes.push_back(static_cast<ClassId>(random() % count));
    }
    std::set<RowIndex> wanted;
    table.each_assignment(open, [&](const std::vector<ClassId>& classes) { wanted.insert(table.scan(classes)); });
    const auto rows = table.compile(0).reachable_rows(open);
    ASSERT_EQ(std::set<RowIndex>(rows.begin(), rows.end()), wanted);
  }
}

}  // namespace
}  // namespace restage::rules
