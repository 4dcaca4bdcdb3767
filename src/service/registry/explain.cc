// SPDX-License-Identifier: Apache-2.0
// Each case of a file in words.
#include "service/registry/registry.h"

#include <fmt/format.h>

#include "base/text.h"
#include "registry/explain/diff.h"
#include "registry/explain/explain_case.h"
#include "registry/explain/impact.h"
#include "registry/explain/refusal.h"
#include "registry/records/csv_cases.h"
#include "service/registry/file_format.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"
#include "service/registry/run.h"
#include "stream/csv_records.h"

namespace restage::service {
namespace {

using registry::CaseText;

// One staged case: counted, and told in words.
void tell(const std::string& name, const registry::Outcome& outcome, const registry::CaseInput& input,
          const registry::RunPlan& plan, std::size_t algorithm, registry::Block& block) {
  const bool staged = outcome.result == registry::StageResult::Staged;
  ++(staged ? block.statistics.staged : block.statistics.refused);
  block.statistics.with_invalid_codes += staged && registry::has_invalid_code(outcome);
  block.output += registry::explain_case(name, outcome, input, plan.wanted_output[algorithm]);
}

// Cases of the text formats.
class TextTeller : public registry::BlockWorker {
 public:
  explicit TextTeller(std::shared_ptr<const registry::RunPlan> plan) : plan_(std::move(plan)) {
    for (const registry::LoadedAlgorithm& algorithm : plan_->algorithms)
      lanes_.push_back(std::make_unique<Lane>(algorithm.program));
  }

 protected:
  void stage(const std::string& name, const CaseText& text, bool keep_unknown, registry::Block& block) {
    ++block.statistics.records;
    std::string year;
    for (const auto& [key, value] : text)
      if (key == "year_dx") year = value.value_or("");
    const std::size_t chosen = plan_->choice.choose(year);
    Lane& lane = *lanes_[chosen];
    lane.input.clear();
    for (const auto& [key, value] : text) {
      if (value)
        lane.input.set(key, *value);
      else
        lane.input.set_null(key);
    }
    tell(name,
         lane.stager.stage(lane.input, plan_->forced_schema[chosen],
                           keep_unknown ? registry::ForeignKeys::Refuse : registry::ForeignKeys::Drop),
         lane.input, *plan_, chosen, block);
  }
  static void refuse(const std::string& name, const std::string& problem, const std::string& remedy,
                     registry::Block& block) {
    ++block.statistics.records;
    ++block.statistics.unreadable;
    block.output += fmt::format("{}: unreadable\n  {}\n  remedy: {}\n\n", name, problem, remedy);
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

class NdjsonTeller final : public TextTeller {
 public:
  using TextTeller::TextTeller;
  void process(registry::Block& block) override {
    std::uint64_t record = block.first_record;
    for (const std::string_view line : text::split(block.input, '\n')) {
      const std::string place = fmt::format("record {}", record++);
      if (text::trim(line).empty()) continue;
      const auto parsed = registry::parse_case_line(line);
      if (parsed)
        stage(parsed->first == "null" ? place : fmt::format("{} (id {})", place, parsed->first), parsed->second, true,
              block);
      else
        refuse(place, parsed.error().message, R"(write one line {"id":…,"input":{"key":"value",…}} a case)", block);
    }
  }
};

class CsvTeller final : public TextTeller {
 public:
  CsvTeller(std::shared_ptr<const registry::RunPlan> plan, std::shared_ptr<const registry::CsvPlan> csv)
      : TextTeller(std::move(plan)), csv_(std::move(csv)), records_(csv_->separator, csv_->columns.size()) {}
  void process(registry::Block& block) override {
    records_.begin(block.input, block.first_record);
    while (records_.next()) {
      const std::string place = fmt::format("line {}", records_.line());
      if (!records_.problem().empty()) {
        refuse(place, records_.problem(),
               "give every record one cell a column and double the quotes inside quoted cells", block);
        continue;
      }
      CaseText input;
      for (std::size_t i = 0; i < csv_->columns.size(); ++i)
        if (const CsvCell& cell = records_.cells()[i]; !cell.text.empty() || cell.quoted)
          input.emplace_back(csv_->columns[i], std::string(cell.text));
      stage(place, input, false, block);
    }
  }

 private:
  std::shared_ptr<const registry::CsvPlan> csv_;
  stream::CsvRecords records_;
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
    if (!coded) block_->output += name + ": carries no item of the algorithms for its year\n\n";
  }

  ItemDerivation stager_;
  naaccr::BlockWalker walker_;
  registry::Block* block_ = nullptr;
};

RegistryStatus explain_file(RegistryRun& run, const std::shared_ptr<const registry::RunPlan>& plan,
                            const naaccr::ItemTable& table, const std::string& file) {
  auto source = ByteSource::open(file);
  if (!source) return report_file_error(run, file, source.error());
  auto first_bytes = read_head(**source);
  if (!first_bytes) return report_file_error(run, file, first_bytes.error());
  const auto format = find_format(run.request.format, *first_bytes);
  if (!format) return report_file_error(run, file, format.error());
  const auto use = [&](registry::Block& block) { return run.sinks.out(block.output); };
  if (*format == "naaccr") {
    naaccr::PatientStream stream(std::move(source).value(), std::move(first_bytes).value());
    const auto head = stream.open();
    if (!head) return report_file_error(run, file, head.error());
    NaaccrBlocks blocks(stream, *head);
    return run_blocks(
        run, file, read_from(blocks), [&] { return std::make_unique<NaaccrTeller>(plan, table, *head); }, use);
  }
  auto lines = std::make_unique<stream::LineBlocks>(std::move(source).value(), std::move(first_bytes).value());
  if (*format == "ndjson")
    return run_blocks(run, file, read_from(*lines), [&] { return std::make_unique<NdjsonTeller>(plan); }, use);
  const auto header = lines->take_line();
  if (!header) return report_file_error(run, file, header.error());
  const auto csv = registry::plan_csv(plan, *header);
  if (!csv) return report_file_error(run, file, csv.error());
  const auto blocks = stream::make_csv_blocks(std::move(lines), (*csv)->separator);
  return run_blocks(run, file, read_from(*blocks), [&] { return std::make_unique<CsvTeller>(plan, *csv); }, use);
}

}  // namespace

RegistryStatus explain_records(const RegistryRequest& request, const RegistrySinks& sinks) {
  const auto plan = load_plan(request);
  const auto table = load_items(request);
  for (const Error* error : {plan ? nullptr : &plan.error(), table ? nullptr : &table.error()})
    if (error != nullptr) return fail(sinks, *error);
  RegistryRun run(request, sinks);
  if (!run.issues.open()) return RegistryStatus::Failed;
  auto status = RegistryStatus::Done;
  for (const std::string& file : request.files) {
    status = std::max(status, explain_file(run, *plan, **table, file));
    if (status == RegistryStatus::Failed || run.was_interrupted()) return status;
  }
  if (!run.issues.commit()) return RegistryStatus::Failed;
  const registry::RunStatistics& counts = run.statistics;
  return counts.refused + counts.unreadable + counts.with_invalid_codes > 0 ? RegistryStatus::DoneWithRefusals : status;
}

}  // namespace restage::service
