// SPDX-License-Identifier: Apache-2.0
#include "primaries/tumor_groups.h"

#include <charconv>
#include <string>
#include <vector>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_primaries_groups_begin[];
extern "C" const char restage_primaries_groups_end[];

namespace restage::primaries {
namespace {

struct Line {
  std::string_view subject, topography, histology, from, until, group;
};

const std::vector<Line>& lines() {
  static const std::vector<Line> table = [] {
    std::vector<Line> result;
    const std::string_view text(
        restage_primaries_groups_begin,
        static_cast<std::size_t>(restage_primaries_groups_end - restage_primaries_groups_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      if (line.cells.size() > 5)
        result.push_back({line.cells[0], line.cells[1], line.cells[2], line.cells[3], line.cells[4], line.cells[5]});
    return result;
  }();
  return table;
}

int number_of(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

/// A list of codes, beginnings of codes and ranges, ends included and compared by their length.
bool lists(std::string_view list, std::string_view code) {
  if (list == "-") return true;
  while (!list.empty()) {
    const std::size_t comma = std::min(list.find(','), list.size());
    const std::string_view part = list.substr(0, comma);
    const std::size_t dash = part.find('-');
    const std::string_view low = part.substr(0, dash);
    const std::string_view high = dash == std::string_view::npos ? low : part.substr(dash + 1);
    const std::string_view begin = code.substr(0, low.size());
    if (begin.size() == low.size() && begin >= low && begin <= high) return true;
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return false;
}

}  // namespace

std::string_view group_of(std::string_view subject, const TumorSite& site, int year) {
  std::string topography;
  for (const char c : site.topography)
    if (c != '.') topography.push_back(c);
  const std::string morphology = site.histology + "/" + site.behavior;
  for (const Line& line : lines()) {
    if (line.subject != subject || !lists(line.topography, topography) || !lists(line.histology, morphology)) continue;
    const int from = number_of(line.from), until = number_of(line.until);
    if (year == 0 || (year >= from && (until == 0 || year <= until))) return line.group;
  }
  return {};
}

}  // namespace restage::primaries
