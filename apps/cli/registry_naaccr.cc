// SPDX-License-Identifier: Apache-2.0
// NAACCR XML in, NAACCR XML out with derived items set; and checking alone.
#include "apps/cli/registry_naaccr.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "apps/cli/naaccr_stage.h"
#include "base/text.h"
#include "registry/explain/refusal.h"

namespace restage::cli {

NaaccrBlocks::NaaccrBlocks(naaccr::PatientStream& stream, const naaccr::FileHead& head)
    : stream_(stream), patient_end_("</" + (head.prefix.empty() ? std::string() : head.prefix + ":") + "Patient") {}

Result<bool> NaaccrBlocks::read_ahead() {
  const auto more = stream_.next(ahead_);
  if (!more) {
    failed_ = true;
    failure_ = more.error();
  }
  has_ahead_ = more && *more;
  return has_ahead_;
}

Result<bool> NaaccrBlocks::next(registry::Block& block) {
  if (!started_) {
    started_ = true;
    (void)read_ahead();
  }
  if (!has_ahead_) {
    if (failed_) return failure_;
    return false;
  }
  block.input.swap(ahead_);
  block.first_record = patients_ + 1;
  for (std::size_t at = 0;;) {
    const void* found =
        ::memmem(block.input.data() + at, block.input.size() - at, patient_end_.data(), patient_end_.size());
    if (found == nullptr) break;
    at = static_cast<std::size_t>(static_cast<const char*>(found) - block.input.data()) + 1;
    ++patients_;
  }
  (void)read_ahead();
  block.is_last = !has_ahead_;
  return true;
}

Result<std::shared_ptr<const naaccr::ItemTable>> load_items(const RegistryOptions& options) {
  auto table = std::make_shared<naaccr::ItemTable>();
  for (const std::string& path : options.dictionaries) {
    const auto xml = read_file(path, std::size_t{64} << 20);
    if (!xml) return xml.error();
    if (auto added = table->add_dictionary(*xml); !added) {
      Error error = added.error();
      error.context = error.context.empty() ? path : path + ": " + error.context;
      return error;
    }
  }
  return std::shared_ptr<const naaccr::ItemTable>(std::move(table));
}

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

int run_naaccr(RunContext& context, std::shared_ptr<const registry::RunPlan> plan, const std::string& file,
               std::unique_ptr<ByteSource> source, std::string first_bytes, RunOutput* sink) {
  const auto table = load_items(context.options);
  if (!table) return report_file_error(context, file, table.error(), kUsage);
  naaccr::PatientStream stream(std::move(source), std::move(first_bytes));
  const auto head = stream.open();
  if (!head) return report_file_error(context, file, head.error(), kUsage);
  if (sink != nullptr && !sink->write(stream.head_bytes())) return kUsage;
  NaaccrBlocks blocks(stream, *head);
  bool has_issues = false;
  const int status = run_blocks(
      context, file, read_from(blocks), [&] { return std::make_unique<NaaccrWorker>(plan, **table, *head); },
      [&](registry::Block& block) {
        has_issues |= std::any_of(block.issues.begin(), block.issues.end(),
                                  [](const DataIssue& issue) { return issue.severity != Severity::Information; });
        return sink == nullptr || sink->write(block.output);
      });
  return status == kDone && has_issues ? static_cast<int>(kDoneWithRefusals) : status;
}

int run_check(Console& console, const RegistryOptions& options) {
  int status = kDone;
  Progress progress(console, options.files);
  IssueLog issues(console, &progress, options.issues_file);
  if (!issues.open()) return kUsage;
  RunContext context{console, options, progress, issues, {}};
  for (const std::string& file : options.files) {
    auto source = ByteSource::open(file);
    if (!source) {
      status = std::max(status, report_file_error(context, file, source.error(), kUsage));
      continue;
    }
    progress.begin_file(**source);
    const int verdict = run_naaccr(context, nullptr, file, std::move(source).value(), {}, nullptr);
    if (interruption_flag().load()) return kDoneWithRefusals;
    progress.clear();
    console.out(fmt::format("{}: {}\n", file, verdict == kDone ? "valid" : "invalid"));
    status = std::max(status, verdict == kDone ? static_cast<int>(kDone) : static_cast<int>(kDoneWithRefusals));
  }
  return issues.commit() ? status : static_cast<int>(kUsage);
}

}  // namespace restage::cli
