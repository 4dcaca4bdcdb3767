// SPDX-License-Identifier: Apache-2.0
#include "registry/run/group_run.h"

#include <algorithm>
#include <span>

#include "registry/run/match.h"

namespace restage::registry {
namespace {

// Given values of the schema's own keys, blanks alone as kBlank, plain defaults for what is missing or null. Written
// with masks so that compilers make vectors of it; row_size is a whole number of them.
void fill_row(ValueId* __restrict row, const ValueId* __restrict given, const ValueId* __restrict own,
              const ValueId* __restrict defaults, std::size_t row_size) {
  constexpr ValueId kAll = 0xFFFF;
  for (std::size_t slot = 0, end = row_size / 32 * 32; slot < end; ++slot) {
    const auto value = static_cast<ValueId>(given[slot] & own[slot]);
    const ValueId is_spaces =
        static_cast<ValueId>(value - kFirstSpaces) < kAfterSpaces - kFirstSpaces ? kAll : ValueId{0};
    const ValueId is_given = value > kNull ? kAll : ValueId{0};
    const ValueId has_default = defaults[slot] != kAbsent ? kAll : ValueId{0};
    const auto start_value = static_cast<ValueId>(defaults[slot] | (value & ~has_default));
    const auto trimmed = static_cast<ValueId>((value & ~is_spaces) | (kBlank & is_spaces));
    row[slot] = static_cast<ValueId>((trimmed & is_given) | (start_value & ~is_given));
  }
}

// kExtras: values may be texts of the case; tables are then asked value by value.
template <bool kExtras>
class GroupRun {
 public:
  GroupRun(const AlgorithmProgram& program, const SchemaProgram& schema, GroupScratch& scratch)
      : program_(program),
        hot_(program.hot),
        schema_(schema),
        scratch_(scratch),
        lane_cell_(program.row_size),
        trace_(Outcome::first_trace(program)) {}

  void run() {
    scratch_.running.clear();
    for (std::size_t i = 0; i < scratch_.lanes.size(); ++i) {
      start(scratch_.lanes[i], static_cast<ValueId>(i));
      scratch_.running.push_back(scratch_.lanes[i].outcome->cells.data());
    }
    rows_ = scratch_.running;
    check_years();
    inputs();
    for (const Setting& setting : schema_.late_outputs)
      for (ValueId* const row : rows_) put(row, setting);
    for (const Setting& setting : schema_.initial_context)
      for (ValueId* const row : rows_) put(row, setting);
    const Rows running = rows_;
    for (const MappingStep& mapping : schema_.mappings) {
      rows_ = running;
      run_mapping(mapping);
    }
    rows_ = running;
    check_outputs();
  }

 private:
  using Rows = std::span<ValueId* const>;

  const Lane& lane_of(const ValueId* row) const { return scratch_.lanes[row[lane_cell_]]; }
  std::uint32_t row_in(std::uint32_t table, const ValueId* row) const {
    return row_of<kExtras>(program_, table, *lane_of(row).input, row);
  }
  bool matches_table(std::uint32_t table, const ValueId* row) const {
    return row_in(table, row) != hot_.tables[table].row_count;
  }

  // Leaves the rows that are to go on, in a list that may be the one they stand in.
  template <class IsKept>
  void keep_rows(std::vector<ValueId*>& list, IsKept&& is_kept) {
    list.resize(scratch_.running.size());
    ValueId** end = list.data();
    for (ValueId* const row : rows_) {
      const bool kept = is_kept(row);
      *end = row;
      end += kept ? 1 : 0;
    }
    rows_ = {list.data(), end};
  }

  // The inputs, trimmed, with plain defaults and the context keys; the trace empty.
  void start(const Lane& lane, ValueId number) const {
    ValueId* const row = lane.outcome->cells.data();
    fill_row(row, lane.input->values().data(), schema_.own_slots.data(), schema_.start_values.data(),
             program_.row_size);
    for (const CaseInput::Trim& trim : lane.input->trims())
      if (schema_.own_slots[trim.slot] != 0) row[trim.slot] = trim.value;
    row[program_.context_version] = program_.version_value;
    row[program_.context_year] = program_.year_value;
    row[lane_cell_] = number;
    std::fill_n(row + trace_, schema_.trace_size, kNotVisited);
  }

