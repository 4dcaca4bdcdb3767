// SPDX-License-Identifier: Apache-2.0
// Each case of a file in words.
#include "service/registry/registry.h"

#include <fmt/format.h>

#include "registry/explain/explain_case.h"
#include "registry/records/case_reader.h"
#include "report/terminal/registry_text.h"
#include "service/registry/case_file.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"

namespace restage::service {
namespace {

// One staged case: counted, and told in words.
void tell(const std::string& name, const registry::Outcome& outcome, const registry::CaseInput& input,
          const registry::RunPlan& plan, std::size_t algorithm, registry::Block& block) {
  const bool staged = outcome.result == registry::StageResult::Staged;
  ++(staged ? block.statistics.staged : block.statistics.refused);
  block.statistics.with_invalid_codes += staged && registry::has_invalid_code(outcome);
  block.output += report::explanation_text(name, registry::explain_case(outcome, input, plan.wanted_output[algorithm]));
}

// Cases of the text formats.
class TextTeller final : public registry::CaseVisitor {
 public:
  explicit TextTeller(std::shared_ptr<const registry::RunPlan> plan) : plan_(std::move(plan)) {
    for (const registry::LoadedAlgorithm& algorithm : plan_->algorithms)
      lanes_.push_back(std::make_unique<Lane>(algorithm.program));
  }

  void on_case(const registry::CaseRecord& record, registry::Block& block) override {
    const std::size_t chosen = plan_->choice.choose(record.year());
    Lane& lane = *lanes_[chosen];
    lane.input.clear();
    for (const auto& [key, value] : record.text) {
      if (value)
        lane.input.set(key, *value);
      else
        lane.input.set_null(key);
    }
    const bool has_name = record.keep_unknown_keys && !record.id.empty();
    tell(has_name ? fmt::format("{} (id {})", record.place, record.id) : record.place,
         lane.stager.stage(lane.input, plan_->forced_schema[chosen],
                           record.keep_unknown_keys ? registry::ForeignKeys::Refuse : registry::ForeignKeys::Drop),
         lane.input, *plan_, chosen, block);
  }
  void on_unreadable(DataIssue issue, registry::Block& block) override {
    block.output += report::unreadable_case_text(issue);
  }

 private:
  struct Lane {
    explicit Lane(std::shared_ptr<const registry::AlgorithmProgram> program) : stager(program), input(*program) {}
    registry::AlgorithmRunner stager;
    registry::CaseInput input;
  };
  std::shared_ptr<const registry::RunPlan> plan_;
  std::vector<std::unique_ptr<Lane>> lanes_;
};

class NaaccrTeller final : public registry::BlockWorker, private naaccr::TumorVisitor {
 public:
  NaaccrTeller(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table,
               const naaccr::FileHead& head)
      : stager_(std::move(plan), table, head), walker_(head, table) {}
  void process(registry::Block& block) override {
    block_ = &block;
    walker_.walk(block.input, block.first_record - 1, block.is_last, *this, block.issues);
  }

 private:
  void tumor(const naaccr::TumorPlace& place, const std::vector<naaccr::ItemPlace>& tumor_items,
             const std::vector<naaccr::ItemPlace>& patient_items) override {
    ++block_->statistics.records;
    const std::string name = fmt::format("patient {}, tumor {}", block_->first_record - 1 + place.patient, place.tumor);
    bool coded = false;
    stager_.stage(block_->input, tumor_items, patient_items, [&](const StagedTumor& result) {
      coded = true;
      tell(name, *result.outcome, *result.input, stager_.plan(), result.algorithm, *block_);
    });
    if (!coded) block_->output += report::uncoded_tumor_text(name);
  }

  ItemDerivation stager_;
  naaccr::BlockWalker walker_;
  registry::Block* block_ = nullptr;
};

class Explanation final : public CaseQuestion {
 public:
  Explanation(std::shared_ptr<const registry::RunPlan> plan, const RegistrySinks& sinks)
      : plan_(std::move(plan)), sinks_(sinks) {}

  std::unique_ptr<registry::BlockWorker> ndjson_worker() override {
    return registry::read_ndjson_cases(std::make_unique<TextTeller>(plan_));
  }
  std::unique_ptr<registry::BlockWorker> csv_worker(std::shared_ptr<const registry::CsvPlan> csv) override {
    return registry::read_csv_cases(std::move(csv), std::make_unique<TextTeller>(plan_));
  }
  std::unique_ptr<registry::BlockWorker> naaccr_worker(const naaccr::ItemTable& table,
                                                       const naaccr::FileHead& head) override {
    return std::make_unique<NaaccrTeller>(plan_, table, head);
  }
  bool use(registry::Block& block) override { return sinks_.out(block.output); }

 private:
  std::shared_ptr<const registry::RunPlan> plan_;
  const RegistrySinks& sinks_;
};

}  // namespace

RegistryStatus explain_records(const RegistryRequest& request, const RegistrySinks& sinks) {
  const auto plan = load_plan(request);
  const auto table = load_items(request);
  for (const Error* error : {plan ? nullptr : &plan.error(), table ? nullptr : &table.error()})
    if (error != nullptr) return fail(sinks, *error);
  RegistryRun run(request, sinks);
  if (!run.issues.open()) return RegistryStatus::Failed;
  auto status = RegistryStatus::Done;
  Explanation explanation(*plan, sinks);
  for (const std::string& file : request.files) {
    status = std::max(status, run_case_file(run, file, *plan, **table, explanation));
    if (status == RegistryStatus::Failed || run.was_interrupted()) return status;
  }
  if (!run.issues.commit()) return RegistryStatus::Failed;
  const registry::RunStatistics& counts = run.statistics;
  return counts.refused + counts.unreadable + counts.with_invalid_codes > 0 ? RegistryStatus::DoneWithRefusals : status;
}

}  // namespace restage::service
