// SPDX-License-Identifier: Apache-2.0
#include "registry/run.h"

#include <algorithm>
#include <span>

#include "registry/match.h"

namespace restage::registry {
namespace {

// kExtras: values may be texts of the case; tables are then asked value by value.
template <bool kExtras>
class GroupRun {
 public:
  GroupRun(const Program& program, const SchemaProgram& schema, GroupScratch& scratch)
      : program_(program), hot_(program.hot), schema_(schema), scratch_(scratch), slots_(program.keys.size()) {}

  void run() {
    std::vector<Lane>& lanes = scratch_.lanes;
    for (const Lane& lane : lanes) start(lane);
    drop_lanes(lanes, StageResult::FailedInvalidYearDx, [&](const Lane& lane) { return !year_is_valid(lane); });
    inputs();
    for (const Setting& setting : schema_.late_outputs)
      for (const Lane& lane : lanes) put(lane, setting);
    for (const Setting& setting : schema_.initial_context)
      for (const Lane& lane : lanes) put(lane, setting);
    for (const MappingStep& mapping : schema_.mappings) run_mapping(mapping);
    check_outputs();
  }

 private:
  template <class IsDropped>
  static void drop_lanes(std::vector<Lane>& lanes, StageResult result, IsDropped&& is_dropped) {
    std::erase_if(lanes, [&](const Lane& lane) {
      if (!is_dropped(lane)) return false;
      lane.outcome->result = result;
      return true;
    });
  }

  bool matches_table(std::uint32_t table, const Lane& lane) const { return matches<kExtras>(program_, table, *lane.input, lane.row); }

  bool year_is_valid(const Lane& lane) const {
    if (!schema_.has_year) return false;
    if (!schema_.has_year_table) return true;
    return schema_.year_table != kNone && matches_table(schema_.year_table, lane);
  }

  // The inputs, trimmed, with plain defaults and the context keys; the trace empty. One pass without branches.
  void start(const Lane& lane) const {
    const ValueId* const given = lane.input->values().data();
    const ValueId* const own = schema_.own_slots.data();
    const ValueId* const defaults = schema_.start_values.data();
    ValueId* const row = lane.row;
    for (std::size_t slot = 0; slot < slots_; ++slot) {
      auto value = static_cast<ValueId>(given[slot] & own[slot]);
      value = static_cast<ValueId>(value - kFirstSpaces) < kAfterSpaces - kFirstSpaces ? kBlank : value;
      row[slot] = value > kNull ? value : std::max(value, defaults[slot]);
    }
    for (const CaseInput::Trim& trim : lane.input->trims())
      if (own[trim.slot] != 0) row[trim.slot] = trim.value;
    row[program_.context_version] = program_.version_value;
    row[program_.context_year] = program_.year_value;
    std::fill_n(row + slots_, schema_.trace_size, kNotVisited);
  }

  void inputs() {
    bool failed = false;
    const HotInput* const first = hot_.inputs.data() + schema_.first_hot_input;
    for (const HotInput* input = first; input != first + schema_.hot_input_count; ++input) {
      const InputStep& step = schema_.inputs[input->number];
      if (input->accepted == kNone) {
        for (const Lane& lane : scratch_.lanes) failed |= input_generally(lane, step);
        continue;
      }
      const std::uint64_t* const accepted = hot_.accepted.data() + input->accepted;
      const std::size_t slot = input->slot;
      for (const Lane& lane : scratch_.lanes) {
        const ValueId value = lane.row[slot];
        if (kExtras && value >= program_.dictionary.size()) failed |= input_generally(lane, step);
        else if ((accepted[value >> 6] >> (value & 63) & 1) == 0) [[unlikely]] failed |= invalid_input(lane, step);
      }
    }
    if (failed) drop_lanes(scratch_.lanes, StageResult::FailedInvalidInput, [&](const Lane& lane) { return lane.outcome->result == StageResult::FailedInvalidInput; });
  }

  // Default or check, with whatever tables they need. True when the case fails.
  bool input_generally(const Lane& lane, const InputStep& step) {
    const ValueId value = lane.row[step.default_value.slot];
    if (value <= kNull) {
      put_default(lane, step);
      return false;
    }
    if (!step.has_table || value == kBlank) return false;
    if (step.table == kNone) {
      add_error(lane, ErrorType::UnknownTable).key = step.default_value.slot;
      return false;
    }
    return !matches_table(step.table, lane) && invalid_input(lane, step);
  }

