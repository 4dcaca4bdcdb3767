// SPDX-License-Identifier: Apache-2.0
#pragma once
// BlockWalker: goes through a block of patients, checks structure and items, and shows each tumor with all items
// that apply to it. Whatever is not understood is reported and left alone; the bytes belong to the caller.
//
// One walker per thread. Rules: NAACCR XML data exchange standard, specification 1.8 (structure, levels, lengths,
// data types, record types); an item on a level that is not its own is reported and never shown. Allowed codes are not
// part of the dictionaries and not checked here.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/data_issue.h"
#include "formats/naaccr/items.h"
#include "formats/naaccr/stream.h"

namespace restage::naaccr {

/// One Item element; offsets in the block.
struct ItemPlace {
  const ItemDefinition* definition = nullptr;  ///< null: not known in this version
  std::size_t begin = 0;                       ///< of the element
  std::size_t end = 0;
  std::size_t value_begin = 0;  ///< of what stands between the tags; equal for an empty element
  std::size_t value_end = 0;
  bool is_plain = true;  ///< no reference, CDATA or comment inside
  bool is_empty_tag = false;
};

struct TumorPlace {
  std::size_t patient = 0;  ///< number in the block, from 1
  std::size_t tumor = 0;    ///< number in the patient, from 1
  std::size_t begin = 0;
  std::size_t items_end = 0;     ///< behind the last Item, or behind the start tag
  std::size_t indent_begin = 0;  ///< white space before the last Item (to repeat before new ones)
  std::size_t indent_end = 0;
  bool is_empty_tag = false;  ///< <Tumor/>: nothing can be inserted
};

class TumorVisitor {
 public:
  virtual ~TumorVisitor() = default;
  /// Items of the tumor and of its patient, in this order of precedence; each stands on its own level.
  virtual void tumor(const TumorPlace& place, const std::vector<ItemPlace>& tumor_items,
                     const std::vector<ItemPlace>& patient_items) = 0;
};

class BlockWalker {
 public:
  BlockWalker(const FileHead& head, const ItemTable& table) : head_(head), table_(table) {}
  /// `patients_before`: patients in earlier blocks, for messages. `is_last`: the root must end in this block.
  /// Returns the number of patients.
  std::size_t walk(std::string_view block, std::uint64_t patients_before, bool is_last, TumorVisitor& visitor,
                   std::vector<DataIssue>& issues);
  /// True if the last block walked held the end of the root.
  bool saw_end() const noexcept { return saw_end_; }

 private:
  class Walk;
  const FileHead& head_;
  const ItemTable& table_;
  bool saw_end_ = false;
};

/// The value of an item: references and CDATA resolved, blanks at both ends cut. `buffer` is used when needed.
std::string_view item_value(std::string_view block, const ItemPlace& place, std::string& buffer);

}  // namespace restage::naaccr
