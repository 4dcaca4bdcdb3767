// SPDX-License-Identifier: Apache-2.0
// NAACCR XML in, NAACCR XML out with derived items set; and checking alone.
#include "service/registry/naaccr_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "formats/naaccr/writer/item_editor.h"
#include "registry/explain/refusal.h"
#include "service/registry/case_file.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"

namespace restage::service {
namespace {

class NaaccrWorker final : public registry::BlockWorker, private naaccr::TumorVisitor {
 public:
  NaaccrWorker(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table,
               const naaccr::FileHead& head)
      : walker_(head, table), editor_(head) {
    if (plan) stager_ = std::make_unique<ItemDerivation>(std::move(plan), table, head);
  }

  void process(registry::Block& block) override {
    block_ = &block;
    editor_.begin(block.input);
    walker_.walk(block.input, block.first_record - 1, block.is_last, *this, block.issues);
    editor_.write(block.output);
    block.statistics.unreadable =
        static_cast<std::uint64_t>(std::count_if(block.issues.begin(), block.issues.end(), [](const DataIssue& issue) {
          return issue.code == IssueCode::InputUnreadable;
        }));
    block.statistics.input_bytes = block.input.size();
    block.statistics.output_bytes = block.output.size();
  }

 private:
  void tumor(const naaccr::TumorPlace& place, const std::vector<naaccr::ItemPlace>& tumor_items,
             const std::vector<naaccr::ItemPlace>& patient_items) override {
    ++block_->statistics.records;
    if (!stager_) return;
    bool staged = false;
    bool refused = false;
    bool has_invalid_codes = false;
    stager_->stage(block_->input, tumor_items, patient_items, [&](const StagedTumor& result) {
      staged |= result.outcome->result == registry::StageResult::Staged;
      refused |= note_refusal(place, result);
      has_invalid_codes |= note_invalid_codes(place, result);
      for (const DerivedItem& derived : result.derived)
        editor_.set(place, *derived.item, derived.existing, derived.value);
    });
    editor_.end_tumor(place);
    if (staged)
      ++block_->statistics.staged;
    else if (refused)
      ++block_->statistics.refused;
    else
      ++block_->statistics.not_coded;
    block_->statistics.with_invalid_codes += staged && has_invalid_codes;
  }

  std::string path_of(const naaccr::TumorPlace& place) const {
    return fmt::format("patient {}, tumor {}", block_->first_record - 1 + place.patient, place.tumor);
  }

  bool may_list() {
    if (stager_->plan().options.wants_issue(*block_)) return true;
    ++block_->statistics.unlisted;
    return false;
  }

  // True when the algorithm refused a tumor that was coded for it.
  bool note_refusal(const naaccr::TumorPlace& place, const StagedTumor& result) {
    using registry::StageResult;
    if (result.outcome->result == StageResult::Staged) return false;
    if (!may_list()) return true;
    DataIssue issue = registry::refusal_issue(*result.outcome, *result.input, path_of(place));
    issue.remedy += "; the tumor was left as it is";
    block_->issues.push_back(std::move(issue));
    return true;
  }

  // A NAACCR file has no place for errors, so the codes that no input has are told here.
  bool note_invalid_codes(const naaccr::TumorPlace& place, const StagedTumor& result) {
    if (result.outcome->result != registry::StageResult::Staged || !registry::has_invalid_code(*result.outcome))
      return false;
    if (may_list()) registry::add_invalid_code_issues(*result.outcome, *result.input, path_of(place), block_->issues);
    return true;
  }

  naaccr::BlockWalker walker_;
  naaccr::ItemEditor editor_;
  std::unique_ptr<ItemDerivation> stager_;
  registry::Block* block_ = nullptr;
};

}  // namespace

bool has_wrong(const registry::Block& block) {
  return std::any_of(block.issues.begin(), block.issues.end(),
                     [](const DataIssue& issue) { return issue.severity != Severity::Information; });
}

std::unique_ptr<registry::BlockWorker> make_naaccr_worker(std::shared_ptr<const registry::RunPlan> plan,
                                                          const naaccr::ItemTable& table,
                                                          const naaccr::FileHead& head) {
  return std::make_unique<NaaccrWorker>(std::move(plan), table, head);
}

RegistryStatus check_naaccr(const RegistryRequest& request, const RegistrySinks& sinks) {
  const auto table = load_items(request);
  if (!table) return fail(sinks, table.error());
  auto status = RegistryStatus::Done;
  RegistryRun run(request, sinks);
  if (!run.issues.open()) return RegistryStatus::Failed;
  for (const std::string& file : request.files) {
    auto source = ByteSource::open(file);
    if (!source) {
      status = std::max(status, report_file_error(run, file, source.error()));
      continue;
    }
    run.begin_file(**source);
    bool has_issues = false;
    const NaaccrQuestion question{
        [&](const naaccr::FileHead& head) { return make_naaccr_worker(nullptr, **table, head); },
        {},
        [&](registry::Block& block) {
          has_issues |= has_wrong(block);
          return true;
        }};
    const RegistryStatus verdict = run_naaccr_file(run, file, std::move(source).value(), {}, question);
    if (run.was_interrupted()) return RegistryStatus::DoneWithRefusals;
    const bool is_valid = verdict == RegistryStatus::Done && !has_issues;
    if (!sinks.out(fmt::format("{}: {}\n", file, is_valid ? "valid" : "invalid"))) return RegistryStatus::Failed;
    if (!is_valid) status = std::max(status, RegistryStatus::DoneWithRefusals);
  }
  return run.issues.commit() ? status : RegistryStatus::Failed;
}

}  // namespace restage::service
