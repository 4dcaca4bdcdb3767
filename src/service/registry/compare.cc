// SPDX-License-Identifier: Apache-2.0
// Restages NAACCR files that hold derived items and reports what differs.
#include "service/registry/registry.h"

#include <mutex>

#include <fmt/format.h>

#include "base/json_writer.h"
#include "registry/explain/agreement.h"
#include "registry/explain/refusal.h"
#include "report/json/registry_json.h"
#include "report/terminal/registry_text.h"
#include "service/registry/case_file.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"
#include "service/registry/run.h"

namespace restage::service {
namespace {

struct SharedTally {
  std::mutex mutex;
  registry::Agreement tally;
};

class Comparison final : public registry::BlockWorker, private naaccr::TumorVisitor {
 public:
  Comparison(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table,
             const naaccr::FileHead& head, std::string file, std::size_t file_number, SharedTally& shared)
      : stager_(std::move(plan), table, head),
        walker_(head, table),
        file_(std::move(file)),
        file_number_(file_number),
        shared_(shared) {}

  void process(registry::Block& block) override {
    block_ = &block;
    tally_ = {};
    walker_.walk(block.input, block.first_record - 1, block.is_last, *this, block.issues);
    block.statistics.records = tally_.tumors;
    const std::lock_guard lock(shared_.mutex);
    shared_.tally.add(tally_);
  }

 private:
  void tumor(const naaccr::TumorPlace& place, const std::vector<naaccr::ItemPlace>& tumor_items,
             const std::vector<naaccr::ItemPlace>& patient_items) override {
    ++tally_.tumors;
    bool staged = false;
    bool refused = false;
    stager_.stage(block_->input, tumor_items, patient_items, [&](const StagedTumor& result) {
      if (result.outcome->result == registry::StageResult::Staged) {
        staged = true;
        one(place, result);
      } else {
        refused = true;
        if (stager_.plan().options.wants_issue(*block_))
          block_->issues.push_back(registry::refusal_issue(*result.outcome, *result.input, path_of(place)));
        else
          ++block_->statistics.unlisted;
      }
    });
    tally_.staged += staged;
    tally_.refused += refused && !staged;
  }

  std::string path_of(const naaccr::TumorPlace& place) const {
    return fmt::format("patient {}, tumor {}", block_->first_record - 1 + place.patient, place.tumor);
  }

  void one(const naaccr::TumorPlace& place, const StagedTumor& result) {
    for (const DerivedItem& derived : result.derived) {
      registry::Agreement::Item& item = tally_.by_item[derived.item->id];
      if (derived.existing == nullptr) {
        item.lacking += !derived.value.empty();
        continue;
      }
      const std::string_view theirs = item_value(block_->input, *derived.existing, buffer_);
      const bool equal = theirs == derived.value;
      ++item.compared;
      ++tally_.compared;
      item.equal += equal;
      tally_.equal += equal;
      if (!equal) note(place, result, derived, theirs);
    }
  }

  void note(const naaccr::TumorPlace& place, const StagedTumor& result, const DerivedItem& derived,
            std::string_view theirs) {
    const registry::AlgorithmProgram& program = result.input->program();
    registry::ItemDifference difference{program.definition->name + ' ' + program.definition->version,
                                        program.schemas[result.outcome->schema].definition->id,
                                        program.keys[derived.slot],
                                        derived.item->id,
                                        derived.item->number,
                                        std::string(theirs),
                                        std::string(derived.value),
                                        registry::row_places(*result.outcome, program, derived.slot)};
    tally_.differences.add(
        std::move(difference),
        (std::uint64_t{file_number_} << 48) + ((block_->first_record + place.patient) << 8) + place.tumor,
        [&] { return registry::Agreement::FirstTumor{file_, path_of(place)}; });
  }

  ItemDerivation stager_;
  naaccr::BlockWalker walker_;
  std::string file_;
  std::size_t file_number_;
  SharedTally& shared_;
  registry::Agreement tally_;
  registry::Block* block_ = nullptr;
  std::string buffer_;
};

std::string answer(const registry::Agreement& agreement, bool json) {
  if (!json) return report::agreement_text(agreement);
  std::string out;
  JsonWriter writer(out, 2);
  report::agreement_json(agreement, writer);
  return out + "\n";
}

}  // namespace

RegistryStatus compare_naaccr(const RegistryRequest& request, const RegistrySinks& sinks) {
  const auto plan = load_plan(request);
  if (!plan) return fail(sinks, plan.error());
  const auto table = load_items(request);
  if (!table) return fail(sinks, table.error());
  SharedTally shared;
  RegistryRun run(request, sinks);
  if (!run.issues.open()) return RegistryStatus::Failed;
  run.issues.set_enough((*plan)->options.enough_issues);
  bool has_issues = false;
  for (std::size_t i = 0; i < request.files.size(); ++i) {
    const std::string& file = request.files[i];
    const RegistryStatus status =
        run_naaccr_file(run, file,
                        {[&](const naaccr::FileHead& head) {
                           return std::make_unique<Comparison>(*plan, **table, head, file, i, shared);
                         },
                         {},
                         [&](registry::Block& block) {
                           has_issues |= !block.issues.empty();
                           return true;
                         }});
    if (status == RegistryStatus::Failed) return status;
    if (run.was_interrupted()) return RegistryStatus::DoneWithRefusals;
    has_issues |= status != RegistryStatus::Done;
  }
  if (!sinks.out(answer(shared.tally, request.json)) || !run.issues.commit()) return RegistryStatus::Failed;
  return has_issues || !shared.tally.differences.empty() ? RegistryStatus::DoneWithRefusals : RegistryStatus::Done;
}

}  // namespace restage::service
