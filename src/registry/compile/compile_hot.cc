// SPDX-License-Identifier: Apache-2.0
// The packed form of tables, visits and steps.
#include "registry/compile/compiler.h"

#include <algorithm>
#include <set>
#include <span>

#include "registry/archive/walking_order.h"
#include "registry/compile/source_reading.h"

namespace restage::registry {
namespace {

constexpr std::size_t kClassesOfOneByte = 256;
constexpr std::uint32_t kMostRows = 65'000;
constexpr std::uint32_t kMostTraced = 60'000;

class Packing {
 public:
  explicit Packing(Compiler& compiler) : compiler_(compiler), program_(compiler.program), hot_(program_.hot) {}

  bool run() {
    constexpr std::size_t kVector = 32;  // ids of 64 bytes
    program_.row_size = (program_.keys.size() + kVector - 1) / kVector * kVector;
    bool fits = program_.visits.size() <= 0xFFFF;
    for (const TableProgram& table : program_.tables) fits = fits && add_table(table);
    for (const Visit& visit : program_.visits) fits = fits && add_visit(visit);
    if (!fits) return false;
    for (SchemaProgram& schema : program_.schemas) {
      add_starts(schema);
      order_checked_outputs(schema);
      add_inputs(schema);
      std::uint32_t trace = 0;
      const SourceReading reading(program_, schema);
      for (MappingStep& mapping : schema.mappings) add_steps(reading, mapping, trace);
      if (trace > kMostTraced) return false;
      schema.trace_size = trace;
      program_.longest_trace = std::max<std::size_t>(program_.longest_trace, trace);
    }
    drop_unused_classes();
    return true;
  }

 private:
  bool add_table(const TableProgram& table) {
    HotTable packed;
    packed.first_column = static_cast<std::uint32_t>(hot_.columns.size());
    packed.row_count = table.row_count;
    if (table.row_count > kMostRows) return false;
    const bool is_fast = !table.is_dynamic && table.lookup.is_dense() &&
                         std::all_of(table.columns.begin(), table.columns.end(), [&](const ColumnRef& column) {
                           return compiler_.class_count.at(column.classes) <= kClassesOfOneByte;
                         });
    if (is_fast) {
      packed.dense = static_cast<std::uint32_t>(hot_.dense.size());
      packed.column_count = static_cast<std::uint32_t>(table.columns.size());
      for (const std::uint16_t cell : table.lookup.dense())
        hot_.dense.push_back(cell == 0xFFFF ? static_cast<std::uint16_t>(table.row_count) : cell);
      for (std::size_t i = 0; i < table.columns.size(); ++i)
        hot_.columns.push_back(
            {place_of_classes(table.columns[i].classes), table.lookup.strides()[i], table.columns[i].slot});
    }
    hot_.tables.push_back(packed);
    return true;
  }

  std::uint32_t place_of_classes(const rules::ClassId* classes) {
    const auto known = classes_done_.find(classes);
    if (known != classes_done_.end()) return known->second;
    std::string bytes(program_.dictionary.size(), 0);
    std::transform(classes, classes + bytes.size(), bytes.begin(),
                   [](rules::ClassId id) { return static_cast<char>(id); });
    const auto [place, is_new] = bytes_done_.emplace(std::move(bytes), static_cast<std::uint32_t>(hot_.classes.size()));
    if (is_new) hot_.classes.insert(hot_.classes.end(), place->first.begin(), place->first.end());
    classes_done_.emplace(classes, place->second);
    return place->second;
  }

  bool add_visit(const Visit& visit) {
    HotVisit packed;
    packed.table = visit.table;
    packed.first_row = static_cast<std::uint32_t>(hot_.row_actions.size());
    packed.first_action = static_cast<std::uint32_t>(hot_.actions.size());
    packed.first_write = static_cast<std::uint32_t>(hot_.writes.size());
    packed.first_target = static_cast<std::uint32_t>(hot_.targets.size());
    std::vector<Slot> targets;
    for (const Action& action : visit.actions)
      if (writes_slot(action.kind) && std::find(targets.begin(), targets.end(), action.slot) == targets.end())
        targets.push_back(action.slot);
    if (targets.empty()) targets.push_back(0);
    packed.target_count = static_cast<std::uint32_t>(targets.size());
    hot_.targets.insert(hot_.targets.end(), targets.begin(), targets.end());
    std::map<std::vector<std::uint64_t>, std::uint16_t> known;
    for (std::size_t row = 0; row + 1 < visit.first_action.size(); ++row) {
      const std::span<const Action> actions(visit.actions.data() + visit.first_action[row],
                                            visit.first_action[row + 1] - visit.first_action[row]);
      add_writes(actions, targets);
      if (!add_actions(actions, packed, known)) return false;
    }
    hot_.writes.insert(hot_.writes.end(), targets.size(), kActions);  // no match
    hot_.visits.push_back(packed);
    return true;
  }

