// SPDX-License-Identifier: Apache-2.0
#include "rules/run/case_memo.h"

#include <algorithm>
#include <limits>

#include "rules/run/given_value.h"
#include "rules/run/materiality.h"

namespace restage::rules {
namespace {
constexpr std::uint64_t kMaxDense = std::uint64_t{1} << 15;
constexpr std::size_t kMaxTaken = std::size_t{1} << 18;
constexpr std::uint32_t kSetClasses = 1 << 12, kNumberClasses = 1 << 16;
}  // namespace

CaseMemo::CaseMemo(const Program& program, Pack::Start start)
    : program_(program), search_(program, program.final_node()), start_(start) {
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
  for (std::size_t node = 0; node < asked.size(); ++node) {
    if (!asked[node] || !program.nodes()[node].is_input) continue;
    slots_.push_back(node);
    slot_states_.emplace_back().node = node;
  }
  for (std::size_t slot = 0; slot < slots_.size(); ++slot) fix_classes(slot_states_[slot], slot);
  lay_out_keys();
  input_.nodes.resize(program.nodes().size());
  input_.from_findings = from_findings;
}

/// The classes that are there from the start: of every code, flag and range of numbers.
void CaseMemo::fix_classes(Slot& slot, std::size_t index) {
  const Node& node = program_.nodes()[slot.node];
  slot.keeps_numbers = node.feeds_measure;
  slot.representatives.emplace_back();
  if (const std::string& absent = node.model->absent; !absent.empty())
    if (auto value = read_value(node, absent)) slot.representatives[0] = *std::move(value);
  slot.limit = std::numeric_limits<std::uint32_t>::max();
  const bool is_open_ended = slot.keeps_numbers || node.kind == Node::Kind::Set;
  if (!is_open_ended) {
    for (const auto& group : groups_of_values(program_, slot.node, kOpenValue))
      for (const Value value : group) class_of(index, {value, std::nullopt});
    if (node.kind == Node::Kind::Code)
      for (Value value = 0; value < node.model->declaration.values.size(); ++value)
        class_of(index, {value, std::nullopt});
    if (node.kind == Node::Kind::Number)
      for (Value value = 0; value <= 2 * node.cuts.size(); ++value) class_of(index, {value, std::nullopt});
  }
  slot.fixed = static_cast<std::uint32_t>(slot.representatives.size());
  slot.limit = !is_open_ended ? slot.fixed : slot.keeps_numbers ? kNumberClasses : kSetClasses;
}

/// Where a formula takes numbers as they are, cases are rarely alike, and nothing is remembered.
void CaseMemo::lay_out_keys() {
  std::uint64_t product = 1;
  for (const Slot& slot : slot_states_) {
    if (slot.keeps_numbers || product > (WordPolicy::kFree - 1) / slot.limit) return strides_.clear();
    strides_.push_back(product);
    product *= slot.limit;
  }
  if (product <= kMaxDense) dense_.resize(product);
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
  const auto next = static_cast<std::uint32_t>(slot.representatives.size());
  const auto number_of = [&](const auto& at_and_fresh) {
    if (at_and_fresh.second) slot.representatives.push_back(known);
    is_full_ = is_full_ || at_and_fresh.first->second >= slot.limit;
    return at_and_fresh.first->second;
  };
  if (slot.keeps_numbers && known.number) return number_of(slot.by_number.emplace(known.number->text(), next));
  const auto seen = slot.by_value.find(known.value);
  if (seen != slot.by_value.end()) return seen->second;
  const std::uint32_t number = number_of(slot.by_signature.emplace(signature_of(slot, known.value), next));
  slot.by_value.emplace(known.value, number);
  return number;
}

void CaseMemo::start_over() {
  for (Slot& slot : slot_states_) {
    const auto is_later = [&slot](const auto& each) { return each.second >= slot.fixed; };
    slot.representatives.resize(slot.fixed);
    std::erase_if(slot.by_signature, is_later);
    std::erase_if(slot.by_value, is_later);
    std::erase_if(slot.by_number, is_later);
  }
  std::fill(dense_.begin(), dense_.end(), Entry{});
  sparse_.start(128);
  is_full_ = false;
}

const RunInput& CaseMemo::question(const std::uint32_t* classes) {
  search_.consider(input_of(classes));
  return input_;
}

const RunInput& CaseMemo::input_of(const std::uint32_t* classes) {
  input_.assumed.clear();
  for (std::size_t i = 0; i < slots_.size(); ++i) {
    KnownValue& known = input_.nodes[slots_[i]];
    known = slot_states_[i].representatives[classes[i]];
    if (classes[i] == kUnknownClass && known.value != kOpenValue) input_.assumed.push_back(slots_[i]);
  }
  return input_;
}

const RunResult& CaseMemo::run(const std::uint32_t* classes) { return search_.run(input_of(classes)); }

ResultSearch::Answer CaseMemo::answer(const std::uint32_t* classes) {
  Entry& entry = entry_of(classes);
  if (entry.answer == kNotYet) {
    const ResultSearch::Answer found = search_.ask(input_of(classes));
    entry.answer = found.set << 1 | (found.rests_on_unverified ? 1 : 0);
  }
  return {entry.answer >> 1, (entry.answer & 1) != 0};
}

std::uint32_t CaseMemo::lookup(const std::uint32_t* classes) {
  const Entry& entry = entry_of(classes);
  if (entry.result != kNotYet) return entry.result;
  const std::uint32_t result = maker_->make(classes);  // may ask for other combinations, which moves entries
  entry_of(classes).result = result;
  return result;
}

CaseMemo::Entry& CaseMemo::entry_of(const std::uint32_t* classes) {
  if (strides_.empty()) return unkept_ = {};
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < strides_.size(); ++i) key += classes[i] * strides_[i];
  if (!dense_.empty()) return dense_[key];
  if (sparse_.size() >= kMaxTaken) sparse_.start(128);  // memory is bounded: what was known is asked again
  return sparse_[key];
}

}  // namespace restage::rules
