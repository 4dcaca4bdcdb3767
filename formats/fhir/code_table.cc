// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/code_table.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "base/text.h"
#include "base/tsv.h"
#include "core/site_codes.h"

extern "C" const char restage_fhir_mapping_begin[];
extern "C" const char restage_fhir_mapping_end[];

namespace restage::fhir {
namespace {

constexpr std::array<std::string_view, 24> kKinds = {
    "system", "stage", "stage-system", "method",      "symbol",    "category",   "absent",  "finding",
    "answer", "lab",   "status-code",  "status-part", "status",    "metastasis", "history", "organ",
    "site",   "side",  "intent",       "stopped",     "procedure", "agent",      "symptom", "condition"};

}  // namespace

const CodeTable& CodeTable::instance() {
  static const CodeTable table;
  return table;
}

CodeTable::CodeTable() {
  const std::string_view text(restage_fhir_mapping_begin,
                              static_cast<std::size_t>(restage_fhir_mapping_end - restage_fhir_mapping_begin));
  for (const auto& [number, cells] : read_tsv(text).lines) {
    const auto kind = std::find(kKinds.begin(), kKinds.end(), cells[0]);
    RESTAGE_ASSERT(cells.size() >= 5 && kind != kKinds.end());
    const CodeRow row{static_cast<CodeKind>(kind - kKinds.begin()), cells[1], cells[2], cells[3], cells[4]};
    if (row.kind == CodeKind::System)
      systems_.emplace(row.code, row.value);
    else if (row.system == "NAME")
      agents_.push_back(row);
    else if (row.code.ends_with('*'))
      prefixes_.push_back(row);
    else
      rows_[row.code].push_back(row);
  }
}

std::string_view CodeTable::short_system(std::string_view address) const {
  const auto found = systems_.find(text::trim(address));
  return found == systems_.end() ? std::string_view() : found->second;
}

const CodeRow* CodeTable::exact(CodeKind kind, std::string_view system, std::string_view code,
                                std::string_view detail) const {
  const auto found = rows_.find(code);
  if (found == rows_.end()) return nullptr;
  for (const CodeRow& row : found->second)
    if (row.kind == kind && row.system == system && (detail.empty() || row.detail == detail)) return &row;
  return nullptr;
}

std::vector<const CodeRow*> CodeTable::rows_of(CodeKind kind) const {
  std::vector<const CodeRow*> rows;
  for (const auto& [code, of_code] : rows_)
    for (const CodeRow& row : of_code)
      if (row.kind == kind) rows.push_back(&row);
  std::sort(rows.begin(), rows.end(), [](const CodeRow* left, const CodeRow* right) {
    return left->code != right->code ? left->code < right->code : left->value < right->value;
  });
  return rows;
}

const CodeRow* CodeTable::find(CodeKind kind, std::string_view system, std::string_view code,
                               std::string_view detail) const {
  if (code.empty()) return nullptr;
  if (const CodeRow* row = exact(kind, system, code, detail)) return row;
  const CodeRow* best = nullptr;
  for (const CodeRow& row : prefixes_) {
    if (row.kind != kind || row.system != system || !code.starts_with(row.code.substr(0, row.code.size() - 1)))
      continue;
    if (best == nullptr || row.code.size() > best->code.size()) best = &row;
  }
  return best;
}

const CodeRow* CodeTable::find(CodeKind kind, const std::vector<Coding>& codings, std::string_view detail) const {
  for (const Coding& coding : codings)
    if (const CodeRow* row = find(kind, coding.system, coding.code, detail)) return row;
  return nullptr;
}

bool CodeTable::knows(std::string_view system, std::string_view code) const {
  const auto found = rows_.find(code);
  return found != rows_.end() && std::any_of(found->second.begin(), found->second.end(),
                                             [&](const CodeRow& row) { return row.system == system; });
}

const CodeRow* CodeTable::find_agent(std::string_view name) const {
  const std::string lower = text::to_lower(name);
  for (const CodeRow& row : agents_)
    if (lower.find(row.code) != std::string::npos) return &row;
  return nullptr;
}

std::vector<Coding> CodeTable::codings(Json concept_value) const {
  std::vector<Coding> result;
  concept_value["coding"].each([&](Json coding) {
    std::string_view code = text::trim(coding["code"].text());
    const std::string_view system = short_system(coding["system"].text());
    if (system == "SCT") code = code.substr(0, code.find_first_of(":+ "));
    result.push_back({system, code, coding["display"].text()});
  });
  return result;
}

std::string concept_text(Json concept_value) {
  if (const std::string_view text = concept_value["text"].text(); !text.empty()) return std::string(text);
  std::string result;
  concept_value["coding"].each([&](Json coding) {
    if (result.empty()) result = coding["display"].text();
  });
  if (result.empty()) result = concept_value["coding"].first()["code"].text();
  return result;
}

}  // namespace restage::fhir