  bool invalid_input(const Lane& lane, const InputStep& step) {
    ErrorRecord& error = add_error(lane, step.used_for_staging ? ErrorType::InvalidRequiredInput : ErrorType::InvalidNonRequiredInput);
    error.table = step.table;
    error.key = step.default_value.slot;
    error.value = lane.row[step.default_value.slot];
    const OnInvalidInput policy = schema_.definition->on_invalid_input;
    if (policy != OnInvalidInput::Fail && (policy != OnInvalidInput::FailWhenUsedForStaging || !step.used_for_staging)) return false;
    lane.outcome->result = StageResult::FailedInvalidInput;  // once all inputs are checked
    return true;
  }

  void put(const Lane& lane, const Setting& setting) const {
    ValueId value = setting.value;
    if (setting.reference != kNoSlot) {
      value = lane.row[setting.reference];
      if (value == kAbsent) value = kBlank;
    }
    lane.row[setting.slot] = value;
  }

  static ErrorRecord& add_error(const Lane& lane, ErrorType type) {
    ErrorRecord& error = lane.outcome->errors.emplace_back();
    error.type = type;
    return error;
  }

  // With the values that the table was asked for, mapped keys at their source when the step reads them there.
  ErrorRecord& add_table_error(const Lane& lane, ErrorType type, std::uint32_t table, const HotStep* step = nullptr) {
    ErrorRecord& error = add_error(lane, type);
    std::vector<ValueId>& values = lane.outcome->values;
    error.table = table;
    error.first_value = static_cast<std::uint32_t>(values.size());
    const std::vector<Slot>& slots = program_.tables[table].message_slots;
    const bool reads_sources = step != nullptr && step->reads_sources && step->copy_count > 0;
    for (const Slot slot : slots) values.push_back(lane.row[reads_sources ? source_of(*step, slot) : slot]);
    return error;
  }

  Slot source_of(const HotStep& step, Slot slot) const {
    const SlotCopy* const first = hot_.copies.data() + step.first_copy;
    const SlotCopy* const last = first + step.copy_count;
    const SlotCopy* const found = std::find_if(first, last, [&](const SlotCopy& copy) { return copy.to == slot; });
    return found == last ? slot : found->from;
  }

  void put_default(const Lane& lane, const InputStep& step) {
    if (!step.has_default_table) return put(lane, step.default_value);
    const Slot slot = step.default_value.slot;
    lane.row[slot] = kBlank;
    if (step.default_table == kNone) {
      add_error(lane, ErrorType::UnknownTable).key = slot;
      return;
    }
    // The row is chosen while the key is still missing; a blank reads the same.
    const TableProgram& table = program_.tables[step.default_table];
    const rules::RowIndex row = row_of<kExtras>(program_, step.default_table, *lane.input, lane.row);
    for (std::size_t i = 0; row != table.row_count && i < table.definition->columns.size(); ++i) {
      if (table.definition->columns[i].type != ColumnType::Endpoint || table.definition->columns[i].key != program_.keys[slot]) continue;
      const auto endpoint = parse_endpoint(table.definition->cell(row, i));
      if (!endpoint || endpoint->type != EndpointType::Value) continue;
      Setting setting{slot, kNull, kNoSlot};
      if (endpoint->value) {
        if (const auto key = reference_key(*endpoint->value)) setting.reference = program_.find_slot(*key);
        else setting.value = program_.dictionary.find(*endpoint->value);
      }
      return put(lane, setting);
    }
    add_table_error(lane, ErrorType::MatchNotFound, step.default_table).key = slot;
  }

  void run_mapping(const MappingStep& mapping) {
    lanes_ = scratch_.lanes;
    for (std::size_t i = 0; i < mapping.conditions.size() && !lanes_.empty(); ++i) check_condition(mapping.conditions[i], slots_ + mapping.trace + 1 + i);
    if (lanes_.empty()) return;
    const std::size_t trace = slots_ + mapping.trace;
    for (const Lane& lane : lanes_) lane.row[trace] = 0;
    for (const Setting& setting : mapping.initial_context)
      for (const Lane& lane : lanes_) lane.row[setting.slot] = setting.value;
    const HotStep* const first = hot_.steps.data() + mapping.first_hot_step;
    for (const HotStep* step = first; step != first + mapping.paths.size(); ++step) {
      run_step(*step);
      if (stopped_.empty()) continue;
      keep_lanes([&](const Lane& lane) { return std::find(stopped_.begin(), stopped_.end(), lane.row) == stopped_.end(); });
      stopped_.clear();
    }
  }

