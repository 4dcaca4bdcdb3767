// SPDX-License-Identifier: Apache-2.0
#pragma once
// The pack folders compiled into the program or of a folder tree, as texts. Nothing is parsed here.
// Owns the texts of a folder tree; PackFiles point into it. Immutable after reading.
#include <deque>
#include <string>
#include <vector>

#include "rules/pack/pack_model.h"

namespace restage::rules {

class PackFolders {
 public:
  /// Splits the built-in bundle; costs one pass over it.
  static PackFolders embedded();
  /// Every folder below `directory` that holds a pack.toml; the directory itself may be one.
  static Result<PackFolders> read(const std::string& directory);

  const std::vector<PackFiles>& all() const noexcept { return folders_; }
  /// Joins another set; a folder with an id that exists already stands beside it, the later one wins.
  void append(PackFolders&& more);

 private:
  std::vector<PackFiles> folders_;
  std::deque<std::string> texts_;
};

}  // namespace restage::rules
