// SPDX-License-Identifier: Apache-2.0
// The same cases under both versions, in any of the three formats.
#include "service/registry/registry.h"

#include <mutex>

#include <fmt/format.h>

#include "base/text.h"
#include "registry/explain/diff.h"
#include "registry/explain/impact.h"
#include "registry/records/csv_cases.h"
#include "service/registry/file_format.h"
#include "service/registry/item_derivation.h"
#include "service/registry/naaccr_blocks.h"
#include "service/registry/run.h"
#include "stream/csv_records.h"

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

class TextWorker : public registry::BlockWorker {
 public:
  TextWorker(ImpactJob& job, std::uint64_t first_place) : job_(job), first_place_(first_place) {}

  void process(registry::Block& block) override {
    registry::ImpactRun run(job_.before->algorithms[0].program, job_.after->algorithms[0].program,
                            job_.before->options.outputs);
    cases(block, run);
    run.impact().unreadable = block.statistics.unreadable;
    block.statistics.records = run.impact().cases + run.impact().unreadable;
    job_.add(run.impact());
  }

 protected:
  virtual void cases(registry::Block& block, registry::ImpactRun& run) = 0;

  registry::CaseName name(std::string text, std::uint64_t record, const registry::CaseText& input) const {
    registry::CaseName made{std::move(text), first_place_ + record, {}};
    for (const auto& [key, value] : input)
      if (key == "year_dx") made.year = value.value_or("");
    return made;
  }
  static void refuse(registry::Block& block, std::string path, std::string message, std::string remedy) {
    ++block.statistics.unreadable;
    block.issues.push_back(
        make_issue(IssueCode::InputUnreadable, std::move(path), std::move(message), std::move(remedy)));
  }

 private:
  ImpactJob& job_;
  std::uint64_t first_place_;
};

class NdjsonCases final : public TextWorker {
 public:
  using TextWorker::TextWorker;

 private:
  void cases(registry::Block& block, registry::ImpactRun& run) override {
    std::uint64_t record = block.first_record;
    for (const std::string_view line : text::split(block.input, '\n')) {
      const std::uint64_t number = record++;
      if (text::trim(line).empty()) continue;
      const auto parsed = registry::parse_case_line(line);
      if (parsed)
        run.add(
            name(parsed->first == "null" ? fmt::format("record {}", number) : parsed->first, number, parsed->second),
            parsed->second);
      else
        refuse(block, fmt::format("record {}", number), parsed.error().message,
               R"(write one line {"id":…,"input":{"key":"value",…}} a case)");
    }
  }
};

class CsvCases final : public TextWorker {
 public:
  CsvCases(ImpactJob& job, std::uint64_t first_place, std::shared_ptr<const registry::CsvPlan> plan)
      : TextWorker(job, first_place), plan_(std::move(plan)), records_(plan_->separator, plan_->columns.size()) {}

 private:
  void cases(registry::Block& block, registry::ImpactRun& run) override {
    records_.begin(block.input, block.first_record);
    registry::CaseText input;
    while (records_.next()) {
      std::string id = fmt::format("line {}", records_.line());
      if (!records_.problem().empty()) {
        refuse(block, std::move(id), records_.problem(),
               "give every record one cell a column and double the quotes inside quoted cells");
        continue;
      }
      input.clear();
      for (std::size_t i = 0; i < plan_->columns.size(); ++i) {
        const CsvCell& cell = records_.cells()[i];
        if (cell.text.empty() && !cell.quoted) continue;
        if (plan_->columns[i] == "id")
          id = cell.text;
        else
          input.emplace_back(plan_->columns[i], std::string(cell.text));
      }
      run.add(name(std::move(id), records_.line(), input), input);
    }
  }

  std::shared_ptr<const registry::CsvPlan> plan_;
  stream::CsvRecords records_;
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

// One file of cases; the status it means.
RegistryStatus add_file(RegistryRun& run, ImpactJob& job, const naaccr::ItemTable& table, const std::string& file,
                        std::uint64_t first_place) {
  auto source = ByteSource::open(file);
  if (!source) return report_file_error(run, file, source.error());
  run.begin_file(**source);
  auto first_bytes = read_head(**source);
  if (!first_bytes) return report_file_error(run, file, first_bytes.error());
  const auto format = find_format(run.request.format, *first_bytes);
  if (!format) return report_file_error(run, file, format.error());
  const auto use = [](registry::Block&) { return true; };
  if (*format == "naaccr") {
    naaccr::PatientStream stream(std::move(source).value(), std::move(first_bytes).value());
    const auto head = stream.open();
    if (!head) return report_file_error(run, file, head.error());
    NaaccrBlocks blocks(stream, *head);
    return run_blocks(
        run, file, read_from(blocks), [&] { return std::make_unique<NaaccrCases>(job, first_place, table, *head); },
        use);
  }
  auto lines = std::make_unique<stream::LineBlocks>(std::move(source).value(), std::move(first_bytes).value());
  if (*format == "ndjson")
    return run_blocks(
        run, file, read_from(*lines), [&] { return std::make_unique<NdjsonCases>(job, first_place); }, use);
  const auto header = lines->take_line();
  if (!header) return report_file_error(run, file, header.error());
  const auto csv = registry::plan_csv(job.both, *header);
  if (!csv) return report_file_error(run, file, csv.error());
  run.issues.begin_file(name_of(file));
  if (!run.issues.add((*csv)->issues)) return RegistryStatus::Failed;
  const auto blocks = stream::make_csv_blocks(std::move(lines), (*csv)->separator);
  return run_blocks(
      run, file, read_from(*blocks), [&] { return std::make_unique<CsvCases>(job, first_place, *csv); }, use);
}

}  // namespace

RegistryStatus impact_of_versions(const RegistryRequest& request, const RegistrySinks& sinks) {
  ImpactJob job;
  const auto algorithms = load_algorithms(request);
  if (!algorithms) return fail(sinks, algorithms.error());
  registry::RunOptions run_options;
  run_options.outputs = request.outputs;
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
    status = std::max(status, add_file(run, job, **table, request.files[i], static_cast<std::uint64_t>(i) << 48));
    if (status == RegistryStatus::Failed || run.was_interrupted()) return status;
  }
  std::string out;
  if (request.json) {
    JsonWriter writer(out, 2);
    registry::impact_json(job.impact, writer);
    out += '\n';
  } else {
    out = registry::impact_text(job.impact);
  }
  if (!sinks.out(out) || !run.issues.commit()) return RegistryStatus::Failed;
  return job.impact.unreadable > 0 ? RegistryStatus::DoneWithRefusals : status;
}

}  // namespace restage::service
