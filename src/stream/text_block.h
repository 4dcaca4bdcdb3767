// SPDX-License-Identifier: Apache-2.0
#pragma once
// A block of text records and where it stands in its input: what the sources of this folder fill.
#include <cstdint>
#include <string>

#include "base/result.h"

namespace restage::stream {

struct TextBlock {
  std::string input;               ///< whole records
  std::uint64_t first_record = 0;  ///< number of the first one, from 1; of its line in CSV
};

class TextSource {
 public:
  virtual ~TextSource() = default;
  /// Fills a block; false at the end. An error comes after everything before it was handed out.
  virtual Result<bool> next(TextBlock& block) = 0;
};

}  // namespace restage::stream