  void check_years() {
    const bool asks_table = schema_.has_year && schema_.has_year_table && schema_.year_table != kNone;
    if (schema_.has_year && !schema_.has_year_table) return;
    keep_rows(scratch_.running, [&](const ValueId* row) {
      const bool valid = asks_table && matches_table(schema_.year_table, row);
      if (!valid) lane_of(row).outcome->result = StageResult::FailedInvalidYearDx;
      return valid;
    });
  }

  void inputs() {
    bool failed = false;
    const HotInput* const first = hot_.inputs.data() + schema_.first_hot_input;
    for (const HotInput* input = first; input != first + schema_.hot_input_count; ++input) {
      const InputStep& step = schema_.inputs[input->number];
      if (input->accepted == kNone) {
        for (ValueId* const row : rows_) failed |= input_generally(row, step);
        continue;
      }
      const std::uint64_t* const accepted = hot_.accepted.data() + input->accepted;
      const std::size_t slot = input->slot;
      for (ValueId* const row : rows_) {
        const ValueId value = row[slot];
        if (kExtras && value >= program_.dictionary.size())
          failed |= input_generally(row, step);
        else if ((accepted[value >> 6] >> (value & 63) & 1) == 0) [[unlikely]]
          failed |= invalid_input(row, step);
      }
    }
    if (failed)
      keep_rows(scratch_.running,
                [&](const ValueId* row) { return lane_of(row).outcome->result != StageResult::FailedInvalidInput; });
  }

  // Default or check, with whatever tables they need. True when the case fails.
  bool input_generally(ValueId* row, const InputStep& step) {
    const ValueId value = row[step.default_value.slot];
    if (value <= kNull) {
      put_default(row, step);
      return false;
    }
    if (!step.has_table || value == kBlank) return false;
    if (step.table == kNone) {
      add_error(row, ErrorType::UnknownTable).key = step.default_value.slot;
      return false;
    }
    return !matches_table(step.table, row) && invalid_input(row, step);
  }

  bool invalid_input(const ValueId* row, const InputStep& step) {
    ErrorRecord& error =
        add_error(row, step.used_for_staging ? ErrorType::InvalidRequiredInput : ErrorType::InvalidNonRequiredInput);
    error.table = step.table;
    error.key = step.default_value.slot;
    error.value = row[step.default_value.slot];
    const OnInvalidInput policy = schema_.definition->on_invalid_input;
    if (policy != OnInvalidInput::Fail && (policy != OnInvalidInput::FailWhenUsedForStaging || !step.used_for_staging))
      return false;
    lane_of(row).outcome->result = StageResult::FailedInvalidInput;  // once all inputs are checked
    return true;
  }

  static void put(ValueId* row, const Setting& setting) {
    ValueId value = setting.value;
    if (setting.reference != kNoSlot) {
      value = row[setting.reference];
      if (value == kAbsent) value = kBlank;
    }
    row[setting.slot] = value;
  }

  ErrorRecord& add_error(const ValueId* row, ErrorType type) const {
    ErrorRecord& error = lane_of(row).outcome->errors.emplace_back();
    error.type = type;
    return error;
  }

  // With the values that the table was asked for, mapped keys at their source when the step reads them there.
  ErrorRecord& add_table_error(const ValueId* row, ErrorType type, std::uint32_t table,
                               const HotStep* step = nullptr) const {
    Outcome& outcome = *lane_of(row).outcome;
    ErrorRecord& error = outcome.errors.emplace_back();
    error.type = type;
    error.table = table;
    error.first_value = static_cast<std::uint32_t>(outcome.values.size());
    const std::vector<Slot>& slots = program_.tables[table].message_slots;
    const bool reads_sources = step != nullptr && step->reads_sources && step->copy_count > 0;
    for (const Slot slot : slots) outcome.values.push_back(row[reads_sources ? source_of(*step, slot) : slot]);
    return error;
  }

