// SPDX-License-Identifier: Apache-2.0
#include "course/units.h"

#include <string>
#include <unordered_map>

#include "base/result.h"
#include "base/text.h"
#include "base/tsv.h"

extern "C" const char restage_course_units_begin[];
extern "C" const char restage_course_units_end[];

namespace restage::course {
namespace {

struct Unit {
  std::string_view quantity;
  Decimal factor;  ///< to the unit in which the quantity is reckoned
};

struct Tables {
  std::unordered_map<std::string, Unit> units;
  std::unordered_map<std::string_view, Decimal> molar_masses;  ///< g/mol
  std::unordered_map<std::string_view, Decimal> valences;      ///< charges of an ion
};

/// Small letters without blanks; the two micro signs are u, a power is written with *.
std::string plain_unit(std::string_view unit) {
  std::string result;
  for (std::size_t i = 0; i < unit.size(); ++i) {
    const std::string_view pair = unit.substr(i, 2);
    if (pair == "\xC2\xB5" || pair == "\xCE\xBC") {
      result.push_back('u');
      ++i;
    } else if (!text::is_space(unit[i]) && unit[i] != '[' && unit[i] != ']') {
      result.push_back(unit[i] == '^' ? '*' : text::lower(unit[i]));
    }
  }
  if (result.starts_with("x10")) result.erase(0, 1);
  return result;
}

const Tables& tables() {
  static const Tables result = [] {
    Tables tables;
    const std::string_view text(restage_course_units_begin,
                                static_cast<std::size_t>(restage_course_units_end - restage_course_units_begin));
    for (const TsvLine& line : read_tsv(text).lines) {
      if (line.cells.size() < 3) continue;
      const auto number = Decimal::parse(line.cells[2]);
      RESTAGE_ASSERT(number);
      if (line.cells[0] == "molar-mass")
        tables.molar_masses.emplace(line.cells[1], *number);
      else if (line.cells[0] == "valence")
        tables.valences.emplace(line.cells[1], *number);
      else
        for (const std::string_view name : text::split(line.cells[1], ' '))
          tables.units.emplace(plain_unit(name), Unit{line.cells[0], *number});
    }
    return tables;
  }();
  return result;
}

constexpr int kDecimals = 9;

/// Equivalents per liter as amount of substance; nothing where the charge of the analyte is not known.
std::optional<Decimal> from_equivalents(const Decimal& value, const Unit& to, std::string_view analyte) {
  const auto valence = tables().valences.find(analyte);
  if (valence == tables().valences.end() || to.quantity != "substance-concentration") return std::nullopt;
  return value.divided_by(valence->second, kDecimals);
}

}  // namespace

std::optional<Decimal> in_unit(const Decimal& value, std::string_view unit, std::string_view wanted,
                               std::string_view analyte) {
  if (unit == wanted) return value;
  const std::string from_name = plain_unit(unit), to_name = plain_unit(wanted);
  if (from_name == to_name) return value;
  const auto from = tables().units.find(from_name), to = tables().units.find(to_name);
  if (from == tables().units.end() || to == tables().units.end()) return std::nullopt;
  auto result = value.times(from->second.factor);
  if (result && from->second.quantity == "charge-concentration") {
    result = from_equivalents(*result, to->second, analyte);
  } else if (result && from->second.quantity != to->second.quantity) {
    const auto mass = tables().molar_masses.find(analyte);
    if (mass == tables().molar_masses.end()) return std::nullopt;
    // ng/L by g/mol is nmol/L, which is a thousand pmol/L.
    const Decimal thousand = Decimal::of(1000);
    const bool to_substance = to->second.quantity == "substance-concentration";
    if (from->second.quantity != (to_substance ? "mass-concentration" : "substance-concentration") ||
        (!to_substance && to->second.quantity != "mass-concentration"))
      return std::nullopt;
    result = result->times(to_substance ? thousand : mass->second);
    if (result) result = result->divided_by(to_substance ? mass->second : thousand, 3);
  }
  return result ? result->divided_by(to->second.factor, kDecimals) : std::nullopt;
}

bool is_unit(std::string_view unit) { return tables().units.contains(plain_unit(unit)); }

}  // namespace restage::course
