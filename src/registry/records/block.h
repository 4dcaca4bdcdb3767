// SPDX-License-Identifier: Apache-2.0
#pragma once
// Block: records of a registry file on their way through the worker threads, with what became of them.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "core/data_issue.h"
#include "stream/text_block.h"

namespace restage::registry {

/// What happened to the records of a block, a file or a run.
struct RunStatistics {
  std::uint64_t records = 0;
  std::uint64_t staged = 0;
  std::uint64_t with_invalid_codes = 0;  ///< staged, but some code of the case is impossible
  std::uint64_t refused = 0;             ///< read, but with a result other than STAGED
  std::uint64_t unreadable = 0;          ///< not read at all
  std::uint64_t not_coded = 0;           ///< NAACCR tumors without items of the algorithms given
  std::uint64_t unlisted = 0;            ///< refusals and impossible codes beyond the issues a block names
  std::uint64_t input_bytes = 0;
  std::uint64_t output_bytes = 0;

  void add(const RunStatistics& other) noexcept;
};

struct Block : stream::TextBlock {
  bool is_last = false;  ///< set by sources whose workers must know
  std::string output;
  RunStatistics statistics;
  std::vector<DataIssue> issues;

  void clear();
};

/// A line of NDJSON, and a row of CSV, that are no case.
DataIssue unreadable_line(std::uint64_t record, std::string problem);
DataIssue unreadable_row(std::uint64_t line, std::string problem);

/// Makes output, statistics and issues of a block's input. One a thread.
class BlockWorker {
 public:
  virtual ~BlockWorker() = default;
  virtual void process(Block& block) = 0;
};

struct BlockRun {
  std::function<Result<bool>(Block&)> read;  ///< gets an empty block; false at the end
  std::function<std::unique_ptr<BlockWorker>()> make_worker;
  std::function<bool(Block&)> write;  ///< in order; false stops the run
  const std::atomic<bool>* interrupted = nullptr;
};

/// stream::run over blocks of registry records.
Result<void> run_blocks(std::size_t threads, const BlockRun& run);

}  // namespace restage::registry