  Slot source_of(const HotStep& step, Slot slot) const {
    const SlotCopy* const first = hot_.copies.data() + step.first_copy;
    const SlotCopy* const last = first + step.copy_count;
    const SlotCopy* const found = std::find_if(first, last, [&](const SlotCopy& copy) { return copy.to == slot; });
    return found == last ? slot : found->from;
  }

  void put_default(ValueId* cells, const InputStep& step) {
    if (!step.has_default_table) return put(cells, step.default_value);
    const Slot slot = step.default_value.slot;
    cells[slot] = kBlank;
    if (step.default_table == kNone) {
      add_error(cells, ErrorType::UnknownTable).key = slot;
      return;
    }
    // The row is chosen while the key is still missing; a blank reads the same.
    const TableProgram& table = program_.tables[step.default_table];
    const rules::RowIndex row = row_in(step.default_table, cells);
    for (std::size_t i = 0; row != table.row_count && i < table.definition->columns.size(); ++i) {
      if (table.definition->columns[i].type != ColumnType::Endpoint ||
          table.definition->columns[i].key != program_.keys[slot])
        continue;
      const auto endpoint = parse_endpoint(table.definition->cell(row, i));
      if (!endpoint || endpoint->type != EndpointType::Value) continue;
      Setting setting{slot, kNull, kNoSlot};
      if (endpoint->value) {
        if (const auto key = reference_key(*endpoint->value))
          setting.reference = program_.find_slot(*key);
        else
          setting.value = program_.dictionary.find(*endpoint->value);
      }
      return put(cells, setting);
    }
    add_table_error(cells, ErrorType::MatchNotFound, step.default_table).key = slot;
  }

  void run_mapping(const MappingStep& mapping) {
    for (std::size_t i = 0; i < mapping.conditions.size() && !rows_.empty(); ++i)
      check_condition(mapping.conditions[i], trace_ + mapping.trace + 1 + i);
    if (rows_.empty()) return;
    const std::size_t trace = trace_ + mapping.trace;
    for (ValueId* const row : rows_) row[trace] = 0;
    for (const Setting& setting : mapping.initial_context)
      for (ValueId* const row : rows_) row[setting.slot] = setting.value;
    const HotStep* const first = hot_.steps.data() + mapping.first_hot_step;
    for (const HotStep* step = first; step != first + mapping.paths.size(); ++step) {
      run_step(*step);
      if (scratch_.stopped.empty()) continue;
      keep_rows(scratch_.involved, [&](const ValueId* row) {
        return std::find(scratch_.stopped.begin(), scratch_.stopped.end(), row) == scratch_.stopped.end();
      });
      scratch_.stopped.clear();
    }
  }

  // Leaves the rows that meet the condition.
  void check_condition(const Condition& condition, std::size_t trace) {
    if (condition.table == kNone) {
      if (condition.must_match) rows_ = {};
      return;
    }
    const HotTable& table = hot_.tables[condition.table];
    const auto keep = [&](auto&& find_row) {
      keep_rows(scratch_.involved, [&](ValueId* row) {
        const std::uint32_t found = find_row(row);
        row[trace] = static_cast<ValueId>(found);
        return (found != table.row_count) == condition.must_match;
      });
    };
    if (!condition.input_mapping.empty()) {
      keep([&](const ValueId* row) { return row_on_copy(condition, row); });
    } else if (!kExtras && table.dense != kNone && table.column_count == 1) {
      const HotColumn column = hot_.columns[table.first_column];
      const std::uint8_t* const classes = hot_.classes.data() + column.classes;
      const std::uint16_t* const dense = hot_.dense.data() + table.dense;
      keep([&](const ValueId* row) { return dense[classes[row[column.slot]] * column.stride]; });
    } else {
      keep([&](const ValueId* row) { return row_in(condition.table, row); });
    }
  }

