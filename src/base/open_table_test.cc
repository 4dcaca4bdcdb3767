// SPDX-License-Identifier: Apache-2.0
#include "base/open_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <string>

namespace restage {
namespace {

TEST(OpenTable, HoldsWhatAMapHolds) {
  OpenTable<std::uint64_t, std::uint32_t, WordPolicy> table;
  std::map<std::uint64_t, std::uint32_t> wanted;
  std::mt19937_64 random(3);
  for (std::uint32_t i = 0; i < 20'000; ++i) {
    const std::uint64_t key = random() % 5'000;
    const auto [value, is_new] = table.add(key);
    ASSERT_EQ(is_new, !wanted.contains(key)) << key;
    *value = wanted[key] = i;
  }
  EXPECT_EQ(table.size(), wanted.size());
  for (std::uint64_t key = 0; key < 10'000; ++key) {
    const std::uint32_t* const found = table.find(key);
    ASSERT_EQ(found != nullptr, wanted.contains(key)) << key;
    if (found != nullptr) {
      ASSERT_EQ(*found, wanted.at(key)) << key;
    }
  }
  table.start(10);
  EXPECT_EQ(table.size(), 0u);
  EXPECT_EQ(table.find(wanted.begin()->first), nullptr);
}

TEST(OpenTable, GivesANewKeyTheDefaultValue) {
  struct Answer {
    int number = 7;
  };
  OpenTable<std::uint64_t, Answer, WordPolicy> table;
  EXPECT_EQ(table[0].number, 7);
  table[0].number = 8;
  for (std::uint64_t key = 1; key < 100; ++key) table[key].number = 9;
  EXPECT_EQ(table[0].number, 8);
}

/// Keys that are numbers of texts, told apart by the texts, all of one hash.
struct ByText {
  static constexpr std::uint32_t kFree = 0xFFFF'FFFF;
  const std::vector<std::string>* texts = nullptr;
  std::size_t hash(std::uint32_t) const { return 15; }
  bool equal(std::uint32_t a, std::uint32_t b) const { return (*texts)[a] == (*texts)[b]; }
};

TEST(OpenTable, ComparesAsThePolicySays) {
  const std::vector<std::string> texts = {"a", "b", "a", "c", "b"};
  struct Nothing {};
  OpenTable<std::uint32_t, Nothing, ByText> table;
  table.start(texts.size(), {&texts});
  std::string added;
  for (std::uint32_t i = 0; i < texts.size(); ++i)
    if (table.add(i).second) added += std::to_string(i);
  EXPECT_EQ(added, "013");
}

}  // namespace
}  // namespace restage
