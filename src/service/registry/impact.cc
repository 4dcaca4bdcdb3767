// SPDX-License-Identifier: Apache-2.0
// The same cases under both versions, in any of the three formats.
#include "service/registry/registry.h"

#include <mutex>
#include <utility>

#include <fmt/format.h>

#include "registry/explain/impact.h"
#include "registry/records/case_reader.h"
#include "report/json/registry_json.h"
#include "report/terminal/registry_text.h"
#include "service/registry/case_file.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"

namespace restage::service {
namespace {

// What all workers of a run share: both versions, and the moves found so far.
struct ImpactJob {
  std::shared_ptr<const registry::RunPlan> before;
  std::shared_ptr<const registry::RunPlan> after;
  std::shared_ptr<const registry::RunPlan> both;
  std::mutex mutex;
  registry::Impact impact;

  void add(const registry::Impact& part) {
    const std::lock_guard lock(mutex);
    impact.add(part);
  }
};

class TextCases final : public registry::CaseVisitor {
 public:
  TextCases(ImpactJob& job, std::uint64_t first_place)
      : job_(job),
        first_place_(first_place),
        run_(job.before->algorithms[0].program, job.after->algorithms[0].program, job.before->options.outputs) {}

  void on_case(const registry::CaseRecord& record, registry::Block&) override {
    run_.add({record.id.empty() ? record.place : record.id, first_place_ + record.number, record.year()}, record.text);
  }
  void on_unreadable(DataIssue issue, registry::Block& block) override {
    ++run_.impact().unreadable;
    block.issues.push_back(std::move(issue));
  }
  void end_block(registry::Block&) override { job_.add(std::exchange(run_.impact(), {})); }

 private:
  ImpactJob& job_;
  std::uint64_t first_place_;
  registry::ImpactRun run_;
};

class NaaccrCases final : public registry::BlockWorker, private naaccr::TumorVisitor {
 public:
  NaaccrCases(ImpactJob& job, std::uint64_t first_place, const naaccr::ItemTable& table, const naaccr::FileHead& head)
      : job_(job),
        first_place_(first_place),
        before_(job.before, table, head),
        after_(job.after, table, head),
        walker_(head, table) {}

  void process(registry::Block& block) override {
    block_ = &block;
    impact_ = {};
    walker_.walk(block.input, block.first_record - 1, block.is_last, *this, block.issues);
    for (const DataIssue& issue : block.issues) impact_.unreadable += issue.code == IssueCode::InputUnreadable;
    block.statistics.records = impact_.cases;
    block.statistics.unreadable = impact_.unreadable;
    job_.add(impact_);
  }

 private:
  // Both stagings are valid until the next one of their stager, so they can be looked at together.
  void tumor(const naaccr::TumorPlace& place, const std::vector<naaccr::ItemPlace>& tumor_items,
             const std::vector<naaccr::ItemPlace>& patient_items) override {
    registry::ImpactSide sides[2];
    std::size_t side = 0;
    for (ItemDerivation* stager : {&before_, &after_}) {
      stager->stage(block_->input, tumor_items, patient_items,
                    [&](const StagedTumor& result) { sides[side] = {result.outcome, result.input}; });
      ++side;
    }
    if (sides[0].outcome == nullptr && sides[1].outcome == nullptr) return;
    const std::uint64_t patient = block_->first_record - 1 + place.patient;
    registry::CaseName name{
        fmt::format("patient {}, tumor {}", patient, place.tumor), first_place_ + (patient << 8) + place.tumor, {}};
    const registry::CaseInput& input = *(sides[1].outcome == nullptr ? sides[0] : sides[1]).input;
    if (const registry::Slot year = input.program().year_dx; year != registry::kNoSlot)
      name.year = input.text(input.values()[year]);
    registry::add_impact(name, sides[0], sides[1], job_.before->options.outputs, impact_);
  }

  ImpactJob& job_;
  std::uint64_t first_place_;
  ItemDerivation before_;
  ItemDerivation after_;
  naaccr::BlockWalker walker_;
  registry::Block* block_ = nullptr;
  registry::Impact impact_;
};

class ImpactOfFile final : public CaseQuestion {
 public:
  ImpactOfFile(ImpactJob& job, std::uint64_t first_place) : job_(job), first_place_(first_place) {}

  std::unique_ptr<registry::BlockWorker> ndjson_worker() override {
    return registry::read_ndjson_cases(std::make_unique<TextCases>(job_, first_place_));
  }
  std::unique_ptr<registry::BlockWorker> csv_worker(std::shared_ptr<const registry::CsvPlan> csv) override {
    return registry::read_csv_cases(std::move(csv), std::make_unique<TextCases>(job_, first_place_));
  }
  std::unique_ptr<registry::BlockWorker> naaccr_worker(const naaccr::ItemTable& table,
                                                       const naaccr::FileHead& head) override {
    return std::make_unique<NaaccrCases>(job_, first_place_, table, head);
  }
  bool use(registry::Block&) override { return true; }

 private:
  ImpactJob& job_;
  std::uint64_t first_place_;
};

}  // namespace

RegistryStatus impact_of_versions(const RegistryRequest& request, const RegistrySinks& sinks) {
  ImpactJob job;
  const auto algorithms = load_algorithms(request);
  if (!algorithms) return fail(sinks, algorithms.error());
  registry::RunOptions run_options;
  run_options.outputs = request.outputs;
  run_options.carried = request.carried;
  auto both = registry::plan_run(*algorithms, run_options);
  if (!both) return fail(sinks, both.error());
  job.both = *both;
  // An output that only one version has is no mistake, so each side is planned without the check.
  for (auto [side, index] : {std::pair{&job.before, std::size_t{0}}, std::pair{&job.after, std::size_t{1}}}) {
    auto plan = registry::plan_run({(*algorithms)[index]}, {});
    if (!plan) return fail(sinks, plan.error());
    auto with_outputs = std::make_shared<registry::RunPlan>(**plan);
    with_outputs->options.outputs = request.outputs;
    *side = std::move(with_outputs);
  }
  const auto table = load_items(request);
  if (!table) return fail(sinks, table.error());
  RegistryRun run(request, sinks);
  if (!run.issues.open()) return RegistryStatus::Failed;
  auto status = RegistryStatus::Done;
  for (std::size_t i = 0; i < request.files.size(); ++i) {
    ImpactOfFile question(job, static_cast<std::uint64_t>(i) << 48);
    status = std::max(status, run_case_file(run, request.files[i], job.both, **table, question));
    if (status == RegistryStatus::Failed || run.was_interrupted()) return status;
  }
  std::string out;
  if (request.json) {
    JsonWriter writer(out, 2);
    report::impact_json(job.impact, writer);
    out += '\n';
  } else {
    out = report::impact_text(job.impact);
  }
  if (!sinks.out(out) || !run.issues.commit()) return RegistryStatus::Failed;
  return job.impact.unreadable > 0 ? RegistryStatus::DoneWithRefusals : status;
}

}  // namespace restage::service
