// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/stage_codes.h"

#include <unordered_map>

#include "formats/fhir/code_table.h"

namespace restage::fhir {

std::string_view stage_value_code(std::string_view value) {
  static const std::unordered_map<std::string_view, std::string_view> codes = [] {
    std::unordered_map<std::string_view, std::string_view> result;
    for (const CodeRow* row : CodeTable::instance().rows_of(CodeKind::Category)) {
      const bool has_prefix = row->value.starts_with('c') || row->value.starts_with('p') || row->value.starts_with('y');
      // Codes of the AJCC hierarchies begin with 122; the older unprefixed and general ones are only read.
      const bool known = row->system == "SCT" && row->code.starts_with("122") && (row->detail == "group" || has_prefix);
      if (known) result.emplace(row->value, row->code);
    }
    return result;
  }();
  const auto found = codes.find(value);
  return found == codes.end() ? std::string_view() : found->second;
}

std::string_view organ_code(std::string_view organ) {
  if (organ.empty()) return {};
  for (const CodeRow* row : CodeTable::instance().rows_of(CodeKind::Organ))
    if (row->system == "SCT" && row->value == organ) return row->code;
  return {};
}

}  // namespace restage::fhir
