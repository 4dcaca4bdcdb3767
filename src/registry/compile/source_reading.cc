// SPDX-License-Identifier: Apache-2.0
#include "registry/compile/source_reading.h"

#include <algorithm>

namespace restage::registry {

SourceReading::SourceReading(const AlgorithmProgram& program, const SchemaProgram& schema)
    : program_(program),
      always_present_(program.keys.size()),
      ever_present_(program.keys.size()),
      noted_(program.visits.size()) {
  const auto put = [&](const Setting& setting) { always_present_[setting.slot] = ever_present_[setting.slot] = true; };
  for (const InputStep& input : schema.inputs) put(input.default_value);
  for (const OutputStep& output : schema.outputs) put(output.default_value);
  for (const Setting& setting : schema.initial_context) put(setting);
  for (const Slot slot : {program.context_year, program.context_version}) ever_present_[slot] = true;
  for (const MappingStep& mapping : schema.mappings)
    for (const Setting& setting : mapping.initial_context) ever_present_[setting.slot] = true;
  // What a row or the end of a mapping may take away is not always there.
  for (const MappingStep& mapping : schema.mappings)
    for (const PathStep& path : mapping.paths) {
      note_visit(path.visit);
      for (const SlotCopy& copy : path.input_mapping) always_present_[copy.to] = false;
    }
}

void SourceReading::note_visit(std::uint32_t visit) {
  if (noted_[visit]) return;
  noted_[visit] = true;
  for (const Action& action : program_.visits[visit].actions) switch (action.kind) {
      case ActionKind::Write:
      case ActionKind::Copy:
        ever_present_[action.slot] = true;
        break;
      case ActionKind::Remove:
        always_present_[action.slot] = false;
        break;
      case ActionKind::Jump:
        note_visit(action.value);
        break;
      case ActionKind::Stop:
      case ActionKind::Error:
      case ActionKind::Nothing:
        break;
    }
}

bool SourceReading::is_possible(const PathStep& path) const {
  const Visit& visit = program_.visits[path.visit];
  if (visit.table == kNone || program_.hot.tables[visit.table].dense == kNone) return false;
  const auto is_mapped = [&](Slot slot) {
    return std::any_of(path.input_mapping.begin(), path.input_mapping.end(),
                       [&](const SlotCopy& copy) { return copy.to == slot; });
  };
  for (const SlotCopy& copy : to_sources(path.input_mapping))
    if (!always_present_[copy.from] || ever_present_[copy.to]) return false;
  return std::none_of(visit.actions.begin(), visit.actions.end(), [&](const Action& action) {
    if (action.kind == ActionKind::Jump) return true;
    if (action.kind == ActionKind::Copy && is_mapped(static_cast<Slot>(action.value))) return true;
    return (action.kind == ActionKind::Write || action.kind == ActionKind::Copy || action.kind == ActionKind::Remove) &&
           is_mapped(action.slot);
  });
}

std::vector<SlotCopy> SourceReading::to_sources(const std::vector<SlotCopy>& mapping) {
  std::vector<SlotCopy> sources;
  for (SlotCopy copy : mapping) {
    for (const SlotCopy& earlier : sources)
      if (earlier.to == copy.from) copy.from = earlier.from;
    std::erase_if(sources, [&](const SlotCopy& earlier) { return earlier.to == copy.to; });
    sources.push_back(copy);
  }
  return sources;
}

}  // namespace restage::registry
