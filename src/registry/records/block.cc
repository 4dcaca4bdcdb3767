// SPDX-License-Identifier: Apache-2.0
#include "registry/records/block.h"

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
