// SPDX-License-Identifier: Apache-2.0
#include "service/registry/case_file.h"

#include "service/registry/file_format.h"
#include "service/registry/naaccr_blocks.h"
#include "stream/csv_records.h"
#include "stream/line_blocks.h"

namespace restage::service {
namespace {

RegistryStatus run_csv(RegistryRun& run, const std::string& file, std::unique_ptr<stream::LineBlocks> lines,
                       const std::shared_ptr<const registry::RunPlan>& plan, CaseQuestion& question) {
  const auto header = lines->take_line();
  if (!header) return report_file_error(run, file, header.error());
  const auto csv = registry::plan_csv(plan, *header);
  if (!csv) return report_file_error(run, file, csv.error());
  const auto begun = question.begin_csv(**csv);
  if (!begun) return report_file_error(run, file, begun.error());
  run.issues.begin_file(name_of(file));
  if (!*begun || !run.issues.add((*csv)->issues)) return RegistryStatus::Failed;
  const auto blocks = stream::make_csv_blocks(std::move(lines), (*csv)->separator);
  return run_blocks(
      run, file, read_from(*blocks), [&] { return question.csv_worker(*csv); },
      [&](registry::Block& block) { return question.use(block); });
}

}  // namespace

RegistryStatus run_case_file(RegistryRun& run, const std::string& file,
                             const std::shared_ptr<const registry::RunPlan>& plan, const naaccr::ItemTable& items,
                             CaseQuestion& question) {
  auto source = ByteSource::open(file);
  if (!source) return report_file_error(run, file, source.error());
  run.begin_file(**source);
  auto head = read_head(**source);
  if (!head) return report_file_error(run, file, head.error());
  const auto format = find_format(run.request.format, *head);
  if (!format) return report_file_error(run, file, format.error());
  const auto use = [&](registry::Block& block) { return question.use(block); };
  if (*format == "naaccr")
    return run_naaccr_file(run, file, std::move(source).value(), std::move(head).value(),
                           {[&](const naaccr::FileHead& of_file) { return question.naaccr_worker(items, of_file); },
                            [&](std::string_view bytes) { return question.begin_naaccr(bytes); }, use});
  auto lines = std::make_unique<stream::LineBlocks>(std::move(source).value(), std::move(head).value());
  if (*format == "csv") return run_csv(run, file, std::move(lines), plan, question);
  return run_blocks(run, file, read_from(*lines), [&] { return question.ndjson_worker(); }, use);
}

RegistryStatus run_naaccr_file(RegistryRun& run, const std::string& file, std::unique_ptr<ByteSource> source,
                               std::string first_bytes, const NaaccrQuestion& question) {
  naaccr::PatientStream stream(std::move(source), std::move(first_bytes));
  const auto head = stream.open();
  if (!head) return report_file_error(run, file, head.error());
  if (question.begin && !question.begin(stream.head_bytes())) return RegistryStatus::Failed;
  NaaccrBlocks blocks(stream, *head);
  return run_blocks(run, file, read_from(blocks), [&] { return question.make_worker(*head); }, question.use);
}

RegistryStatus run_naaccr_file(RegistryRun& run, const std::string& file, const NaaccrQuestion& question) {
  auto source = ByteSource::open(file);
  if (!source) return report_file_error(run, file, source.error());
  run.begin_file(**source);
  return run_naaccr_file(run, file, std::move(source).value(), {}, question);
}

}  // namespace restage::service
