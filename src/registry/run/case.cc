// SPDX-License-Identifier: Apache-2.0
#include "registry/run/case.h"

#include <algorithm>

namespace restage::registry {

CaseInput::CaseInput(const AlgorithmProgram& program)
    : program_(&program), values_(program.row_size, kAbsent), order_(program.keys.size()) {}

void CaseInput::clear() noexcept {
  std::fill(values_.begin(), values_.end(), kAbsent);
  order_size_ = 0;
  if (is_plain_) return;
  order_.resize(program_->keys.size());
  unknown_keys_.clear();
  trims_.clear();
  extras_.clear();
  extra_text_.clear();
  is_plain_ = true;
  needs_texts_ = false;
}

std::string_view CaseInput::text(ValueId id) const noexcept {
  const std::size_t known = program_->dictionary.size();
  if (id < known) return program_->dictionary.text(id);
  const Extra& extra = extras_[id - known];
  return std::string_view(extra_text_).substr(extra.begin, extra.size);
}

ValueId CaseInput::id_of(std::string_view text) {
  const ValueId id = program_->dictionary.find(text);
  if (id != kNotInterned) return id;
  for (std::size_t i = 0; i < extras_.size(); ++i)
    if (std::string_view(extra_text_).substr(extras_[i].begin, extras_[i].size) == text)
      return static_cast<ValueId>(program_->dictionary.size() + i);
  // Room for 5,000 texts beyond the dictionary; no case has that many keys.
  if (extras_.size() >= 5'000) return kBlank;
  is_plain_ = false;
  extras_.push_back({static_cast<std::uint32_t>(extra_text_.size()), static_cast<std::uint32_t>(text.size())});
  extra_text_ += text;
  return static_cast<ValueId>(program_->dictionary.size() + extras_.size() - 1);
}

void CaseInput::add_trim(Slot slot, std::string_view text) {
  is_plain_ = false;
  trims_.push_back({slot, id_of(trim_controls(text))});
  needs_texts_ |= trims_.back().value >= program_->dictionary.size();
}

void CaseInput::put(Slot slot, ValueId id) {
  if (supplied(slot)) {
    std::erase_if(trims_, [&](const Trim& trim) { return trim.slot == slot; });
  } else {
    order_[order_size_++] = slot;
  }
  values_[slot] = id;
}

void CaseInput::set_slowly(Slot slot, std::string_view text) {
  const ValueId id = id_of(text);
  put(slot, id);
  if (id >= kFirstSpaces && id < kAfterSpaces) return;
  if (trim_controls(text).size() != text.size())
    add_trim(slot, text);
  else
    needs_texts_ |= id >= program_->dictionary.size();
}

void CaseInput::set_null(Slot slot) { put(slot, kNull); }

void CaseInput::note_unknown(std::string_view key) {
  if (std::find(unknown_keys_.begin(), unknown_keys_.end(), key) != unknown_keys_.end()) return;
  is_plain_ = false;
  unknown_keys_.emplace_back(key);
  order_.push_back(kNoSlot);  // room for one more
  order_[order_size_++] = kNoSlot;
}

void CaseInput::set(std::string_view key, std::string_view text) {
  const Slot slot = program_->find_slot(key);
  if (slot == kNoSlot)
    note_unknown(key);
  else
    set(slot, text);
}

void CaseInput::set_null(std::string_view key) {
  const Slot slot = program_->find_slot(key);
  if (slot == kNoSlot)
    note_unknown(key);
  else
    set_null(slot);
}

void find_path(const Outcome& outcome, const AlgorithmProgram& program, std::vector<PathEntry>& path) {
  path.clear();
  if (outcome.result != StageResult::Staged) return;
  const ValueId* const trace = outcome.cells.data() + Outcome::first_trace(program);
  const auto row_or_none = [&](std::uint32_t table, std::uint16_t row) {
    return row == program.hot.tables[table].row_count ? kNone : std::uint32_t{row};
  };
  std::size_t jump = 0;
  for (const MappingStep& mapping : program.schemas[outcome.schema].mappings) {
    if (trace[mapping.trace] == kNotVisited) continue;
    const auto label = static_cast<std::uint16_t>(mapping.label);
    for (std::size_t i = 0; i < mapping.conditions.size(); ++i)
      if (const std::uint32_t table = mapping.conditions[i].table; table != kNone)
        path.push_back({label, table, row_or_none(table, trace[mapping.trace + 1 + i]), kNone});
    const HotStep* const first = program.hot.steps.data() + mapping.first_hot_step;
    for (const HotStep* step = first; step != first + mapping.paths.size(); ++step) {
      if (trace[step->trace] == kNotVisited) continue;
      const std::uint32_t table = program.visits[step->visit].table;
      path.push_back({label, table, row_or_none(table, trace[step->trace]), step->visit});
      for (; jump < outcome.jumps.size() && outcome.jumps[jump].trace == step->trace; ++jump) {
        const JumpEntry& entry = outcome.jumps[jump];
        const std::uint32_t target = program.visits[entry.visit].table;
        path.push_back({label, target, row_or_none(target, entry.row), entry.visit});
      }
    }
  }
}

}  // namespace restage::registry