  std::uint32_t row_on_copy(const Condition& condition, const ValueId* row) const {
    std::vector<ValueId> copy(row, row + lane_cell_);
    for (const SlotCopy& mapping : condition.input_mapping)
      if (copy[mapping.from] != kAbsent) copy[mapping.to] = copy[mapping.from];
    return row_of<kExtras>(program_, condition.table, *lane_of(row).input, copy.data());
  }

  void run_step(const HotStep& step) {
    const HotVisit& visit = hot_.visits[step.visit];
    if (visit.table == kNone) [[unlikely]] {
      with_copies(step, [&](const ValueId* row) { add_error(row, ErrorType::UnknownTable).visit = step.visit; });
      return;
    }
    const HotTable& table = hot_.tables[visit.table];
    const bool is_plain = !kExtras && table.dense != kNone && (step.reads_sources || step.copy_count == 0);
    if (is_plain && table.column_count == 1) {
      take_rows<1>(step, visit, table);
    } else if (is_plain && table.column_count == 2) {
      take_rows<2>(step, visit, table);
    } else if (is_plain && table.column_count == 3) {
      take_rows<3>(step, visit, table);
    } else if (is_plain && table.column_count == 5) {
      take_rows<5>(step, visit, table);
    } else {
      with_copies(step, [&](ValueId* row) { take_row(row, step, visit, row_in(visit.table, row)); });
    }
  }

  // The visit for all rows, by a table with that many columns.
  template <int kColumns>
  void take_rows(const HotStep& step, const HotVisit& visit, const HotTable& table) {
    HotColumn columns[kColumns];
    std::copy_n(hot_.columns.begin() + step.first_column, kColumns, columns);
    const std::uint8_t* const classes = hot_.classes.data();
    const std::uint16_t* const dense = hot_.dense.data() + table.dense;
    const std::uint16_t* const codes = hot_.writes.data() + visit.first_write;
    const std::size_t trace = trace_ + step.trace;
    const bool writes_one = visit.target_count == 1;
    const std::size_t target = hot_.targets[visit.first_target];
    for (ValueId* const cells : rows_) {
      std::uint32_t place = 0;
      for (int i = 0; i < kColumns; ++i)
        place += classes[columns[i].classes + cells[columns[i].slot]] * columns[i].stride;
      const std::uint16_t row = dense[place];
      if (writes_one && codes[row] < kFirstCode) [[likely]] {
        cells[trace] = row;
        cells[target] = codes[row];
      } else {
        take_row(cells, step, visit, row);
      }
    }
  }

  // Input mapping, then the visit, then the mapped keys away again.
  template <class VisitRow>
  void with_copies(const HotStep& step, VisitRow&& visit_row) {
    const SlotCopy* const first = hot_.copies.data() + step.first_copy;
    const SlotCopy* const last = first + step.copy_count;
    for (ValueId* const row : rows_) {
      for (const SlotCopy* pair = first; pair != last; ++pair) {
        if (row[pair->from] == kAbsent) [[unlikely]]
          missing_source(row, step, *pair);
        else
          row[pair->to] = row[pair->from];
      }
      visit_row(row);
      for (const SlotCopy* pair = first; pair != last; ++pair) row[pair->to] = kAbsent;
    }
  }

  void missing_source(const ValueId* row, const HotStep& step, const SlotCopy& pair) const {
    ErrorRecord& error = add_error(row, ErrorType::UnknownInputMapping);
    error.key = pair.from;
    error.table = program_.visits[step.visit].table;
    error.visit = step.visit;
  }

  void take_row(ValueId* cells, const HotStep& step, const HotVisit& visit, std::uint32_t row) {
    cells[trace_ + step.trace] = static_cast<ValueId>(row);
    const std::uint16_t* const codes = hot_.writes.data() + visit.first_write + row * visit.target_count;
    const Slot* const targets = hot_.targets.data() + visit.first_target;
    for (std::uint32_t i = 0; i < visit.target_count; ++i) {
      const std::uint16_t code = codes[i];
      if (code < kFirstCode) [[likely]] {
        cells[targets[i]] = code;
      } else if (code < kActions) {
        const ValueId value = cells[code - kFirstCopy];
        cells[targets[i]] = value == kAbsent ? kBlank : value;
      } else if (code == kActions) {
        if (row == hot_.tables[visit.table].row_count)
          add_table_error(cells, ErrorType::MatchNotFound, visit.table, &step).visit = step.visit;
        else if (take_actions(cells, visit, {visit.table, step.visit, &step, nullptr}, row))
          scratch_.stopped.push_back(cells);
        return;
      }
    }
  }

