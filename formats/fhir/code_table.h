// SPDX-License-Identifier: Apache-2.0
#pragma once
// CodeTable: mapping.tsv, the one place that says what codes mean to this reader. Built once, then read-only
// and shared by threads.
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json_view.h"

namespace restage::fhir {

enum class CodeKind {
  System,
  Stage,
  StageSystem,
  Method,
  Symbol,
  Category,
  Absent,
  Finding,
  Answer,
  Lab,
  StatusCode,
  StatusPart,
  Status,
  Metastasis,
  History,
  Organ,
  Site,
  Side,
  Intent,
  Stopped,
  Procedure,
  Agent,
  Symptom,
  Condition,
};

struct CodeRow {
  CodeKind kind{};
  std::string_view system;  ///< short name: SCT, LNC ...
  std::string_view code;
  std::string_view value;
  std::string_view detail;
};

/// One coding of a CodeableConcept with its system as a short name (empty: not known).
struct Coding {
  std::string_view system;
  std::string_view code;
  std::string_view display;
};

class CodeTable {
 public:
  static const CodeTable& instance();

  std::string_view short_system(std::string_view address) const;
  /// The row of this kind for a code, exact or by the longest prefix; with `detail`, only rows of that detail.
  const CodeRow* find(CodeKind kind, std::string_view system, std::string_view code,
                      std::string_view detail = {}) const;
  /// First row of a kind that any coding of the concept has.
  const CodeRow* find(CodeKind kind, const std::vector<Coding>& codings, std::string_view detail = {}) const;
  /// All rows of one kind with an exact code, sorted by code.
  std::vector<const CodeRow*> rows_of(CodeKind kind) const;
  /// True if any row of any kind knows the code.
  bool knows(std::string_view system, std::string_view code) const;
  /// Agents by a part of their name.
  const CodeRow* find_agent(std::string_view name) const;

  /// Codings of a concept; a post-coordinated SNOMED expression is cut to its focus concept.
  std::vector<Coding> codings(Json concept_value) const;

 private:
  CodeTable();
  const CodeRow* exact(CodeKind kind, std::string_view system, std::string_view code, std::string_view detail) const;
  std::unordered_map<std::string_view, std::vector<CodeRow>> rows_;  // by code
  std::vector<CodeRow> prefixes_;
  std::vector<CodeRow> agents_;
  std::unordered_map<std::string_view, std::string_view> systems_;
};

/// Text of a concept for display: text, else the first display, else the first code.
std::string concept_text(Json concept_value);

}  // namespace restage::fhir
