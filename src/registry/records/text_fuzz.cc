// SPDX-License-Identifier: Apache-2.0
// NDJSON and CSV readers: the first byte chooses the format and the number of threads.
#include <cstdint>

#include "registry/archive/synthetic_archive.h"
#include "registry/records/csv_cases.h"
#include "registry/records/ndjson_cases.h"
#include "registry/records/run_plan.h"
#include "stream/csv_records.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace restage;
  using namespace restage::registry;
  static const auto plan = *plan_run(
      {{*compile(std::make_shared<AlgorithmDefinition>(*parse_algorithm(synthetic_archive())), 2026), "demo", 0}}, {});
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  auto lines = std::make_unique<stream::LineBlocks>(ByteSource::from_memory(text));
  BlockRun run;
  run.write = [](Block&) { return true; };
  if (data[0] % 2 == 0) {
    run.read = [&](Block& block) { return lines->next(block); };
    run.make_worker = [] { return make_ndjson_worker(plan); };
    (void)run_blocks(1 + data[0] / 2 % 2, run);
    return 0;
  }
  const auto header = lines->take_line();
  if (!header) return 0;
  const auto csv = plan_csv(plan, *header);
  if (!csv) return 0;
  const auto blocks = stream::make_csv_blocks(std::move(lines), (*csv)->separator);
  run.read = [&](Block& block) { return blocks->next(block); };
  run.make_worker = [&] { return make_csv_worker(*csv); };
  (void)run_blocks(1, run);
  return 0;
}
