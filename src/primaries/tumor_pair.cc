// SPDX-License-Identifier: Apache-2.0
#include "primaries/tumor_pair.h"

#include <algorithm>

#include "primaries/tumor_groups.h"

namespace restage::primaries {
namespace {

using Inputs = std::vector<std::pair<std::string_view, std::string>>;

std::string plain_code(std::string_view topography) {
  std::string code;
  for (const char c : topography)
    if (c != '.') code.push_back(c);
  return code;
}

/// Where two topography codes part: third character or earlier, the fourth, or nowhere.
std::string topography(const Tumor& first, const Tumor& second) {
  const std::string a = plain_code(first.site.topography), b = plain_code(second.site.topography);
  if (a.size() < 3 || b.size() < 3) return {};
  if (a.substr(0, 3) != b.substr(0, 3)) return "third";
  if (a.size() < 4 || b.size() < 4) return {};
  if (a == b) return "same";
  return a[3] == '9' || b[3] == '9' ? "unspecified" : "fourth";
}

std::string side(const Tumor& first, const Tumor& second) {
  if (group_of("paired", first.site, 0).empty() || group_of("paired", second.site, 0).empty()) return "same";
  const std::string &a = first.site.laterality, &b = second.site.laterality;
  if (a.empty() || b.empty()) return {};
  const bool sided = (a == "left" || a == "right") && (b == "left" || b == "right");
  return sided && a != b ? "opposite" : "same";
}

/// One is unspecified, and the other may be what it would have been called with more known.
bool specifies(const Tumor& general, const Tumor& other, std::string_view set, int year) {
  const std::string_view of = group_of("unspecified " + std::string(set), general.site, year);
  return of == "any" || (!of.empty() && of == group_of("family " + std::string(set), other.site, year));
}

/// same code, one row of the histology table of the site, two subtypes of one row, or different rows.
std::string histology(const Tumor& first, const Tumor& second, std::string_view set, int year) {
  const std::string &a = first.site.histology, &b = second.site.histology;
  if (a.empty() || b.empty()) return {};
  const std::string rows = "rows " + std::string(set);
  const std::string_view row_a = group_of(rows, first.site, year), row_b = group_of(rows, second.site, year);
  if (row_a == "none" || row_b == "none") return {};  // listed as in no row: the table cannot be asked
  if (a == b) return "same";
  if (row_a == "unlisted" || row_b == "unlisted") return {};
  if (specifies(first, second, set, year) || specifies(second, first, set, year)) return "row";
  if (row_a.empty() && row_b.empty()) return a.substr(0, 3) == b.substr(0, 3) ? "row" : "different";
  if (row_a.empty() || row_b.empty()) return {};
  if (row_a != row_b) return "different";
  const bool general =
      !group_of("general", first.site, year).empty() || !group_of("general", second.site, year).empty();
  return general ? "row" : "subtype";
}

std::string order(const Tumor& first, const Tumor& second) {
  const std::string &a = first.site.behavior, &b = second.site.behavior;
  if (a.empty() || b.empty()) return {};
  if (a == "3" && b == "2") return "in-situ-later";
  if (a == "2" && b == "3") return "invasive-later";
  return "same";
}

/// Both special kinds, the earlier tumor's first: "glioma+glioblastoma"; `other` where a tumor is of none.
std::string kinds(const Tumor& first, const Tumor& second, std::string_view set, int year) {
  const std::string subject = "kind " + std::string(set);
  const std::string_view a = group_of(subject, first.site, year), b = group_of(subject, second.site, year);
  return (a.empty() ? "other" : std::string(a)) + "+" + (b.empty() ? "other" : std::string(b));
}

/// How many whole years were exceeded: 3 from the day after the third anniversary on.
int years_exceeded(Day from, Day until) {
  int years = 0;
  while (add_months(from, 12 * (years + 1)) < until) ++years;
  return years;
}

void add_gap(Inputs& inputs, const PartialDate& first, const PartialDate& second, Gap gap) {
  if (!first.is_known() || !second.is_known()) return;
  const bool shortest = gap == Gap::Shortest;
  const Day from = shortest ? first.latest() : first.earliest();
  const Day until = std::max(from, shortest ? second.earliest() : second.latest());
  inputs.emplace_back("days_apart", std::to_string(until - from));
  inputs.emplace_back("years_exceeded", std::to_string(years_exceeded(from, until)));
}

void add(Inputs& inputs, std::string_view name, std::string value) {
  if (!value.empty()) inputs.emplace_back(name, std::move(value));
}

/// Two groups of one subject: the group where they agree, `different`, or nothing where one has none.
std::string shared_group(std::string_view subject, const Tumor& first, const Tumor& second, int year) {
  const std::string_view a = group_of(subject, first.site, year), b = group_of(subject, second.site, year);
  if (a.empty() || b.empty()) return {};
  return a == b ? std::string(a) : "different";
}

}  // namespace

Inputs compared(const Tumor& first, const Tumor& second, Gap gap) {
  const int year = second.diagnosed.year();
  Inputs inputs;
  const std::string set = year == 0 ? std::string() : shared_group("set", first, second, year);
  add(inputs, "set", set);
  add(inputs, "topography", topography(first, second));
  add(inputs, "side", side(first, second));
  add(inputs, "histology", histology(first, second, set, year));
  add(inputs, "order", order(first, second));
  add(inputs, "kinds", kinds(first, second, set, year));
  const std::string site_group = shared_group("IARC site", first, second, year);
  const std::string histology_group = shared_group("IARC histology", first, second, year);
  if (!site_group.empty()) add(inputs, "site_group", site_group == "different" ? "different" : "same");
  if (!histology_group.empty())
    add(inputs, "histology_group",
        histology_group == "different" ? "different" : (histology_group == "systemic" ? "systemic" : "same"));
  const bool lung =
      plain_code(first.site.topography).starts_with("C34") && plain_code(second.site.topography).starts_with("C34");
  inputs.emplace_back("both_lung", lung ? "yes" : "no");
  add_gap(inputs, first.diagnosed, second.diagnosed, gap);
  return inputs;
}

}  // namespace restage::primaries
