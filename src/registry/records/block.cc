// SPDX-License-Identifier: Apache-2.0
#include "registry/records/block.h"

#include <fmt/format.h>

#include "stream/pipeline.h"

namespace restage::registry {

void RunStatistics::add(const RunStatistics& other) noexcept {
  records += other.records;
  staged += other.staged;
  with_invalid_codes += other.with_invalid_codes;
  refused += other.refused;
  unreadable += other.unreadable;
  not_coded += other.not_coded;
  unlisted += other.unlisted;
  input_bytes += other.input_bytes;
  output_bytes += other.output_bytes;
}

void Block::clear() {
  input.clear();
  output.clear();
  statistics = {};
  is_last = false;
  issues.clear();
}

DataIssue unreadable_line(std::uint64_t record, std::string problem) {
  return make_issue(IssueCode::InputUnreadable, fmt::format("record {}", record), std::move(problem),
                    R"(write one line {"id":…,"input":{"key":"value",…}} a case)");
}

DataIssue unreadable_row(std::uint64_t line, std::string problem) {
  return make_issue(IssueCode::InputUnreadable, fmt::format("line {}", line), std::move(problem),
                    "give every record one cell a column and double the quotes inside quoted cells");
}

Result<void> run_blocks(std::size_t threads, const BlockRun& run) {
  stream::Steps<Block> steps;
  steps.read = [&](Block& block) {
    block.clear();
    return run.read(block);
  };
  steps.make_worker = [&] {
    return [worker = std::shared_ptr<BlockWorker>(run.make_worker())](Block& block) -> Result<void> {
      worker->process(block);
      return {};
    };
  };
  steps.write = run.write;
  steps.interrupted = run.interrupted;
  return stream::run(threads, steps);
}

}  // namespace restage::registry