  template <class IsKept>
  void keep_lanes(IsKept&& is_kept) {
    scratch_.involved.resize(scratch_.lanes.size());
    Lane* end = scratch_.involved.data();
    for (const Lane& lane : lanes_) {
      const bool kept = is_kept(lane);
      *end = lane;  // reading is ahead of writing when both are the same memory
      end += kept ? 1 : 0;
    }
    lanes_ = {scratch_.involved.data(), end};
  }

  // Leaves the lanes that meet the condition.
  void check_condition(const Condition& condition, std::size_t trace) {
    const std::uint32_t none = condition.table == kNone ? 0 : hot_.tables[condition.table].row_count;
    keep_lanes([&](const Lane& lane) {
      std::uint32_t row = none;
      if (condition.table != kNone) row = condition.input_mapping.empty() ? row_of<kExtras>(program_, condition.table, *lane.input, lane.row) : row_on_copy(condition, lane);
      lane.row[trace] = static_cast<ValueId>(row);
      return (row != none) == condition.must_match;
    });
  }

  std::uint32_t row_on_copy(const Condition& condition, const Lane& lane) const {
    std::vector<ValueId> copy(lane.row, lane.row + slots_);
    for (const SlotCopy& mapping : condition.input_mapping)
      if (copy[mapping.from] != kAbsent) copy[mapping.to] = copy[mapping.from];
    return row_of<kExtras>(program_, condition.table, *lane.input, copy.data());
  }

  void run_step(const HotStep& step) {
    const HotVisit& visit = hot_.visits[step.visit];
    if (visit.table == kNone) [[unlikely]] {
      with_copies(step, [&](const Lane& lane) { add_error(lane, ErrorType::UnknownTable).visit = step.visit; });
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
    } else {
      with_copies(step, [&](const Lane& lane) { take_row(lane, step, visit, row_of<kExtras>(program_, visit.table, *lane.input, lane.row)); });
    }
  }

  // The visit for all lanes, by a table with that many columns.
  template <int kColumns>
  void take_rows(const HotStep& step, const HotVisit& visit, const HotTable& table) {
    const HotColumn* const column = hot_.columns.data() + step.first_column;
    const std::uint8_t* const classes = hot_.classes.data();
    const std::uint16_t* const dense = hot_.dense.data() + table.dense;
    const HotColumn one = column[0];
    const HotColumn two = column[kColumns > 1 ? 1 : 0];
    const HotColumn three = column[kColumns > 2 ? 2 : 0];
    const std::uint16_t* const codes = hot_.writes.data() + visit.first_write;
    const std::size_t trace = slots_ + step.trace;
    const bool writes_one = visit.target_count == 1;
    const std::size_t target = hot_.targets[visit.first_target];
    for (const Lane& lane : lanes_) {
      ValueId* const cells = lane.row;
      std::uint32_t place = classes[one.classes + cells[one.slot]] * one.stride;
      if constexpr (kColumns > 1) place += classes[two.classes + cells[two.slot]] * two.stride;
      if constexpr (kColumns > 2) place += classes[three.classes + cells[three.slot]] * three.stride;
      const std::uint16_t row = dense[place];
      if (writes_one && codes[row] < kFirstCode) [[likely]] {
        cells[trace] = row;
        cells[target] = codes[row];
      } else {
        take_row(lane, step, visit, row);
      }
    }
  }

  // Input mapping, then the visit, then the mapped keys away again.
  template <class VisitLane>
  void with_copies(const HotStep& step, VisitLane&& visit_lane) {
    const SlotCopy* const first = hot_.copies.data() + step.first_copy;
    const SlotCopy* const last = first + step.copy_count;
    for (const Lane& lane : lanes_) {
      ValueId* const row = lane.row;
      for (const SlotCopy* pair = first; pair != last; ++pair) {
        if (row[pair->from] == kAbsent) [[unlikely]] missing_source(lane, step, *pair);
        else row[pair->to] = row[pair->from];
      }
      visit_lane(lane);
      for (const SlotCopy* pair = first; pair != last; ++pair) row[pair->to] = kAbsent;
    }
  }

