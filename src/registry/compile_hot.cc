// SPDX-License-Identifier: Apache-2.0
// The packed form of tables, visits and steps.
#include <algorithm>
#include <set>

#include "registry/compile_state.h"

namespace restage::registry {
namespace {

constexpr std::size_t kClassesOfOneByte = 256;

class Packing {
 public:
  explicit Packing(Compiler& compiler) : compiler_(compiler), program_(compiler.program), hot_(program_.hot) {}

  bool run() {
    for (const TableProgram& table : program_.tables) add_table(table);
    bool fits = program_.visits.size() <= 0xFFFF;
    for (const Visit& visit : program_.visits) fits = fits && add_visit(visit);
    for (SchemaProgram& schema : program_.schemas) {
      schema.first_hot_input = static_cast<std::uint32_t>(hot_.inputs.size());
      for (const InputStep& input : schema.inputs) add_input(input);
      for (MappingStep& mapping : schema.mappings) add_steps(mapping);
    }
    drop_unused_classes();
    return fits;
  }

 private:
  void add_table(const TableProgram& table) {
    HotTable packed;
    packed.first_column = static_cast<std::uint32_t>(hot_.columns.size());
    const bool is_fast = !table.is_dynamic && table.lookup.is_dense() && std::all_of(table.columns.begin(), table.columns.end(), [&](const ColumnRef& column) {
      return compiler_.class_count.at(column.classes) <= kClassesOfOneByte;
    });
    if (is_fast) {
      packed.dense = static_cast<std::uint32_t>(hot_.dense.size());
      packed.column_count = static_cast<std::uint32_t>(table.columns.size());
      const auto cells = table.lookup.dense();
      hot_.dense.insert(hot_.dense.end(), cells.begin(), cells.end());
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        hot_.columns.push_back({place_of_classes(table.columns[i].classes), table.lookup.strides()[i], table.columns[i].slot});
    }
    hot_.tables.push_back(packed);
  }

  std::uint32_t place_of_classes(const rules::ClassId* classes) {
    const auto known = classes_done_.find(classes);
    if (known != classes_done_.end()) return known->second;
    std::string bytes(program_.dictionary.size(), 0);
    std::transform(classes, classes + bytes.size(), bytes.begin(), [](rules::ClassId id) { return static_cast<char>(id); });
    const auto [place, is_new] = bytes_done_.emplace(std::move(bytes), static_cast<std::uint32_t>(hot_.classes.size()));
    if (is_new) hot_.classes.insert(hot_.classes.end(), place->first.begin(), place->first.end());
    classes_done_.emplace(classes, place->second);
    return place->second;
  }

  bool add_visit(const Visit& visit) {
    HotVisit packed{visit.table, static_cast<std::uint32_t>(hot_.row_actions.size()), static_cast<std::uint32_t>(hot_.actions.size())};
    std::map<std::vector<std::uint64_t>, std::uint16_t> known;
    for (std::size_t row = 0; row + 1 < visit.first_action.size(); ++row) {
      std::vector<std::uint64_t> name;
      std::vector<HotAction> actions;
      for (std::uint32_t i = visit.first_action[row]; i < visit.first_action[row + 1]; ++i) {
        const Action& action = visit.actions[i];
        // The row of an error is known from the match.
        const auto value = static_cast<std::uint16_t>(action.kind == ActionKind::Error ? 0 : action.value);
        actions.push_back({action.kind, false, action.column, action.slot, value});
        name.push_back(std::uint64_t{static_cast<std::uint8_t>(action.kind)} << 48 | std::uint64_t{action.column} << 32 | std::uint64_t{action.slot} << 16 | value);
      }
      if (actions.empty()) actions.push_back({ActionKind::Nothing, false, 0, 0, 0});
      actions.back().is_last = true;
      const std::size_t place = hot_.actions.size() - packed.first_action;
      if (place > 0xFFFF) return false;
      const auto [found, is_new] = known.emplace(std::move(name), static_cast<std::uint16_t>(place));
      if (is_new) hot_.actions.insert(hot_.actions.end(), actions.begin(), actions.end());
      hot_.row_actions.push_back(found->second);
    }
    hot_.visits.push_back(packed);
    return true;
  }

  void add_input(const InputStep& input) {
    HotInput packed;
    packed.slot = input.default_value.slot;
    if (!input.has_default_table && input.default_value.reference == kNoSlot && input.default_value.value > kNull)
      packed.plain_default = input.default_value.value;
    if (!input.has_table) {
      packed.accepted = place_of_accepted(nullptr);
    } else if (input.accepted != nullptr) {
      packed.accepted = place_of_accepted(input.accepted);
    }
    hot_.inputs.push_back(packed);
  }

  // Bits of the ids an input takes; all bits for an input without a table.
  std::uint32_t place_of_accepted(const std::uint64_t* words) {
    const auto [place, is_new] = accepted_done_.emplace(words, static_cast<std::uint32_t>(hot_.accepted.size()));
    if (!is_new) return place->second;
    const std::size_t count = (program_.dictionary.size() + 63) / 64;
    if (words == nullptr) hot_.accepted.insert(hot_.accepted.end(), count, ~std::uint64_t{0});
    else hot_.accepted.insert(hot_.accepted.end(), words, words + count);
    return place->second;
  }

  void add_steps(MappingStep& mapping) {
    mapping.first_hot_step = static_cast<std::uint32_t>(hot_.steps.size());
    for (const PathStep& path : mapping.paths) {
      hot_.steps.push_back({path.visit, static_cast<std::uint32_t>(hot_.copies.size()), static_cast<std::uint32_t>(path.input_mapping.size())});
      hot_.copies.insert(hot_.copies.end(), path.input_mapping.begin(), path.input_mapping.end());
    }
  }

  // Classes of two bytes stay for the tables without a fast lookup alone.
  void drop_unused_classes() {
    std::set<const rules::ClassId*> used;
    for (std::size_t i = 0; i < program_.tables.size(); ++i)
      for (ColumnRef& column : program_.tables[i].columns) {
        if (hot_.tables[i].dense != kNone) column.classes = nullptr;
        else used.insert(column.classes);
      }
    std::erase_if(program_.class_arrays, [&](const auto& array) { return used.count(array.get()) == 0; });
  }

  Compiler& compiler_;
  Program& program_;
  HotProgram& hot_;
  std::unordered_map<const rules::ClassId*, std::uint32_t> classes_done_;
  std::map<std::string, std::uint32_t> bytes_done_;
  std::map<const std::uint64_t*, std::uint32_t> accepted_done_;
};

}  // namespace

bool Compiler::pack() { return Packing(*this).run(); }

}  // namespace restage::registry
