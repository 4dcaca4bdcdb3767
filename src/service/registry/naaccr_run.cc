// SPDX-License-Identifier: Apache-2.0
// NAACCR XML in, NAACCR XML out with derived items set; and checking alone.
#include "service/registry/naaccr_run.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "registry/explain/refusal.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"

namespace restage::service {
namespace {

struct Edit {
  std::size_t begin;
  std::size_t end;
  std::string text;
};

class NaaccrWorker final : public registry::BlockWorker, private naaccr::TumorVisitor {
 public:
  NaaccrWorker(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table,
               const naaccr::FileHead& head)
      : walker_(head, table), prefix_(head.prefix.empty() ? std::string() : head.prefix + ":") {
    if (plan) stager_ = std::make_unique<ItemDerivation>(std::move(plan), table, head);
  }

  void process(registry::Block& block) override {
    block_ = &block;
    edits_.clear();
    walker_.walk(block.input, block.first_record - 1, block.is_last, *this, block.issues);
    std::size_t copied = 0;
    block.output.reserve(block.input.size() + edits_.size() * 64);
    for (const Edit& edit : edits_) {
      block.output.append(block.input, copied, edit.begin - copied);
      block.output += edit.text;
      copied = edit.end;
    }
    block.output.append(block.input, copied, std::string::npos);
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
    const std::size_t first_edit = edits_.size();
    bool staged = false;
    bool refused = false;
    bool has_invalid_codes = false;
    std::string inserted;
    stager_->stage(block_->input, tumor_items, patient_items, [&](const StagedTumor& result) {
      staged |= result.outcome->result == registry::StageResult::Staged;
      refused |= note_refusal(place, result);
      has_invalid_codes |= note_invalid_codes(place, result);
      for (const DerivedItem& derived : result.derived) set_item(place, derived, inserted);
    });
    if (!inserted.empty()) edits_.push_back({place.items_end, place.items_end, std::move(inserted)});
    std::sort(edits_.begin() + static_cast<std::ptrdiff_t>(first_edit), edits_.end(),
              [](const Edit& left, const Edit& right) { return left.begin < right.begin; });
    if (staged)
      ++block_->statistics.staged;
    else if (refused)
      ++block_->statistics.refused;
    else
      ++block_->statistics.not_coded;
    block_->statistics.with_invalid_codes += staged && has_invalid_codes;
  }

  void set_item(const naaccr::TumorPlace& place, const DerivedItem& derived, std::string& inserted) {
    const std::string value = text::escape_markup(derived.value);
    if (derived.existing == nullptr) {
      if (derived.value.empty() || place.is_empty_tag) return;
      inserted.append(block_->input, place.indent_begin, place.indent_end - place.indent_begin);
      inserted += fmt::format("<{0}Item naaccrId=\"{1}\">{2}</{0}Item>", prefix_, derived.item->id, value);
      return;
    }
    const naaccr::ItemPlace& item = *derived.existing;
    if (item_value(block_->input, item, buffer_) == derived.value) return;
    if (derived.value.empty()) {
      std::size_t begin = item.begin;
      while (begin > 0 && text::is_space(block_->input[begin - 1])) --begin;
      edits_.push_back({begin, item.end, {}});
    } else if (item.is_empty_tag) {
      edits_.push_back({item.begin, item.end,
                        fmt::format("<{0}Item naaccrId=\"{1}\">{2}</{0}Item>", prefix_, derived.item->id, value)});
    } else {
      edits_.push_back({item.value_begin, item.value_end, value});
    }
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
  std::string prefix_;
  std::unique_ptr<ItemDerivation> stager_;
  registry::Block* block_ = nullptr;
  std::vector<Edit> edits_;
  std::string buffer_;
};

}  // namespace

RegistryStatus run_naaccr(RegistryRun& run, std::shared_ptr<const registry::RunPlan> plan, const std::string& file,
                          std::unique_ptr<ByteSource> source, std::string first_bytes, RunOutput* output) {
  const auto table = load_items(run.request);
  if (!table) return report_file_error(run, file, table.error());
  naaccr::PatientStream stream(std::move(source), std::move(first_bytes));
  const auto head = stream.open();
  if (!head) return report_file_error(run, file, head.error());
  if (output != nullptr && !output->write(stream.head_bytes())) return RegistryStatus::Failed;
  NaaccrBlocks blocks(stream, *head);
  bool has_issues = false;
  const RegistryStatus status = run_blocks(
      run, file, read_from(blocks), [&] { return std::make_unique<NaaccrWorker>(plan, **table, *head); },
      [&](registry::Block& block) {
        has_issues |= std::any_of(block.issues.begin(), block.issues.end(),
                                  [](const DataIssue& issue) { return issue.severity != Severity::Information; });
        return output == nullptr || output->write(block.output);
      });
  return status == RegistryStatus::Done && has_issues ? RegistryStatus::DoneWithRefusals : status;
}

RegistryStatus check_naaccr(const RegistryRequest& request, const RegistrySinks& sinks) {
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
    const RegistryStatus verdict = run_naaccr(run, nullptr, file, std::move(source).value(), {}, nullptr);
    if (run.was_interrupted()) return RegistryStatus::DoneWithRefusals;
    if (!sinks.out(fmt::format("{}: {}\n", file, verdict == RegistryStatus::Done ? "valid" : "invalid")))
      return RegistryStatus::Failed;
    status =
        std::max(status, verdict == RegistryStatus::Done ? RegistryStatus::Done : RegistryStatus::DoneWithRefusals);
  }
  return run.issues.commit() ? status : RegistryStatus::Failed;
}

}  // namespace restage::service