  static bool writes_slot(ActionKind kind) {
    return kind == ActionKind::Write || kind == ActionKind::Copy || kind == ActionKind::Remove;
  }

  // A row that only writes becomes values; any other is marked as one with actions.
  void add_writes(std::span<const Action> actions, const std::vector<Slot>& targets) {
    std::vector<std::uint16_t> codes(targets.size(), kKeep);
    const auto place = [&](Slot slot) {
      return static_cast<std::size_t>(std::find(targets.begin(), targets.end(), slot) - targets.begin());
    };
    bool only_writes = true;
    for (const Action& action : actions) {
      if (action.kind == ActionKind::Nothing) continue;
      only_writes = only_writes && writes_slot(action.kind);
      if (!only_writes) break;
      std::uint16_t& code = codes[place(action.slot)];
      // A copy must not see what the row wrote before, nor be seen by a later one: such rows keep their order as
      // actions.
      const std::size_t source =
          action.kind == ActionKind::Copy ? place(static_cast<Slot>(action.value)) : targets.size();
      only_writes = source == targets.size() && code == kKeep &&
                    (action.kind != ActionKind::Copy || action.value < kActions - kFirstCopy);
      if (!only_writes) break;
      if (action.kind == ActionKind::Write)
        code = static_cast<std::uint16_t>(action.value);
      else
        code = action.kind == ActionKind::Copy ? static_cast<std::uint16_t>(kFirstCopy + action.value) : kAbsent;
    }
    if (!only_writes) codes.assign(targets.size(), kActions);
    hot_.writes.insert(hot_.writes.end(), codes.begin(), codes.end());
  }

  bool add_actions(std::span<const Action> row, const HotVisit& packed,
                   std::map<std::vector<std::uint64_t>, std::uint16_t>& known) {
    std::vector<std::uint64_t> name;
    std::vector<HotAction> actions;
    for (const Action& action : row) {
      // The row of an error is known from the match.
      const auto value = static_cast<std::uint16_t>(action.kind == ActionKind::Error ? 0 : action.value);
      actions.push_back({action.kind, false, action.column, action.slot, value});
      name.push_back(std::uint64_t{static_cast<std::uint8_t>(action.kind)} << 48 | std::uint64_t{action.column} << 32 |
                     std::uint64_t{action.slot} << 16 | value);
    }
    if (actions.empty()) actions.push_back({ActionKind::Nothing, false, 0, 0, 0});
    actions.back().is_last = true;
    const std::size_t place = hot_.actions.size() - packed.first_action;
    if (place > 0xFFFF) return false;
    const auto [found, is_new] = known.emplace(std::move(name), static_cast<std::uint16_t>(place));
    if (is_new) hot_.actions.insert(hot_.actions.end(), actions.begin(), actions.end());
    hot_.row_actions.push_back(found->second);
    return true;
  }

  static bool is_plain(const Setting& setting) { return setting.reference == kNoSlot && setting.value > kNull; }

  // A default may stand in the context from the start when nothing before its turn can see it.
  void add_starts(SchemaProgram& schema) {
    schema.own_slots.assign(program_.row_size, 0);
    schema.start_values.assign(program_.row_size, kAbsent);
    for (const InputStep& input : schema.inputs) {
      schema.own_slots[input.default_value.slot] = 0xFFFF;
      if (is_early(schema, input)) schema.start_values[input.default_value.slot] = input.default_value.value;
    }
    const bool has_reference = std::any_of(schema.outputs.begin(), schema.outputs.end(), [](const OutputStep& output) {
      return output.default_value.reference != kNoSlot;
    });
    for (const OutputStep& output : schema.outputs) {
      const Setting& setting = output.default_value;
      const bool is_early_output = !has_reference && is_plain(setting) && schema.own_slots[setting.slot] == 0 &&
                                   !is_seen_by_inputs(schema, setting.slot);
      if (is_early_output)
        schema.start_values[setting.slot] = setting.value;
      else
        schema.late_outputs.push_back(setting);
    }
  }

  // The reference walks its context, a Java HashMap that holds at least every input, every output and its two own keys.
  void order_checked_outputs(SchemaProgram& schema) const {
    std::vector<std::string_view> keys;
    for (const OutputStep& output : schema.outputs) keys.emplace_back(program_.keys[output.default_value.slot]);
    for (const std::size_t place :
         walking_order(keys, map_capacity_after_puts(schema.inputs.size() + schema.outputs.size() + 2)))
      if (schema.outputs[place].table != kNone) schema.checked_outputs.push_back(static_cast<std::uint16_t>(place));
  }

