// SPDX-License-Identifier: Apache-2.0
// NAACCR XML in, NAACCR XML out with derived items set; and checking alone.
#include "apps/cli/registry_naaccr.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "apps/cli/naaccr_stage.h"
#include "base/text.h"
#include "registry/explain.h"
#include "registry/format.h"

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
    const void* found = ::memmem(block.input.data() + at, block.input.size() - at, patient_end_.data(), patient_end_.size());
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
  NaaccrWorker(std::shared_ptr<const registry::RunPlan> plan, const naaccr::ItemTable& table, const naaccr::FileHead& head)
      : walker_(head, table), prefix_(head.prefix.empty() ? std::string() : head.prefix + ":") {
    if (plan) stager_ = std::make_unique<TumorStager>(std::move(plan), table, head);
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
    block.statistics.unreadable = static_cast<std::uint64_t>(
        std::count_if(block.issues.begin(), block.issues.end(), [](const DataIssue& issue) { return issue.code == IssueCode::InputUnreadable; }));
    block.statistics.input_bytes = block.input.size();
    block.statistics.output_bytes = block.output.size();
  }

 private:
  void tumor(const naaccr::TumorPlace& place, const std::vector<naaccr::ItemPlace>& tumor_items, const std::vector<naaccr::ItemPlace>& patient_items) override {
    ++block_->statistics.records;
    if (!stager_) return;
    const std::size_t first_edit = edits_.size();
    bool staged = false;
    bool refused = false;
    std::string inserted;
    stager_->stage(block_->input, tumor_items, patient_items, [&](const StagedTumor& result) {
      staged |= result.outcome->result == registry::StageResult::Staged;
      refused |= note_refusal(place, result);
      for (const DerivedItem& derived : result.derived) set_item(place, derived, inserted);
    });
    if (!inserted.empty()) edits_.push_back({place.items_end, place.items_end, std::move(inserted)});
    std::sort(edits_.begin() + static_cast<std::ptrdiff_t>(first_edit), edits_.end(), [](const Edit& left, const Edit& right) { return left.begin < right.begin; });
    if (staged) ++block_->statistics.staged;
    else if (refused) ++block_->statistics.refused;
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
      edits_.push_back({item.begin, item.end, fmt::format("<{0}Item naaccrId=\"{1}\">{2}</{0}Item>", prefix_, derived.item->id, value)});
    } else {
      edits_.push_back({item.value_begin, item.value_end, value});
    }
  }

  // True when the algorithm refused a tumor that names a site and a histology.
  bool note_refusal(const naaccr::TumorPlace& place, const StagedTumor& result) {
    using registry::StageResult;
    if (result.outcome->result == StageResult::Staged || result.outcome->result == StageResult::FailedMissingSiteOrHistology) return false;
    std::string remedy = "correct the item; the tumor was left as it is";
    IssueCode code = IssueCode::ValueUnreadable;
    std::string message(registry::to_string(result.outcome->result));
    if (result.outcome->result == StageResult::FailedNoMatchingSchema) {
      code = IssueCode::SiteUnknown;
      message += ": no schema takes this site and histology";
    } else if (result.outcome->result == StageResult::FailedMultipleMatchingSchemas) {
      code = IssueCode::ValueMissing;
      message += ": " + discriminator_text(*result.input);
      remedy = "code the discriminator; --show SCHEMA explains it";
    } else if (result.outcome->result == StageResult::FailedInvalidYearDx) {
      message += ": the year of diagnosis is outside the algorithm's years";
      remedy = "give the algorithm for that year with --algorithm";
    } else {
      for (const registry::ErrorRecord& error : result.outcome->errors) message += "; " + registry::error_text(error, *result.outcome, *result.input).message;
    }
    block_->issues.push_back(make_issue(code, fmt::format("patient {}, tumor {}", block_->first_record - 1 + place.patient, place.tumor), std::move(message), std::move(remedy)));
    return true;
  }

  static std::string discriminator_text(const registry::CaseInput& input) {
    std::string text = "missing";
    for (const registry::MissingDiscriminator& missing : registry::missing_discriminators(input)) {
      text += fmt::format(" {} (item {}, codes", missing.name, missing.naaccr_item);
      for (const auto& [code, meaning] : missing.codes) text += ' ' + code;
      text += ')';
    }
    return text;
  }

  naaccr::BlockWalker walker_;
  std::string prefix_;
  std::unique_ptr<TumorStager> stager_;
  registry::Block* block_ = nullptr;
  std::vector<Edit> edits_;
  std::string buffer_;
};

}  // namespace

int run_naaccr(Console& console, const RegistryOptions& options, std::shared_ptr<const registry::RunPlan> plan, const std::string& file,
               std::unique_ptr<ByteSource> source, std::string first_bytes, ResultSink* sink, registry::RunStatistics& statistics) {
  const auto fail = [&](Error error, int status) {
    error.context = error.context.empty() ? file : file + ": " + error.context;
    report_error(console, error);
    return status;
  };
  const auto table = load_items(options);
  if (!table) return fail(table.error(), kUsage);
  naaccr::PatientStream stream(std::move(source), std::move(first_bytes));
  const auto head = stream.open();
  if (!head) return fail(head.error(), kUsage);
  IssueReport issues(console, file);
  Progress progress(console, 0);
  if (sink != nullptr && !sink->write(stream.head_bytes())) return kUsage;
  NaaccrBlocks blocks(stream, *head);
  bool writable = true;
  bool has_issues = false;
  registry::PipelineHooks hooks;
  hooks.interrupted = &interruption_flag();
  hooks.write = [&](registry::Block& block) {
    issues.add(block.issues);
    has_issues |= std::any_of(block.issues.begin(), block.issues.end(), [](const DataIssue& issue) { return issue.severity != Severity::Information; });
    statistics.add(block.statistics);
    if (sink != nullptr) writable = sink->write(block.output);
    progress.update(statistics);
    return writable;
  };
  const auto done = registry::run_pipeline(blocks, static_cast<std::size_t>(options.threads), [&] { return std::make_unique<NaaccrWorker>(plan, **table, *head); }, hooks);
  if (!writable) return kUsage;
  if (!done) return fail(done.error(), kDoneWithRefusals);
  return has_issues ? kDoneWithRefusals : kDone;
}

int run_check(Console& console, const RegistryOptions& options) {
  int status = kDone;
  for (const std::string& file : options.files) {
    auto source = ByteSource::open(file);
    if (!source) {
      report_error(console, source.error());
      return kUsage;
    }
    registry::RunStatistics statistics;
    RegistryOptions here = options;
    here.threads = std::max<std::int64_t>(1, options.threads);
    const int verdict = run_naaccr(console, here, nullptr, file, std::move(source).value(), {}, nullptr, statistics);
    console.out(fmt::format("{}: {}\n", file, verdict == kDone ? "valid" : "invalid"));
    status = std::max(status, verdict == kDone ? static_cast<int>(kDone) : static_cast<int>(kDoneWithRefusals));
  }
  return status;
}

}  // namespace restage::cli
