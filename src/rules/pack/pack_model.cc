// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/pack_model.h"

#include <algorithm>

namespace restage::rules {

std::string PackProblem::text() const {
  std::string place = file;
  if (!row.empty()) place += (place.empty() ? "row " : " row ") + row;
  if (!column.empty()) place += (place.empty() ? "column " : " column ") + column;
  return place.empty() ? message : place + ": " + message;
}

const std::string_view* PackFiles::find(std::string_view name) const {
  const auto found = std::find_if(files.begin(), files.end(), [&](const auto& file) { return file.first == name; });
  return found == files.end() ? nullptr : &found->second;
}

bool Interval::contains(const Decimal& value) const {
  if (low && (value < *low || (!low_closed && value == *low))) return false;
  return !high || !(value > *high || (!high_closed && value == *high));
}

std::optional<std::uint32_t> InputModel::value_number(std::string_view name) const {
  const auto& values = declaration.values;
  const auto found = std::find(values.begin(), values.end(), name);
  if (found != values.end()) return static_cast<std::uint32_t>(found - values.begin());
  const auto alias = aliases.find(name);
  if (alias != aliases.end()) return alias->second;
  return std::nullopt;
}

const InputModel* PackModel::input(std::string_view name) const {
  const auto found =
      std::find_if(inputs.begin(), inputs.end(), [&](const InputModel& each) { return each.declaration.name == name; });
  return found == inputs.end() ? nullptr : &*found;
}

const InputModel* PackModel::column_model(std::string_view name) const {
  if (const InputModel* declared = input(name)) return declared;
  const auto found = std::find_if(derived.begin(), derived.end(),
                                  [&](const InputModel& each) { return each.declaration.name == name; });
  return found == derived.end() ? nullptr : &*found;
}

const SourceDeclaration* PackModel::source(std::string_view id) const {
  const auto found =
      std::find_if(sources.begin(), sources.end(), [&](const SourceDeclaration& each) { return each.id == id; });
  return found == sources.end() ? nullptr : &*found;
}

const OutputModel* PackModel::output(std::string_view name) const {
  const auto found =
      std::find_if(outputs.begin(), outputs.end(), [&](const OutputModel& each) { return each.name == name; });
  return found == outputs.end() ? nullptr : &*found;
}

const PackProblem* PackModel::first_error() const {
  const auto found =
      std::find_if(problems.begin(), problems.end(), [](const PackProblem& each) { return each.is_error; });
  return found == problems.end() ? nullptr : &*found;
}

}  // namespace restage::rules
