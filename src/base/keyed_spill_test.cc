// SPDX-License-Identifier: Apache-2.0
#include "base/keyed_spill.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <random>

namespace restage {
namespace {

namespace fs = std::filesystem;
using Texts = std::map<std::string, std::vector<std::string>>;

Texts drained(KeyedSpill& spill, std::vector<std::string>& order) {
  Texts texts;
  EXPECT_TRUE(spill.drain([&](const KeyedSpill::Group& group) -> Result<void> {
    EXPECT_FALSE(group.too_large);
    order.emplace_back(group.key);
    for (const std::string_view piece : group.pieces) texts[std::string(group.key)].emplace_back(piece);
    return {};
  }));
  return texts;
}

TEST(KeyedSpill, TheSameWhateverTheMemory) {
  std::mt19937 random(20261130);
  std::vector<std::pair<std::string, std::string>> given;
  for (int i = 0; i < 5000; ++i)
    given.emplace_back("key-" + std::to_string(random() % 300),
                       std::string(random() % 400, static_cast<char>('a' + i % 26)));
  given.emplace_back("", "");
  given.emplace_back(std::string("\0x", 2), "binary");
  Texts wanted;
  for (const auto& [key, bytes] : given) wanted[key].push_back(bytes);
  for (const std::size_t memory : {std::size_t{4000}, std::size_t{100000}, std::size_t{64} << 20}) {
    KeyedSpill spill(testing::TempDir(), {memory, std::size_t{1} << 30});
    for (const auto& [key, bytes] : given) ASSERT_TRUE(spill.add(key, bytes));
    EXPECT_EQ(spill.has_spilled(), memory < 1000000);
    std::vector<std::string> order;
    EXPECT_EQ(drained(spill, order), wanted);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    EXPECT_EQ(order.size(), wanted.size()) << "each key once";
  }
}

TEST(KeyedSpill, NothingStaysInTheFolder) {
  const std::string folder = testing::TempDir() + "restage_spill_test";
  fs::create_directory(folder);
  KeyedSpill spill(folder, {100, 1000});
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(spill.add("k", "0123456789"));
  ASSERT_TRUE(spill.has_spilled());
  EXPECT_TRUE(fs::is_empty(folder));
  fs::remove_all(folder);
}

TEST(KeyedSpill, WithoutAFolderTheLimitIsSaid) {
  KeyedSpill spill({}, {1000, 1000});
  ASSERT_TRUE(spill.add("k", std::string(900, 'x')));
  const auto refused = spill.add("k", std::string(900, 'x'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::LimitExceeded);
  KeyedSpill elsewhere("/nonexistent/folder", {1000, 1000});
  ASSERT_TRUE(elsewhere.add("k", std::string(900, 'x')));
  EXPECT_EQ(elsewhere.add("k", std::string(900, 'x')).error().code, ErrorCode::FileUnwritable);
}

TEST(KeyedSpill, AGroupThatIsTooLargeIsSaidAndTheOthersAreGiven) {
  for (const std::size_t memory : {std::size_t{600}, std::size_t{1} << 20}) {
    KeyedSpill spill(testing::TempDir(), {memory, 1000});
    for (int i = 0; i < 5; ++i) {
      ASSERT_TRUE(spill.add("large", std::string(300, 'x')));
      ASSERT_TRUE(spill.add("small", std::string(100, 'y')));
    }
    std::size_t small = 0, large = 0;
    ASSERT_TRUE(spill.drain([&](const KeyedSpill::Group& group) -> Result<void> {
      (group.key == "small" ? small : large) += 1;
      EXPECT_EQ(group.too_large, group.key == "large");
      EXPECT_EQ(group.pieces.size(), group.key == "small" ? 5U : 0U);
      return {};
    }));
    EXPECT_EQ(small, 1U);
    EXPECT_EQ(large, 1U);
  }
}

TEST(KeyedSpill, AnErrorOfTheUserEndsIt) {
  KeyedSpill spill({}, {});
  ASSERT_TRUE(spill.add("a", "1") && spill.add("b", "2"));
  int calls = 0;
  const auto ended = spill.drain([&](const KeyedSpill::Group&) -> Result<void> {
    ++calls;
    return Error{ErrorCode::Interrupted, "enough", {}};
  });
  EXPECT_FALSE(ended);
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace restage
