// SPDX-License-Identifier: Apache-2.0
#pragma once
// Shared state of the compiler's passes. Used by compile*.cc alone.
#include <map>
#include <string>
#include <vector>

#include "registry/compile/algorithm_program.h"

namespace restage::registry {

struct PendingVisit {
  std::uint32_t number = 0;
  std::vector<KeyMapping> output_mapping;
};

struct Compiler {
  AlgorithmProgram& program;
  const AlgorithmDefinition& definition;
  std::unordered_map<std::string, std::uint32_t> cell_of;                    ///< cell text -> index
  std::map<std::vector<std::uint32_t>, const rules::ClassId*> columns_done;  ///< distinct cells -> classes
  std::unordered_map<const rules::ClassId*, std::uint32_t> class_count;
  std::map<std::string, std::uint32_t> visit_of;  ///< table and output mapping -> visit
  std::vector<PendingVisit> pending_visits;
  bool context_is_constant = true;  ///< no schema or table writes the context keys
  bool dictionary_full = false;

  Slot slot(std::string_view key);
  ValueId value(std::string_view text);

  // compile_values.cc
  void collect_keys();
  void collect_values();
  void compile_cells();
  // compile_tables.cc
  void compile_tables();
  std::uint32_t visit(const std::string& table_id, const std::vector<KeyMapping>& output_mapping);
  void finish_visits();
  // compile_schemas.cc
  void compile_schemas();
  // compile_hot.cc
  bool pack();  ///< false when the algorithm exceeds the packed form
  // compile_selection.cc
  void compile_selection();

  std::uint32_t table_number(const std::string& id) const;
  Setting setting(std::string_view key, const std::optional<std::string>& text, bool resolve);
};

}  // namespace restage::registry
