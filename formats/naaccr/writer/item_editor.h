// SPDX-License-Identifier: Apache-2.0
#pragma once
// ItemEditor: sets items of tumors in a block of patients and leaves every other byte as it is.
//
// A value that stands in the file is replaced where it stands, a new item goes behind the last one of its tumor, and an
// item without a value is taken out. Setting what is there already changes nothing. The block must outlive the edits.
// One editor per thread.
#include <string>
#include <string_view>
#include <vector>

#include "formats/naaccr/walk.h"

namespace restage::naaccr {

class ItemEditor {
 public:
  explicit ItemEditor(const FileHead& head) : prefix_(head.prefix.empty() ? std::string() : head.prefix + ":") {}

  /// Forgets all edits.
  void begin(std::string_view block);
  /// `existing`: where the tumor has the item, null when it has none; an empty value takes it out.
  void set(const TumorPlace& place, const ItemDefinition& item, const ItemPlace* existing, std::string_view value);
  /// To be called when all items of a tumor are set, before those of the next one.
  void end_tumor(const TumorPlace& place);
  /// Appends the block with its edits.
  void write(std::string& out) const;

 private:
  struct Edit {
    std::size_t begin;
    std::size_t end;
    std::string text;
  };
  std::string element(const ItemDefinition& item, std::string_view value) const;

  std::string prefix_;
  std::string_view block_;
  std::vector<Edit> edits_;     // of ended tumors in order
  std::size_t first_edit_ = 0;  // of the tumor at hand
  std::string inserted_;        // its new items
  std::string buffer_;
};

}  // namespace restage::naaccr
