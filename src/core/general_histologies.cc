// SPDX-License-Identifier: Apache-2.0
#include "core/general_histologies.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/tsv.h"

extern "C" const char restage_general_histologies_begin[];
extern "C" const char restage_general_histologies_end[];

namespace restage {
namespace {

/// General code and the last code it covers.
const std::vector<std::pair<std::string_view, std::string_view>>& ranges() {
  static const std::vector<std::pair<std::string_view, std::string_view>> table = [] {
    std::vector<std::pair<std::string_view, std::string_view>> result;
    const std::string_view text(
        restage_general_histologies_begin,
        static_cast<std::size_t>(restage_general_histologies_end - restage_general_histologies_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      if (line.cells.size() > 1) result.emplace_back(line.cells[0], line.cells[1]);
    return result;
  }();
  return table;
}

}  // namespace

bool is_more_specific_histology(std::string_view specific, std::string_view general) {
  if (specific.size() != 4) return false;
  return std::any_of(ranges().begin(), ranges().end(), [&](const auto& range) {
    return range.first == general && specific > general && specific <= range.second;
  });
}

bool tells_more(const Morphology& morphology, const Morphology& than) {
  if (morphology.histology.empty() || than.histology.empty())
    return than.histology.empty() && !morphology.histology.empty();
  const auto invasive = [](const Morphology& each) { return each.behavior.empty() || each.behavior >= "3"; };
  if (invasive(morphology) != invasive(than)) return invasive(morphology);
  return is_more_specific_histology(morphology.histology, than.histology);
}

}  // namespace restage
