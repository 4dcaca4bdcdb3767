// SPDX-License-Identifier: Apache-2.0
// Site and histology to candidate schemas.
#include "registry/compile/compiler.h"

#include <algorithm>
#include <charconv>

namespace restage::registry {
namespace {

rules::BitSet code_list(const AlgorithmProgram& program, const std::string& table_id) {
  rules::BitSet valid(program.dictionary.size());
  const TableDefinition& table = *program.definition->table(table_id);
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    if (table.columns[column].type != ColumnType::Input) continue;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      if (table.is_null(row, column)) continue;
      const InputCell cell = parse_input_cell(table.cell(row, column));
      for (std::size_t id = kBlank + 1; id < program.dictionary.size(); ++id)
        if (!valid.test(id) && in_code_list(cell, program.dictionary.text(static_cast<ValueId>(id)))) valid.set(id);
    }
  }
  return valid;
}

// Classes of ids under the cells of one key over all selection tables, class 0 for ids outside the code list.
struct Classes {
  std::vector<rules::ClassId> class_of;
  std::vector<std::vector<ValueId>> members;
};

Classes classify(const AlgorithmProgram& program, const rules::BitSet& valid, const std::vector<std::uint32_t>& cells) {
  std::unordered_map<std::string, rules::ClassId> known;
  Classes classes;
  classes.class_of.assign(program.dictionary.size(), 0);
  classes.members.emplace_back();
  for (std::size_t id = 0; id < program.dictionary.size(); ++id) {
    if (!valid.test(id)) continue;
    std::string signature;
    for (const std::uint32_t cell : cells) signature += program.cells[cell].accepted.test(id) ? '1' : '0';
    const auto [place, is_new] =
        known.emplace(std::move(signature), static_cast<rules::ClassId>(classes.members.size()));
    if (is_new) classes.members.emplace_back();
    classes.class_of[id] = place->second;
    classes.members[place->second].push_back(static_cast<ValueId>(id));
  }
  return classes;
}

std::size_t column_of(const TableProgram& table, Slot slot) {
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (table.columns[i].slot == slot) return i;
  return table.columns.size();
}

std::uint32_t cell_at(const TableProgram& table, std::uint32_t row, std::size_t column) {
  return column < table.columns.size() ? table.cells[row * table.columns.size() + column] : kNone;
}

std::vector<std::uint32_t> cells_of(const AlgorithmProgram& program, Slot slot) {
  std::vector<std::uint32_t> cells;
  for (const SchemaProgram& schema : program.schemas) {
    if (schema.selection_table == kNone) continue;
    const TableProgram& table = program.tables[schema.selection_table];
    const std::size_t column = column_of(table, slot);
    for (std::uint32_t row = 0; row < table.row_count; ++row) {
      const std::uint32_t cell = cell_at(table, row, column);
      if (cell != kNone && !program.cells[cell].is_dynamic) cells.push_back(cell);
    }
  }
  std::sort(cells.begin(), cells.end());
  cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
  return cells;
}

// Classes that a cell admits; a cell with a reference admits all here and is tested with the case.
class Admission {
 public:
  Admission(const AlgorithmProgram& program, const Classes& classes) : program_(program), classes_(classes) {
    for (rules::ClassId id = 1; id < classes.members.size(); ++id) all_.push_back(id);
  }
  const std::vector<rules::ClassId>& of(std::uint32_t cell) {
    if (cell == kNone || program_.cells[cell].is_dynamic || program_.cells[cell].cell.accepts_anything) return all_;
    const auto [place, is_new] = known_.emplace(cell, std::vector<rules::ClassId>());
    if (is_new)
      for (const rules::ClassId id : all_)
        if (program_.cells[cell].accepted.test(classes_.members[id].front())) place->second.push_back(id);
    return place->second;
  }

 private:
  const AlgorithmProgram& program_;
  const Classes& classes_;
  std::vector<rules::ClassId> all_;
  std::unordered_map<std::uint32_t, std::vector<rules::ClassId>> known_;
};

bool tests_more(const AlgorithmProgram& program, const TableProgram& table, std::uint32_t row, std::size_t site,
                std::size_t histology) {
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const std::uint32_t cell = cell_at(table, row, i);
    if (cell == kNone || program.cells[cell].cell.accepts_anything) continue;
    if ((i != site && i != histology) || program.cells[cell].is_dynamic) return true;
  }
  return false;
}

void add_schema(const AlgorithmProgram& program, std::uint32_t number, Admission& sites, Admission& histologies,
                std::size_t width, std::vector<std::vector<Candidate>>& pairs) {
  const TableProgram& table = program.tables[program.schemas[number].selection_table];
  const std::size_t site = column_of(table, program.find_slot("site"));
  const std::size_t histology = column_of(table, program.find_slot("hist"));
  for (std::uint32_t row = 0; row < table.row_count; ++row) {
    const bool conditional = tests_more(program, table, row, site, histology);
    for (const rules::ClassId s : sites.of(cell_at(table, row, site)))
      for (const rules::ClassId h : histologies.of(cell_at(table, row, histology))) {
        std::vector<Candidate>& pair = pairs[s * width + h];
        if (pair.empty() || pair.back().schema != number) pair.push_back({number, false, {}});
        pair.back().unconditional |= !conditional;
        pair.back().rows.push_back(row);
      }
  }
}

}  // namespace

void Compiler::compile_selection() {
  SelectionIndex& index = program.selection;
  Classes sites = classify(program, code_list(program, "primary_site"), cells_of(program, program.find_slot("site")));
  Classes histologies =
      classify(program, code_list(program, "histology"), cells_of(program, program.find_slot("hist")));
  const std::size_t width = histologies.members.size();
  std::vector<std::vector<Candidate>> pairs(sites.members.size() * width);
  Admission site_admission(program, sites);
  Admission histology_admission(program, histologies);
  for (std::uint32_t i = 0; i < program.schemas.size(); ++i)
    if (program.schemas[i].selection_table != kNone)
      add_schema(program, i, site_admission, histology_admission, width, pairs);
  index.site_class = std::move(sites.class_of);
  index.histology_class = std::move(histologies.class_of);
  index.histology_classes = static_cast<std::uint32_t>(width);
  index.pair_list.assign(pairs.size(), 0);
  index.lists.emplace_back();
  std::map<std::vector<std::uint32_t>, std::uint32_t> known;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    if (pairs[i].empty()) continue;
    std::vector<std::uint32_t> name;
    for (Candidate& candidate : pairs[i]) {
      if (candidate.unconditional) candidate.rows.clear();
      name.insert(name.end(), {candidate.schema, candidate.unconditional ? 1U : 0U,
                               static_cast<std::uint32_t>(candidate.rows.size())});
      name.insert(name.end(), candidate.rows.begin(), candidate.rows.end());
    }
    const auto [place, is_new] = known.emplace(std::move(name), static_cast<std::uint32_t>(index.lists.size()));
    if (is_new) index.lists.push_back(std::move(pairs[i]));
    index.pair_list[i] = place->second;
  }
  for (const std::vector<Candidate>& list : index.lists)
    index.only_schema.push_back(list.size() == 1 && list.front().unconditional ? list.front().schema : kNone);
}

}  // namespace restage::registry
