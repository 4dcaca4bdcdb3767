// SPDX-License-Identifier: Apache-2.0
// include/restage/registry.h over the engine.
#include "restage/registry.h"

#include "registry/records/run_plan.h"
#include "registry/run/result_text.h"

namespace restage {

using registry::kAbsent;
using registry::kNone;
using registry::kNoSlot;
using registry::kNull;

std::string_view registry_result_name(RegistryResult result) noexcept { return registry::to_string(result); }

struct RegistryAlgorithm::Parts {
  std::shared_ptr<const registry::AlgorithmProgram> program;
};

RegistryAlgorithm::RegistryAlgorithm(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RegistryAlgorithm::~RegistryAlgorithm() = default;

Result<std::shared_ptr<const RegistryAlgorithm>> RegistryAlgorithm::load(const std::string& path, int current_year) {
  auto loaded = registry::load_algorithm(path, current_year);
  if (!loaded) return std::move(loaded).error();
  auto parts = std::make_unique<Parts>(Parts{std::move(loaded).value().program});
  return std::shared_ptr<const RegistryAlgorithm>(new RegistryAlgorithm(std::move(parts)));
}

std::string_view RegistryAlgorithm::name() const noexcept { return parts_->program->definition->name; }
std::string_view RegistryAlgorithm::version() const noexcept { return parts_->program->definition->version; }
std::string_view RegistryAlgorithm::content_hash() const noexcept { return parts_->program->definition->hash; }
std::size_t RegistryAlgorithm::schema_count() const noexcept { return parts_->program->schemas.size(); }
std::string_view RegistryAlgorithm::schema_id(std::size_t index) const noexcept {
  return index < schema_count() ? std::string_view(parts_->program->schemas[index].definition->id) : std::string_view();
}
int RegistryAlgorithm::key_number(std::string_view key) const noexcept {
  const registry::Slot slot = parts_->program->find_slot(key);
  return slot == kNoSlot ? -1 : slot;
}

struct RegistryCase::Parts {
  explicit Parts(std::shared_ptr<const registry::AlgorithmProgram> program) : stager(program), input(*program) {}

  registry::Setting output(std::size_t place) const {
    if (outcome->has_free_output) return outcome->free_output[place];
    const registry::SchemaProgram& schema = stager.program().schemas[outcome->schema];
    const registry::Slot slot = schema.outputs[present[place]].default_value.slot;
    return {slot, outcome->value(slot), kNoSlot};
  }

  registry::AlgorithmRunner stager;
  registry::CaseInput input;
  const registry::Outcome* outcome = nullptr;
  std::vector<std::uint16_t> present;  // outputs that are not absent

  // The path is put together when it is first asked for.
  const std::vector<registry::PathEntry>& path() {
    if (!path_is_known && outcome != nullptr) registry::find_path(*outcome, stager.program(), path_entries);
    path_is_known = true;
    return path_entries;
  }
  std::vector<registry::PathEntry> path_entries;
  bool path_is_known = false;
};

RegistryCase::RegistryCase(std::shared_ptr<const RegistryAlgorithm> algorithm)
    : parts_(std::make_unique<Parts>(algorithm->parts_->program)) {}
RegistryCase::~RegistryCase() = default;
RegistryCase::RegistryCase(RegistryCase&&) noexcept = default;
RegistryCase& RegistryCase::operator=(RegistryCase&&) noexcept = default;

void RegistryCase::clear() {
  parts_->input.clear();
  parts_->present.clear();
  parts_->outcome = nullptr;
}
void RegistryCase::set(std::string_view key, std::string_view value) { parts_->input.set(key, value); }
void RegistryCase::set(int key_number, std::string_view value) {
  if (key_number >= 0 && static_cast<std::size_t>(key_number) < parts_->stager.program().keys.size())
    parts_->input.set(static_cast<registry::Slot>(key_number), value);
}
void RegistryCase::set_null(std::string_view key) { parts_->input.set_null(key); }

RegistryResult RegistryCase::stage() {
  Parts& parts = *parts_;
  parts.outcome = &parts.stager.stage(parts.input);
  parts.present.clear();
  parts.path_is_known = false;
  if (parts.outcome->result == registry::StageResult::Staged) {
    const auto& outputs = parts.stager.program().schemas[parts.outcome->schema].outputs;
    for (std::size_t i = 0; i < outputs.size(); ++i)
      if (parts.outcome->value(outputs[i].default_value.slot) != kAbsent)
        parts.present.push_back(static_cast<std::uint16_t>(i));
  }
  return parts.outcome->result;
}

std::string_view RegistryCase::schema_id() const noexcept {
  if (parts_->outcome == nullptr || parts_->outcome->schema == kNone) return {};
  return parts_->stager.program().schemas[parts_->outcome->schema].definition->id;
}

std::size_t RegistryCase::output_count() const noexcept {
  if (parts_->outcome == nullptr) return 0;
  return parts_->outcome->has_free_output ? parts_->outcome->free_output.size() : parts_->present.size();
}

RegistryOutput RegistryCase::output(std::size_t index) const noexcept {
  if (index >= output_count()) return {};
  const registry::Setting setting = parts_->output(index);
  RegistryOutput output{parts_->stager.program().keys[setting.slot], std::nullopt};
  if (setting.value != kNull) output.value = parts_->input.text(setting.value);
  return output;
}

std::optional<std::string_view> RegistryCase::output(std::string_view key) const noexcept {
  for (std::size_t i = 0; i < output_count(); ++i)
    if (const RegistryOutput found = output(i); found.key == key) return found.value;
  return std::nullopt;
}

std::size_t RegistryCase::error_count() const noexcept {
  return parts_->outcome == nullptr ? 0 : parts_->outcome->errors.size();
}

RegistryError RegistryCase::error(std::size_t index) const {
  if (index >= error_count()) return {};
  registry::ErrorText text = registry::error_text(parts_->outcome->errors[index], *parts_->outcome, parts_->input);
  return {std::string(to_string(text.type)), std::move(text.table),
          std::move(text.columns).value_or(std::vector<std::string>()), std::move(text.key), std::move(text.message)};
}

std::size_t RegistryCase::path_count() const noexcept { return parts_->outcome == nullptr ? 0 : parts_->path().size(); }

std::string RegistryCase::path(std::size_t index) const {
  return index < path_count() ? registry::path_text(parts_->path()[index], parts_->stager.program()) : std::string();
}

struct RegistryBatch::Parts {
  RegistryCase scratch;
  std::vector<registry::Slot> slots;
  std::vector<std::string> keys;
};

RegistryBatch::RegistryBatch(std::shared_ptr<const RegistryAlgorithm> algorithm, std::span<const std::string_view> keys)
    : parts_(std::make_unique<Parts>(Parts{RegistryCase(algorithm), {}, {}})) {
  for (const std::string_view key : keys) {
    parts_->slots.push_back(algorithm->parts_->program->find_slot(key));
    parts_->keys.emplace_back(key);
  }
}
RegistryBatch::~RegistryBatch() = default;
RegistryBatch::RegistryBatch(RegistryBatch&&) noexcept = default;
RegistryBatch& RegistryBatch::operator=(RegistryBatch&&) noexcept = default;

void RegistryBatch::stage(std::span<const std::string_view> cells,
                          const std::function<void(std::size_t, const RegistryCase&)>& use) {
  const std::size_t width = parts_->slots.size();
  if (width == 0) return;
  registry::CaseInput& input = parts_->scratch.parts_->input;
  for (std::size_t number = 0; (number + 1) * width <= cells.size(); ++number) {
    input.clear();
    for (std::size_t i = 0; i < width; ++i) {
      const std::string_view cell = cells[number * width + i];
      if (cell.data() == nullptr) continue;
      if (parts_->slots[i] != kNoSlot)
        input.set(parts_->slots[i], cell);
      else
        input.set(parts_->keys[i], cell);
    }
    parts_->scratch.stage();
    use(number, parts_->scratch);
  }
}

}  // namespace restage
