// SPDX-License-Identifier: Apache-2.0
#pragma once
// Blocks of records through worker threads and out again in the order they came.
//
// The calling thread reads and writes, workers process; at most 2 * threads + 2 blocks exist at a time, so
// memory is bounded however long the input is. With one thread everything runs on the calling thread. What a
// worker makes of a block depends on the block alone, so the output does not depend on the number of threads.
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"
#include "core/data_issue.h"

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

struct Block {
  std::string input;               ///< whole records
  std::uint64_t first_record = 0;  ///< number of the first one, from 1; of its line in CSV
  bool is_last = false;            ///< set by sources whose workers must know
  std::string output;
  RunStatistics statistics;
  std::vector<DataIssue> issues;
};

class BlockWorker {
 public:
  virtual ~BlockWorker() = default;
  virtual void process(Block& block) = 0;
};

class BlockSource {
 public:
  virtual ~BlockSource() = default;
  /// Fills block.input and first_record; false at the end.
  virtual Result<bool> next(Block& block) = 0;
};

struct PipelineHooks {
  std::function<bool(Block&)> write;  ///< in order; false stops the run
  const std::atomic<bool>* interrupted = nullptr;
};

/// Runs until the source ends, a hook stops it or an error. What was written is always a whole prefix. An error
/// of the source is returned after everything read before it was written.
Result<void> run_pipeline(BlockSource& source, std::size_t threads,
                          const std::function<std::unique_ptr<BlockWorker>()>& make_worker, const PipelineHooks& hooks);

/// Lines of text in blocks of about a megabyte; a longer line makes a longer block, up to a limit of 64 MiB,
/// beyond which the line is cut into unreadable pieces.
class LineBlocks final : public BlockSource {
 public:
  explicit LineBlocks(std::unique_ptr<ByteSource> source, std::string first_bytes = {});
  Result<bool> next(Block& block) override;
  /// Takes the first line away before blocks are made (a header row). Empty at the end of the input.
  Result<std::string> take_line();

 private:
  Result<bool> fill();
  std::unique_ptr<ByteSource> source_;
  std::string pending_;
  std::uint64_t records_ = 0;
  bool at_end_ = false;
  bool failed_ = false;
  Error failure_;
};

}  // namespace restage::registry