  // A plain default that a check would let pass. A blank reads like a missing key, so that none can see it early.
  bool is_early(const SchemaProgram& schema, const InputStep& input) const {
    if (input.has_default_table || !is_plain(input.default_value)) return false;
    const ValueId value = input.default_value.value;
    if (value == kBlank) return true;
    if (is_seen_by_inputs(schema, input.default_value.slot)) return false;
    return !input.has_table || (input.accepted != nullptr && (input.accepted[value >> 6] >> (value & 63) & 1) != 0);
  }

  bool tests(std::uint32_t table_number, Slot slot) const {
    const TableProgram& table = program_.tables[table_number];
    return table.is_dynamic || std::any_of(table.columns.begin(), table.columns.end(),
                                           [&](const ColumnRef& column) { return column.slot == slot; });
  }

  // May the check of the year, or the checks and defaults of inputs, look at this slot?
  bool is_seen_by_inputs(const SchemaProgram& schema, Slot slot) const {
    if (schema.year_table != kNone && tests(schema.year_table, slot)) return true;
    return std::any_of(schema.inputs.begin(), schema.inputs.end(), [&](const InputStep& input) {
      if (input.has_default_table || input.default_value.reference != kNoSlot) return true;
      return input.table != kNone && input.accepted == nullptr && tests(input.table, slot);
    });
  }

  void add_inputs(SchemaProgram& schema) {
    schema.first_hot_input = static_cast<std::uint32_t>(hot_.inputs.size());
    for (std::size_t i = 0; i < schema.inputs.size(); ++i) {
      const InputStep& input = schema.inputs[i];
      HotInput packed{input.default_value.slot, static_cast<std::uint16_t>(i), kNone};
      if (is_early(schema, input)) {
        if (!input.has_table) continue;
        if (input.accepted != nullptr) packed.accepted = place_of_accepted(input.accepted);
      }
      hot_.inputs.push_back(packed);
    }
    schema.hot_input_count = static_cast<std::uint32_t>(hot_.inputs.size()) - schema.first_hot_input;
  }

  // Bits of the ids an input takes.
  std::uint32_t place_of_accepted(const std::uint64_t* words) {
    const auto [place, is_new] = accepted_done_.emplace(words, static_cast<std::uint32_t>(hot_.accepted.size()));
    if (is_new) hot_.accepted.insert(hot_.accepted.end(), words, words + (program_.dictionary.size() + 63) / 64);
    return place->second;
  }

  void add_steps(const SourceReading& reading, MappingStep& mapping, std::uint32_t& trace) {
    mapping.trace = static_cast<std::uint16_t>(trace);
    trace += 1 + static_cast<std::uint32_t>(mapping.conditions.size());
    mapping.first_hot_step = static_cast<std::uint32_t>(hot_.steps.size());
    for (const PathStep& path : mapping.paths) {
      HotStep step;
      step.visit = path.visit;
      step.first_copy = static_cast<std::uint32_t>(hot_.copies.size());
      step.copy_count = static_cast<std::uint16_t>(path.input_mapping.size());
      step.trace = static_cast<std::uint16_t>(trace++);
      step.reads_sources = reading.is_possible(path);
      const std::vector<SlotCopy> copies =
          step.reads_sources ? SourceReading::to_sources(path.input_mapping) : path.input_mapping;
      hot_.copies.insert(hot_.copies.end(), copies.begin(), copies.end());
      if (const std::uint32_t table = program_.visits[path.visit].table; table != kNone)
        step.first_column = columns_of(hot_.tables[table], step.reads_sources, copies);
      hot_.steps.push_back(step);
    }
  }

  std::uint32_t columns_of(const HotTable& table, bool reads_sources, const std::vector<SlotCopy>& copies) {
    if (!reads_sources || copies.empty()) return table.first_column;
    const auto first = static_cast<std::uint32_t>(hot_.columns.size());
    for (std::uint32_t i = 0; i < table.column_count; ++i) {
      HotColumn column = hot_.columns[table.first_column + i];
      for (const SlotCopy& copy : copies)
        if (copy.to == column.slot) column.slot = copy.from;
      hot_.columns.push_back(column);
    }
    return first;
  }

  // Classes of two bytes stay for the tables without a fast lookup alone.
  void drop_unused_classes() {
    std::set<const rules::ClassId*> used;
    for (std::size_t i = 0; i < program_.tables.size(); ++i)
      for (ColumnRef& column : program_.tables[i].columns) {
        if (hot_.tables[i].dense != kNone)
          column.classes = nullptr;
        else
          used.insert(column.classes);
      }
    std::erase_if(program_.class_arrays, [&](const auto& array) { return used.count(array.get()) == 0; });
  }

  Compiler& compiler_;
  AlgorithmProgram& program_;
  HotProgram& hot_;
  std::unordered_map<const rules::ClassId*, std::uint32_t> classes_done_;
  std::map<std::string, std::uint32_t> bytes_done_;
  std::map<const std::uint64_t*, std::uint32_t> accepted_done_;
};

}  // namespace

bool Compiler::pack() { return Packing(*this).run(); }

}  // namespace restage::registry
