// SPDX-License-Identifier: Apache-2.0
#include "service/registry/item_derivation.h"

#include <algorithm>

namespace restage::service {

using registry::kNoSlot;
using registry::Slot;

namespace {

constexpr int kDateOfDiagnosis = 390;
constexpr int kSex = 220;  // replaced by sexAssignedAtBirth (225) in NAACCR 26
constexpr std::size_t kLargestNumber = 100'000;

// Items that every record carries whatever it was coded for: date, age, site, histology, behavior, sex, grade, nodes
// counted, vessel invasion, sizes, source, treatment sequence and margins, and the version of the CS input. Then the
// items of EOD that the pediatric algorithm reads as well (derived grade, B symptoms, S category): an adult has them
// too.
constexpr int kGeneralItems[] = {220, 225,  230,  390,  400,  440,  500,  522,  523,  752,  754,  756, 820,
                                 830, 1182, 1291, 1320, 1380, 1639, 2935, 2937, 1975, 3812, 3923, 3924};

bool is_general(int number) {
  return std::find(std::begin(kGeneralItems), std::end(kGeneralItems), number) != std::end(kGeneralItems);
}

}  // namespace

struct ItemDerivation::Lane {
  explicit Lane(std::shared_ptr<const registry::AlgorithmProgram> program) : stager(program), input(*program) {}
  registry::AlgorithmRunner stager;
  registry::CaseInput input;
  std::vector<std::vector<Slot>> slots_of_number;  // input keys by NAACCR item number
  struct Output {
    std::size_t index;  // in the schema's outputs
    const naaccr::ItemDefinition* item;
  };
  std::vector<std::vector<Output>> outputs;  // by schema, in order of item numbers
  std::vector<bool> is_own_number;           // items that only a record coded for this algorithm carries
  Slot sex_at_birth = kNoSlot;
  Slot cs_version = kNoSlot;
  std::string cs_version_default;
};

ItemDerivation::ItemDerivation(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table,
                               const naaccr::FileHead& head)
    : plan_(std::move(plan)), table_(table), version_(head.version) {
  for (const registry::LoadedAlgorithm& algorithm : plan_->algorithms) {
    lanes_.push_back(std::make_unique<Lane>(algorithm.program));
    Lane& lane = *lanes_.back();
    const registry::AlgorithmProgram& program = *algorithm.program;
    lane.slots_of_number.resize(kLargestNumber);
    lane.is_own_number.resize(kLargestNumber);
    for (const registry::SchemaProgram& schema : program.schemas) {
      for (const registry::FieldDefinition& field : schema.definition->inputs) {
        const Slot slot = program.find_slot(field.key);
        if (field.naaccr_item <= 0 || static_cast<std::size_t>(field.naaccr_item) >= kLargestNumber) continue;
        if (field.used_for_staging && !is_general(field.naaccr_item))
          lane.is_own_number[static_cast<std::size_t>(field.naaccr_item)] = true;
        std::vector<Slot>& slots = lane.slots_of_number[static_cast<std::size_t>(field.naaccr_item)];
        if (std::find(slots.begin(), slots.end(), slot) == slots.end()) slots.push_back(slot);
      }
      std::vector<Lane::Output> outputs;
      for (std::size_t i = 0; i < schema.outputs.size(); ++i) {
        const registry::FieldDefinition* field =
            schema.definition->output(program.keys[schema.outputs[i].default_value.slot]);
        const naaccr::ItemDefinition* item =
            field->naaccr_item > 0 ? table_.find_number(field->naaccr_item, version_) : nullptr;
        if (item != nullptr && item->level == naaccr::Level::Tumor) outputs.push_back({i, item});
      }
      std::sort(outputs.begin(), outputs.end(), [](const Lane::Output& left, const Lane::Output& right) {
        return left.item->number < right.item->number;
      });
      lane.outputs.push_back(std::move(outputs));
    }
    lane.sex_at_birth = program.find_slot("sex_at_birth");
    lane.cs_version = program.find_slot("cs_input_version_original");
    if (lane.cs_version != kNoSlot && !program.schemas.empty())
      if (const registry::FieldDefinition* derived = program.schemas.front().definition->output("csver_derived");
          derived != nullptr)
        lane.cs_version_default = derived->default_value.value_or("");
  }
}

ItemDerivation::~ItemDerivation() = default;

void ItemDerivation::fill(Lane& lane, std::string_view block, const std::vector<naaccr::ItemPlace>& items) {
  for (const naaccr::ItemPlace& place : items) {
    if (place.definition == nullptr || static_cast<std::size_t>(place.definition->number) >= kLargestNumber) continue;
    const std::vector<Slot>& slots = lane.slots_of_number[static_cast<std::size_t>(place.definition->number)];
    if (slots.empty()) continue;
    std::string_view value = item_value(block, place, buffer_);
    if (value.empty()) continue;  // an empty item is an item that was not given
    // The archives tag year_dx with the date of diagnosis; the year is its beginning.
    if (place.definition->number == kDateOfDiagnosis) value = value.substr(0, 4);
    for (const Slot slot : slots) lane.input.set(slot, value);
  }
}

void ItemDerivation::fill_substitutes(Lane& lane, std::string_view block,
                                      const std::vector<naaccr::ItemPlace>& patient_items) {
  // Before NAACCR 26 sex stands in the patient item 220, with codes of the same meaning.
  if (lane.sex_at_birth != kNoSlot && !lane.input.supplied(lane.sex_at_birth))
    for (const naaccr::ItemPlace& place : patient_items)
      if (place.definition != nullptr && place.definition->number == kSex) {
        const std::string_view value = item_value(block, place, buffer_);
        if (!value.empty()) lane.input.set(lane.sex_at_birth, value);
      }
  // Files of NAACCR 21 and later often lack the CS version of the input; their items were coded under the last one.
  if (lane.cs_version != kNoSlot && !lane.cs_version_default.empty() && !lane.input.supplied(lane.cs_version))
    lane.input.set(lane.cs_version, lane.cs_version_default);
}

void ItemDerivation::collect(const Lane& lane, const registry::Outcome& outcome,
                             const std::vector<naaccr::ItemPlace>& tumor_items, StagedTumor& result) const {
  if (outcome.result != registry::StageResult::Staged) return;
  const registry::SchemaProgram& schema = lane.stager.program().schemas[outcome.schema];
  const std::vector<bool>& wanted = plan_->wanted_output[result.algorithm];
  for (const Lane::Output& output : lane.outputs[outcome.schema]) {
    const Slot slot = schema.outputs[output.index].default_value.slot;
    if (!wanted.empty() && !wanted[slot]) continue;
    DerivedItem& derived = result.derived.emplace_back();
    derived.item = output.item;
    derived.slot = slot;
    derived.value = lane.input.text(outcome.value(slot));
    for (const naaccr::ItemPlace& place : tumor_items)
      if (place.definition == output.item) derived.existing = &place;
  }
}

void ItemDerivation::stage(std::string_view block, const std::vector<naaccr::ItemPlace>& tumor_items,
                           const std::vector<naaccr::ItemPlace>& patient_items,
                           const std::function<void(const StagedTumor&)>& use) {
  std::string year;
  for (const naaccr::ItemPlace& place : tumor_items)
    if (place.definition != nullptr && place.definition->number == kDateOfDiagnosis)
      year = std::string(item_value(block, place, buffer_).substr(0, 4));
  for (const std::size_t number : plan_->choice.choose_all(year)) {
    Lane& lane = *lanes_[number];
    const bool is_coded = std::any_of(tumor_items.begin(), tumor_items.end(), [&](const naaccr::ItemPlace& place) {
      return place.definition != nullptr && place.value_end > place.value_begin &&
             static_cast<std::size_t>(place.definition->number) < kLargestNumber &&
             lane.is_own_number[static_cast<std::size_t>(place.definition->number)];
    });
    if (!is_coded) continue;
    lane.input.clear();
    fill(lane, block, patient_items);
    fill(lane, block, tumor_items);
    fill_substitutes(lane, block, patient_items);
    StagedTumor result;
    result.algorithm = number;
    result.input = &lane.input;
    result.outcome = &lane.stager.stage(lane.input, plan_->forced_schema[number], registry::ForeignKeys::Drop);
    collect(lane, *result.outcome, tumor_items, result);
    use(result);
  }
}

}  // namespace restage::service