  void missing_source(const Lane& lane, const HotStep& step, const SlotCopy& pair) const {
    ErrorRecord& error = add_error(lane, ErrorType::UnknownInputMapping);
    error.key = pair.from;
    error.table = program_.visits[step.visit].table;
    error.visit = step.visit;
  }

  void take_row(const Lane& lane, const HotStep& step, const HotVisit& visit, std::uint32_t row) {
    ValueId* const cells = lane.row;
    cells[slots_ + step.trace] = static_cast<ValueId>(row);
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
        if (row == hot_.tables[visit.table].row_count) no_match(lane, step, visit.table);
        else if (take_actions(lane, visit, {visit.table, step.visit, &step, nullptr}, row)) stopped_.push_back(cells);
        return;
      }
    }
  }

  void no_match(const Lane& lane, const HotStep& step, std::uint32_t table) {
    ErrorRecord& error = add_table_error(lane, ErrorType::MatchNotFound, table, &step);
    error.visit = step.visit;
  }

  // Tables being processed, innermost first.
  struct Frame {
    std::uint32_t table;
    std::uint32_t visit;
    const HotStep* step;
    const Frame* outer;
  };

  // What a row does that is more than writing, in its order. True when the mapping stops for the case.
  bool take_actions(const Lane& lane, const HotVisit& visit, const Frame& frame, std::uint32_t row) {
    bool stop = false;
    const HotAction* action = hot_.actions.data() + visit.first_action + hot_.row_actions[visit.first_row + row];
    for (;; ++action) {
      act(lane, *action, frame, row, stop);
      if (action->is_last) return stop;
    }
  }

  void act(const Lane& lane, const HotAction& action, const Frame& frame, std::uint32_t row, bool& stop) {
    switch (action.kind) {
      case ActionKind::Write: lane.row[action.slot] = action.value; break;
      case ActionKind::Copy: put(lane, {action.slot, kBlank, action.value}); break;
      case ActionKind::Remove: lane.row[action.slot] = kAbsent; break;
      case ActionKind::Jump: stop = jump(lane, action.value, frame); break;
      case ActionKind::Stop: stop = true; break;
      case ActionKind::Error: {
        ErrorRecord& error = add_table_error(lane, ErrorType::StagingError, frame.table, frame.step);
        error.visit = frame.visit;
        error.column = action.column;
        error.row = row;
        break;
      }
      case ActionKind::Nothing: break;
    }
  }

  bool jump(const Lane& lane, std::uint32_t visit_number, const Frame& outer) {
    const HotVisit& visit = hot_.visits[visit_number];
    if (visit.table == kNone) [[unlikely]] {
      add_error(lane, ErrorType::UnknownTable).visit = visit_number;
      return false;
    }
    for (const Frame* frame = &outer; frame != nullptr; frame = frame->outer)
      if (frame->table == visit.table) {
        add_error(lane, ErrorType::InfiniteLoop).table = visit.table;
        return false;
      }
    const std::uint32_t row = row_of<kExtras>(program_, visit.table, *lane.input, lane.row);
    lane.outcome->jumps.push_back({outer.step->trace, static_cast<std::uint16_t>(row), visit_number});
    if (row == hot_.tables[visit.table].row_count) {
      add_table_error(lane, ErrorType::MatchNotFound, visit.table).visit = visit_number;
      return false;
    }
    return take_actions(lane, visit, {visit.table, visit_number, outer.step, &outer}, row);
  }

  void check_outputs() {
    for (const OutputStep& step : schema_.outputs) {
      if (step.table == kNone) continue;
      const Slot slot = step.default_value.slot;
      for (const Lane& lane : scratch_.lanes) {
        if (lane.row[slot] == kAbsent || matches_table(step.table, lane)) continue;
        ErrorRecord& error = add_error(lane, ErrorType::InvalidOutput);
        error.table = step.table;
        error.key = slot;
        error.value = lane.row[slot];
      }
    }
  }

  const Program& program_;
  const HotProgram& hot_;
  const SchemaProgram& schema_;
  GroupScratch& scratch_;
  const std::size_t slots_;
  std::span<const Lane> lanes_;      // of the mapping at hand
  std::vector<const ValueId*> stopped_;
};

}  // namespace

void run_group(const Program& program, const SchemaProgram& schema, bool with_texts, GroupScratch& scratch) {
  if (with_texts) GroupRun<true>(program, schema, scratch).run();
  else GroupRun<false>(program, schema, scratch).run();
}

}  // namespace restage::registry
