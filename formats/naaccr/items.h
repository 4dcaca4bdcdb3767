// SPDX-License-Identifier: Apache-2.0
#pragma once
// ItemTable: which NAACCR data items exist in which version, on which level, how long they may be and of which type.
//
// The built-in table holds facts read from the dictionaries that NAACCR publishes (formats/naaccr/items.tsv).
// Base or user dictionaries can be added at run time. Immutable while it is used; then thread-safe.
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "formats/naaccr/data_type.h"

namespace restage::naaccr {

enum class Level : std::uint8_t { File, Patient, Tumor };
std::string_view to_string(Level level) noexcept;

struct ItemDefinition {
  std::string id;
  int number = 0;
  Level level = Level::Tumor;
  int length = 0;  ///< characters; 0: no limit
  DataType type = DataType::Text;
  std::string record_types;  ///< letters of A M C I
  int first_version = 0;     ///< 18 stands for NAACCR 18
  int last_version = 0;
  bool is_user_defined = false;
};

class ItemTable {
 public:
  /// The built-in items alone.
  ItemTable();
  /// Adds a base or user dictionary file (its XML); user items hold for every version.
  Result<void> add_dictionary(std::string_view xml);

  /// The item of that id in a version; null when the version does not have it.
  const ItemDefinition* find(std::string_view id, int version) const noexcept;
  const ItemDefinition* find_number(int number, int version) const noexcept;
  /// Any version's item of that id.
  const ItemDefinition* find_any(std::string_view id) const noexcept;

  static constexpr int kFirstVersion = 18;
  static constexpr int kLastVersion = 26;

 private:
  void add(ItemDefinition item);
  std::deque<ItemDefinition> items_;
  std::unordered_map<std::string_view, std::vector<const ItemDefinition*>> by_id_;
  std::unordered_map<int, std::vector<const ItemDefinition*>> by_number_;
};

}  // namespace restage::naaccr
