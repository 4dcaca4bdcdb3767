// SPDX-License-Identifier: Apache-2.0
#include "report/words/names.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_report_names_begin[];
extern "C" const char restage_report_names_end[];

namespace restage::report {
namespace {

struct Name {
  std::string_view words;
  bool is_marker = false;
};

const Name* find_name(std::string_view name) {
  static const std::unordered_map<std::string_view, Name> kNames = [] {
    std::unordered_map<std::string_view, Name> names;
    const std::string_view text(restage_report_names_begin,
                                static_cast<std::size_t>(restage_report_names_end - restage_report_names_begin));
    for (const TsvLine& line : read_tsv(text).lines)
      if (line.cells.size() == 3) names.emplace(line.cells[0], Name{line.cells[1], line.cells[2] == "yes"});
    return names;
  }();
  const auto found = kNames.find(name);
  return found == kNames.end() ? nullptr : &found->second;
}

}  // namespace

std::string input_words(std::string_view name) {
  if (const Name* known = find_name(name)) return std::string(known->words);
  std::string text(name);
  const bool length = text.ends_with("_mm");
  if (length) text.resize(text.size() - 3);
  std::replace(text.begin(), text.end(), '_', ' ');
  return length ? text + " in mm" : text;
}

bool is_marker(std::string_view analyte) {
  const Name* known = find_name(analyte);
  return known != nullptr && known->is_marker;
}

std::string marker_words(std::string_view analyte) {
  const Name* known = find_name(analyte);
  return std::string(known == nullptr ? analyte : known->words);
}

}  // namespace restage::report
