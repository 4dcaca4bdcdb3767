// SPDX-License-Identifier: Apache-2.0
#include "registry/explain/relevance.h"

#include <algorithm>

namespace restage::registry {
namespace {

class Slice {
 public:
  Slice(const AlgorithmProgram& program, const SchemaProgram& schema, std::vector<bool> needed)
      : program_(program), schema_(schema), needed_(std::move(needed)) {
    needed_.resize(program.keys.size());
  }

  std::vector<bool> run() && {
    for (bool changed = true; changed;) {
      changed_ = false;
      for (const MappingStep& mapping : schema_.mappings) visit_mapping(mapping);
      for (const OutputStep& output : schema_.outputs) copy(output.default_value);
      for (const InputStep& input : schema_.inputs) copy(input.default_value);
      changed = changed_;
    }
    return std::move(needed_);
  }

 private:
  void need(Slot slot) {
    if (slot == kNoSlot || needed_[slot]) return;
    needed_[slot] = true;
    changed_ = true;
  }
  void copy(const Setting& setting) {
    if (needed_[setting.slot]) need(setting.reference);
  }

  void visit_mapping(const MappingStep& mapping) {
    bool used = false;
    for (const Setting& setting : mapping.initial_context) used |= needed_[setting.slot];
    for (const PathStep& path : mapping.paths) {
      std::vector<std::uint32_t> seen;
      if (!writes_needed(path.visit, seen)) continue;
      used = true;
      seen.clear();
      read_visit(path.visit, seen);
      for (const SlotCopy& pair : path.input_mapping)
        if (needed_[pair.to]) need(pair.from);
    }
    if (!used) return;
    for (const Condition& condition : mapping.conditions) {
      if (condition.table != kNone)
        for (const ColumnRef& column : program_.tables[condition.table].columns) need(column.slot);
      for (const SlotCopy& pair : condition.input_mapping) need(pair.from);
    }
  }

  bool writes_needed(std::uint32_t visit, std::vector<std::uint32_t>& seen) const {
    if (std::find(seen.begin(), seen.end(), visit) != seen.end()) return false;
    seen.push_back(visit);
    const std::vector<Action>& actions = program_.visits[visit].actions;
    return std::any_of(actions.begin(), actions.end(), [&](const Action& action) {
      if (action.kind == ActionKind::Jump) return writes_needed(action.value, seen);
      if (action.kind == ActionKind::Stop) return true;
      return action.kind != ActionKind::Error && needed_[action.slot];
    });
  }

  void read_visit(std::uint32_t visit, std::vector<std::uint32_t>& seen) {
    if (std::find(seen.begin(), seen.end(), visit) != seen.end()) return;
    seen.push_back(visit);
    const Visit& made = program_.visits[visit];
    if (made.table == kNone) return;
    for (const ColumnRef& column : program_.tables[made.table].columns) need(column.slot);
    for (const Action& action : made.actions) {
      if (action.kind == ActionKind::Copy && needed_[action.slot]) need(static_cast<Slot>(action.value));
      if (action.kind == ActionKind::Jump) read_visit(action.value, seen);
    }
  }

  const AlgorithmProgram& program_;
  const SchemaProgram& schema_;
  std::vector<bool> needed_;
  bool changed_ = false;
};

}  // namespace

std::vector<bool> relevant_slots(const AlgorithmProgram& program, const SchemaProgram& schema,
                                 const std::vector<bool>& wanted) {
  return Slice(program, schema, wanted).run();
}

bool error_matters(const ErrorRecord& error, const AlgorithmProgram& program, const std::vector<bool>& relevant) {
  switch (error.type) {
    case ErrorType::UnknownInput:
    case ErrorType::UnknownTable:
    case ErrorType::InfiniteLoop:
    case ErrorType::UnknownInputMapping:
      return true;
    case ErrorType::InvalidRequiredInput:
    case ErrorType::InvalidNonRequiredInput:
    case ErrorType::InvalidOutput:
      return relevant[error.key];
    case ErrorType::StagingError:
    case ErrorType::MatchNotFound:
      break;
  }
  if (error.visit == kNone) return error.key == kNoSlot || relevant[error.key];
  const Visit& visit = program.visits[error.visit];
  return std::any_of(visit.actions.begin(), visit.actions.end(), [&](const Action& action) {
    if (error.type == ErrorType::StagingError && action.column != error.column) return false;
    return action.kind == ActionKind::Write || action.kind == ActionKind::Copy || action.kind == ActionKind::Remove
               ? relevant[action.slot]
               : action.kind == ActionKind::Jump;
  });
}

}  // namespace restage::registry