  // Tables being processed, innermost first.
  struct Frame {
    std::uint32_t table;
    std::uint32_t visit;
    const HotStep* step;
    const Frame* outer;
  };

  // What a row does that is more than writing, in its order. True when the mapping stops for the case.
  bool take_actions(ValueId* cells, const HotVisit& visit, const Frame& frame, std::uint32_t row) {
    bool stop = false;
    const HotAction* action = hot_.actions.data() + visit.first_action + hot_.row_actions[visit.first_row + row];
    for (;; ++action) {
      act(cells, *action, frame, row, stop);
      if (action->is_last) return stop;
    }
  }

  void act(ValueId* cells, const HotAction& action, const Frame& frame, std::uint32_t row, bool& stop) {
    switch (action.kind) {
      case ActionKind::Write:
        cells[action.slot] = action.value;
        break;
      case ActionKind::Copy:
        put(cells, {action.slot, kBlank, action.value});
        break;
      case ActionKind::Remove:
        cells[action.slot] = kAbsent;
        break;
      case ActionKind::Jump:
        stop = jump(cells, action.value, frame);
        break;
      case ActionKind::Stop:
        stop = true;
        break;
      case ActionKind::Error: {
        ErrorRecord& error = add_table_error(cells, ErrorType::StagingError, frame.table, frame.step);
        error.visit = frame.visit;
        error.column = action.column;
        error.row = row;
        break;
      }
      case ActionKind::Nothing:
        break;
    }
  }

  bool jump(ValueId* cells, std::uint32_t visit_number, const Frame& outer) {
    const HotVisit& visit = hot_.visits[visit_number];
    if (visit.table == kNone) [[unlikely]] {
      add_error(cells, ErrorType::UnknownTable).visit = visit_number;
      return false;
    }
    for (const Frame* frame = &outer; frame != nullptr; frame = frame->outer)
      if (frame->table == visit.table) {
        add_error(cells, ErrorType::InfiniteLoop).table = visit.table;
        return false;
      }
    const std::uint32_t row = row_in(visit.table, cells);
    lane_of(cells).outcome->jumps.push_back({outer.step->trace, static_cast<std::uint16_t>(row), visit_number});
    if (row == hot_.tables[visit.table].row_count) {
      add_table_error(cells, ErrorType::MatchNotFound, visit.table).visit = visit_number;
      return false;
    }
    return take_actions(cells, visit, {visit.table, visit_number, outer.step, &outer}, row);
  }

  void check_outputs() {
    for (const std::uint16_t number : schema_.checked_outputs) {
      const OutputStep& step = schema_.outputs[number];
      const Slot slot = step.default_value.slot;
      for (const ValueId* const row : rows_) {
        if (row[slot] == kAbsent || matches_table(step.table, row)) continue;
        ErrorRecord& error = add_error(row, ErrorType::InvalidOutput);
        error.table = step.table;
        error.key = slot;
        error.value = row[slot];
      }
    }
  }

  const AlgorithmProgram& program_;
  const HotProgram& hot_;
  const SchemaProgram& schema_;
  GroupScratch& scratch_;
  const std::size_t lane_cell_;  // in a row: the number of its lane
  const std::size_t trace_;      // in a row: where the trace begins
  Rows rows_;                    // that the step at hand is done for
};

}  // namespace

void run_group(const AlgorithmProgram& program, const SchemaProgram& schema, bool with_texts, GroupScratch& scratch) {
  if (with_texts)
    GroupRun<true>(program, schema, scratch).run();
  else
    GroupRun<false>(program, schema, scratch).run();
}

}  // namespace restage::registry
