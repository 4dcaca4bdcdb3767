// SPDX-License-Identifier: Apache-2.0
#pragma once
// Blocks of a long input through worker threads and out again in the order they came.
//
// The calling thread reads and writes, workers process; at most 2 * threads + 2 blocks exist at a time, so memory is
// bounded however long the input is. With one thread everything runs on the calling thread. What a worker makes of a
// block depends on the block alone, so the output does not depend on the number of threads. A block is a type of the
// caller's own: anything that can be made without arguments and filled again and again.
#include <atomic>
#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "base/result.h"

namespace restage::stream {

/// What a run does. Everything it names must outlive the run.
template <class Block>
struct Steps {
  /// Fills a block, which may still hold what it held before; false at the end. On the calling thread.
  std::function<Result<bool>(Block&)> read;
  /// Called once for every thread, on the calling thread; what it gives then sees one block after another.
  std::function<std::function<Result<void>(Block&)>()> make_worker;
  /// In the order of the input, on the calling thread; false stops the run.
  std::function<bool(Block&)> write;
  /// Looked at between blocks.
  const std::atomic<bool>* interrupted = nullptr;
};

namespace numbered {

/// The same over the places of a fixed set of blocks, so that the threads know nothing of what a block is.
struct Steps {
  std::function<Result<bool>(std::size_t)> read;
  std::function<std::function<Result<void>(std::size_t)>()> make_worker;
  std::function<bool(std::size_t)> write;
  const std::atomic<bool>* interrupted = nullptr;
};
std::size_t block_count(std::size_t threads) noexcept;
Result<void> run(std::size_t threads, const Steps& steps);

}  // namespace numbered

/// Runs until the input ends, write() stops it, it is interrupted (ErrorCode::Interrupted) or something fails. What was
/// written is always the whole of a prefix: an error of read() or of a worker is returned, and an exception of a worker
/// thrown again on the calling thread, after everything before it was written.
template <class Block>
Result<void> run(std::size_t threads, const Steps<Block>& steps) {
  std::vector<Block> blocks(numbered::block_count(threads));
  numbered::Steps places;
  places.read = [&](std::size_t place) { return steps.read(blocks[place]); };
  places.make_worker = [&] {
    return [&blocks, process = steps.make_worker()](std::size_t place) { return process(blocks[place]); };
  };
  places.write = [&](std::size_t place) { return steps.write(blocks[place]); };
  places.interrupted = steps.interrupted;
  return numbered::run(threads, places);
}

}  // namespace restage::stream
