// SPDX-License-Identifier: Apache-2.0
#include "rules/case_memo.h"

#include <cstring>

#include "rules/given_value.h"
#include "rules/materiality.h"

namespace restage::rules {
namespace {
constexpr std::size_t kMaxDense = std::size_t{1} << 18;
constexpr std::size_t kMaxSparse = std::size_t{1} << 18;
constexpr std::uint32_t kNotYet = 0xFFFF'FFFF;
}  // namespace

CaseMemo::CaseMemo(const Program& program, Pack::Start start) : program_(program), runner_(program), start_(start) {
  std::vector<bool> asked(program.nodes().size(), false);
  asked[Program::kClassificationNode] = true;
  const bool from_findings = start == Pack::Start::Findings;
  for (std::size_t i = 0; i < program.steps().size(); ++i) {
    const Step& step = program.steps()[i];
    if (!from_findings && !program.needed_from_categories()[i]) continue;
    if (step.is_measure) {
      for (const std::size_t operand : program.measures()[step.index].operands) asked[operand] = true;
      continue;
    }
    const TableStep& table = program.tables()[step.index];
    for (const Column& column : table.columns) asked[column.node] = true;
    for (const TableStep::When& when : table.when) asked[when.node] = true;
    for (const std::size_t node : table.results) asked[node] = asked[node] || program.nodes()[node].is_category;
  }
  std::size_t product = 1;
  bool countable = true;
  for (std::size_t node = 0; node < asked.size(); ++node) {
    if (!asked[node] || !program.nodes()[node].is_input) continue;
    slots_.push_back(node);
    Slot& slot = slot_states_.emplace_back();
    slot.node = node;
    slot.keeps_numbers = program.nodes()[node].feeds_measure;
    slot.representatives.emplace_back();
    if (const std::string& absent = program.nodes()[node].model->absent; !absent.empty())
      if (auto value = read_value(program.nodes()[node], absent)) slot.representatives[0] = *std::move(value);
    if (slot.keeps_numbers || program.nodes()[node].kind == Node::Kind::Set) countable = false;
    if (!countable) continue;
    const std::size_t last = slots_.size() - 1;
    for (const auto& group : groups_of_values(program, node, kOpenValue))
      for (const Value value : group) class_of(last, {value, std::nullopt});
    if (program.nodes()[node].kind == Node::Kind::Code)
      for (Value value = 0; value < program.nodes()[node].model->declaration.values.size(); ++value) class_of(last, {value, std::nullopt});
    limits_.push_back(static_cast<std::uint32_t>(slot_states_[last].representatives.size()));
    strides_.push_back(product);
    product *= limits_.back();
    countable = product <= kMaxDense;
  }
  if (countable) dense_.assign(product, kNotYet);
  key_.resize(slots_.size() * sizeof(std::uint32_t));
}

std::vector<std::uint32_t> CaseMemo::signature_of(const Slot& slot, Value value) const {
  const Node& node = program_.nodes()[slot.node];
  // Values of a category are told apart one by one where findings may lead to them or they may be printed.
  if (start_ == Pack::Start::Findings && node.is_category) return {static_cast<std::uint32_t>(value)};
  std::vector<std::uint32_t> signature = what_tables_see(program_, slot.node, value);
  // A coarse value stays one unknown in all tables: its members are part of what it is.
  if (node.is_coarse(value)) {
    signature.push_back(0x30000);
    for (const std::uint32_t member : node.model->members[value - node.leaf_count()]) signature.push_back(member);
  }
  if (slot.node == Program::kClassificationNode) signature.push_back(0x40000 + static_cast<std::uint32_t>(value));
  return signature;
}

std::uint32_t CaseMemo::class_of(std::size_t slot_index, const KnownValue& known) {
  Slot& slot = slot_states_[slot_index];
  if (slot.keeps_numbers && known.number) {
    const auto [at, fresh] = slot.by_number.emplace(known.number->text(), static_cast<std::uint32_t>(slot.representatives.size()));
    if (fresh) slot.representatives.push_back(known);
    return at->second;
  }
  const auto seen = slot.by_value.find(known.value);
  if (seen != slot.by_value.end()) return seen->second;
  const auto [at, fresh] = slot.by_signature.emplace(signature_of(slot, known.value), static_cast<std::uint32_t>(slot.representatives.size()));
  if (fresh) slot.representatives.push_back(known);
  if (fresh && !dense_.empty()) dense_.clear();  // a class the array has no room for
  slot.by_value.emplace(known.value, at->second);
  return at->second;
}

CaseMemo::Outcome CaseMemo::run(const std::uint32_t* classes) {
  Outcome outcome;
  outcome.input.nodes.resize(program_.nodes().size());
  outcome.input.from_findings = start_ == Pack::Start::Findings;
  for (std::size_t i = 0; i < slots_.size(); ++i) outcome.input.nodes[slots_[i]] = slot_states_[i].representatives[classes[i]];
  for (std::size_t i = 0; i < slots_.size(); ++i)
    if (classes[i] == kUnknownClass && outcome.input.nodes[slots_[i]].value != kOpenValue) outcome.input.assumed.push_back(slots_[i]);
  outcome.result = runner_.run(outcome.input);
  return outcome;
}

std::uint32_t CaseMemo::lookup(const std::uint32_t* classes) {
  if (!dense_.empty()) {
    std::size_t index = 0;
    for (std::size_t i = 0; i < slots_.size(); ++i) index += classes[i] * strides_[i];
    if (dense_[index] == kNotYet) dense_[index] = maker_->make(run(classes));
    return dense_[index];
  }
  std::memcpy(key_.data(), classes, key_.size());
  const auto seen = sparse_.find(key_);
  if (seen != sparse_.end()) return seen->second;
  if (sparse_.size() >= kMaxSparse) sparse_.clear();
  const std::uint32_t number = maker_->make(run(classes));
  sparse_.emplace(key_, number);
  return number;
}

}  // namespace restage::rules
