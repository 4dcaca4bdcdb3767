// SPDX-License-Identifier: Apache-2.0
#include "core/site_codes.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_icd10_sites_begin[];
extern "C" const char restage_icd10_sites_end[];

namespace restage {
namespace {

struct Row {
  bool secondary = false;
  std::string_view topography, histology, behavior, category, organ;
};

const std::unordered_map<std::string_view, Row>& rows() {
  static const std::unordered_map<std::string_view, Row> table = [] {
    std::unordered_map<std::string_view, Row> result;
    const std::string_view text(restage_icd10_sites_begin,
                                static_cast<std::size_t>(restage_icd10_sites_end - restage_icd10_sites_begin));
    for (const auto& [number, cells] : read_tsv(text).lines)
      if (cells.size() >= 7)
        result.emplace(cells[0], Row{cells[1] == "secondary", cells[2], cells[3], cells[4], cells[5], cells[6]});
    return result;
  }();
  return table;
}

/// "C50411" and "C50.411" both become "C50.411".
std::string with_dot(std::string_view code) {
  std::string dotted = text::to_upper(text::trim(code));
  if (dotted.size() > 3 && dotted[3] != '.') dotted.insert(3, ".");
  return dotted;
}

const Row* longest_prefix(std::string_view dotted) {
  for (std::size_t length = std::min<std::size_t>(dotted.size(), 5); length >= 3; --length) {
    const auto found = rows().find(dotted.substr(0, length));
    if (found != rows().end()) return &found->second;
  }
  return nullptr;
}

/// ICD-10-CM codes the side of paired organs in the digit after the quadrant.
std::string side_of(std::string_view dotted) {
  const bool breast = dotted.starts_with("C50.") && dotted.size() == 7;
  const bool lung = dotted.starts_with("C34.") && dotted.size() == 6;
  const bool paired = (dotted.starts_with("C56.") || dotted.starts_with("C64.")) && dotted.size() == 5;
  const char digit = breast ? dotted[6] : lung || paired ? dotted.back() : '\0';
  return digit == '1' ? "right" : digit == '2' ? "left" : "";
}

bool is_icd10_shape(std::string_view code) {
  return code.size() >= 3 && text::is_upper(code[0]) && text::is_digit(code[1]) &&
         (text::is_digit(code[2]) || text::is_upper(code[2]));
}

}  // namespace

std::optional<SiteCode> site_of_icd10(std::string_view code) {
  const std::string dotted = with_dot(code);
  if (!is_icd10_shape(dotted)) return std::nullopt;
  const Row* row = longest_prefix(dotted);
  if (row == nullptr) return std::nullopt;
  SiteCode result;
  result.secondary = row->secondary;
  result.organ = row->organ;
  result.site.histology = row->histology;
  result.site.behavior = row->behavior;
  result.site.category = row->category;
  result.site.laterality = side_of(dotted);
  // Codes with a fourth digit keep it where ICD-O-3 divides the organ alike.
  const std::string fourth =
      dotted.size() > 4 && text::is_digit(dotted[4]) && !dotted.starts_with("C56.") && !dotted.starts_with("C64.")
          ? std::string(1, dotted[4])
          : std::string("9");
  if (row->topography == "=" || (row->topography.size() == 3 && dotted.starts_with("C4")))
    result.site.topography =
        std::string(row->topography == "=" ? std::string_view(dotted).substr(0, 3) : row->topography) + "." + fourth;
  else if (row->topography.size() == 3)
    result.site.topography = std::string(row->topography) + ".9";
  else
    result.site.topography = row->topography;
  return result;
}

std::string site_category(std::string_view topography) {
  const std::string dotted = with_dot(topography);
  if (!is_icd10_shape(dotted) || !dotted.starts_with('C')) return {};
  const Row* row = longest_prefix(dotted);
  return row == nullptr || row->secondary ? std::string() : std::string(row->category);
}

std::optional<Morphology> read_morphology(std::string_view text) {
  text = text::trim(text);
  if (text.starts_with('M') || text.starts_with('m')) text.remove_prefix(1);
  Morphology result;
  const std::size_t slash = text.find('/');
  const std::string_view digits = text.substr(0, slash);
  if (!text::is_all_digits(digits) || digits.size() < 4 || digits.size() > 5 || (digits[0] != '8' && digits[0] != '9'))
    return std::nullopt;
  result.histology = digits.substr(0, 4);
  if (digits.size() == 5) result.behavior = digits.substr(4);
  if (slash != std::string_view::npos) {
    const std::string_view behavior = text.substr(slash + 1, 1);
    if (behavior.empty() || !text::is_digit(behavior[0])) return std::nullopt;
    result.behavior = behavior;
  }
  return result;
}

}  // namespace restage
