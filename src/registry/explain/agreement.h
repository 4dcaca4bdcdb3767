// SPDX-License-Identifier: Apache-2.0
#pragma once
// How far derived items that stand in files agree with what an algorithm gives. Plain values that add up.
#include <compare>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "registry/explain/difference_table.h"
#include "registry/explain/rows_behind.h"

namespace restage::registry {

/// One kind of difference: the same item, values and rows in however many tumors.
struct ItemDifference {
  std::string algorithm;
  std::string schema;
  std::string key;
  std::string item;
  int number = 0;      ///< of the NAACCR item
  std::string theirs;  ///< what the file has
  std::string ours;    ///< what the algorithm gives
  std::vector<RowPlace> rows;
  auto operator<=>(const ItemDifference&) const = default;
};

struct Agreement {
  std::uint64_t tumors = 0;
  std::uint64_t staged = 0;
  std::uint64_t refused = 0;
  std::uint64_t compared = 0;
  std::uint64_t equal = 0;
  struct Item {
    std::uint64_t equal = 0;
    std::uint64_t compared = 0;
    std::uint64_t lacking = 0;  ///< the algorithm gives a value, the file has no such item
  };
  std::map<std::string, Item> by_item;
  struct FirstTumor {
    std::string file;
    std::string place;  ///< in the file
  };
  DifferenceTable<ItemDifference, FirstTumor> differences;

  void add(const Agreement& other);
  std::uint64_t lacking() const noexcept;
};

}  // namespace restage::registry
