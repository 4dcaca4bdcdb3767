// SPDX-License-Identifier: Apache-2.0
#pragma once
// Tab-separated tables: header line first, `#` starts a comment line, blank lines are skipped.
// Views point into the text given, which must outlive them.
#include <string>
#include <string_view>
#include <vector>

namespace restage {

struct TsvLine {
  int number = 0;  ///< 1 is the first line of the file
  std::vector<std::string_view> cells;
};

struct Tsv {
  std::vector<std::string_view> header;
  std::vector<TsvLine> lines;
};

Tsv read_tsv(std::string_view text);

}  // namespace restage
