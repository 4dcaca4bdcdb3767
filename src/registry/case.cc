// SPDX-License-Identifier: Apache-2.0
#include "registry/case.h"

#include <algorithm>

namespace restage::registry {

CaseInput::CaseInput(const Program& program)
    : program_(&program), values_(program.keys.size(), kAbsent), supplied_((program.keys.size() + 63) / 64, 0) {}

void CaseInput::clear() noexcept {
  for (const Slot slot : order_)
    if (slot != kNoSlot) values_[slot] = kAbsent;
  std::fill(supplied_.begin(), supplied_.end(), 0);
  order_.clear();
  unknown_keys_.clear();
  trims_.clear();
  extras_.clear();
  extra_text_.clear();
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
    if (std::string_view(extra_text_).substr(extras_[i].begin, extras_[i].size) == text) return static_cast<ValueId>(program_->dictionary.size() + i);
  // Room for 5,000 texts beyond the dictionary; no case has that many keys.
  if (extras_.size() >= 5'000) return kBlank;
  extras_.push_back({static_cast<std::uint32_t>(extra_text_.size()), static_cast<std::uint32_t>(text.size())});
  extra_text_ += text;
  return static_cast<ValueId>(program_->dictionary.size() + extras_.size() - 1);
}

void CaseInput::add_trim(Slot slot, std::string_view text) {
  trims_.push_back({slot, id_of(trim_controls(text))});
  needs_texts_ |= trims_.back().value >= program_->dictionary.size();
}

void CaseInput::put(Slot slot, ValueId id) {
  if (supplied(slot)) {
    std::erase_if(trims_, [&](const Trim& trim) { return trim.slot == slot; });
  } else {
    supplied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
    order_.push_back(slot);
  }
  values_[slot] = id;
}

void CaseInput::set_slowly(Slot slot, std::string_view text) {
  const ValueId id = id_of(text);
  put(slot, id);
  if (trim_controls(text).size() != text.size()) add_trim(slot, text);
  else needs_texts_ |= id >= program_->dictionary.size();
}

void CaseInput::set_null(Slot slot) { put(slot, kNull); }

void CaseInput::note_unknown(std::string_view key) {
  if (std::find(unknown_keys_.begin(), unknown_keys_.end(), key) != unknown_keys_.end()) return;
  unknown_keys_.emplace_back(key);
  order_.push_back(kNoSlot);
}

void CaseInput::set(std::string_view key, std::string_view text) {
  const Slot slot = program_->find_slot(key);
  if (slot == kNoSlot) note_unknown(key);
  else set(slot, text);
}

void CaseInput::set_null(std::string_view key) {
  const Slot slot = program_->find_slot(key);
  if (slot == kNoSlot) note_unknown(key);
  else set_null(slot);
}

}  // namespace restage::registry
