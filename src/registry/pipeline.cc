// SPDX-License-Identifier: Apache-2.0
#include "registry/pipeline.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

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

namespace {

bool is_interrupted(const PipelineHooks& hooks) {
  return hooks.interrupted != nullptr && hooks.interrupted->load(std::memory_order_relaxed);
}

void reset(Block& block) {
  block.input.clear();
  block.output.clear();
  block.statistics = {};
  block.is_last = false;
  block.issues.clear();
}

Result<void> run_here(BlockSource& source, BlockWorker& worker, const PipelineHooks& hooks) {
  Block block;
  while (!is_interrupted(hooks)) {
    reset(block);
    const auto more = source.next(block);
    if (is_interrupted(hooks)) break;  // what a broken-off read left may be half a record
    if (!more) return more.error();
    if (!*more) return {};
    worker.process(block);
    if (!hooks.write(block)) return {};
  }
  return Error{ErrorCode::Interrupted, "interrupted; what was written is complete up to its last record", ""};
}

// Hands blocks to worker threads; the owner waits for a certain block to be done.
class Workers {
 public:
  Workers(std::size_t count, const std::function<std::unique_ptr<BlockWorker>()>& make_worker) {
    for (std::size_t i = 0; i < count; ++i)
      threads_.emplace_back([this, worker = std::shared_ptr<BlockWorker>(make_worker())] { run(*worker); });
  }
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  struct Job {
    Block block;
    bool done = false;
  };

  void submit(Job* job) {
    {
      const std::lock_guard lock(mutex_);
      job->done = false;
      queue_.push_back(job);
    }
    work_.notify_one();
  }
  void wait(const Job* job) {
    std::unique_lock lock(mutex_);
    finished_.wait(lock, [&] { return job->done; });
  }

 private:
  void run(BlockWorker& worker) {
    for (;;) {
      Job* job = nullptr;
      {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [&] { return closing_ || !queue_.empty(); });
        if (queue_.empty()) return;
        job = queue_.front();
        queue_.pop_front();
      }
      worker.process(job->block);
      {
        const std::lock_guard lock(mutex_);
        job->done = true;
      }
      finished_.notify_one();
    }
  }

  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable finished_;
  std::deque<Job*> queue_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

Result<void> run_threads(BlockSource& source, std::size_t threads,
                         const std::function<std::unique_ptr<BlockWorker>()>& make_worker, const PipelineHooks& hooks) {
  std::vector<std::unique_ptr<Workers::Job>> jobs;
  std::deque<Workers::Job*> in_flight;
  std::vector<Workers::Job*> free_jobs;
  for (std::size_t i = 0; i < 2 * threads + 2; ++i) {
    jobs.push_back(std::make_unique<Workers::Job>());
    free_jobs.push_back(jobs.back().get());
  }
  Result<void> outcome;
  Workers workers(threads, make_worker);
  bool at_end = false;
  bool go_on = true;
  while (go_on && (!at_end || !in_flight.empty())) {
    if (is_interrupted(hooks)) {
      outcome = Error{ErrorCode::Interrupted, "interrupted; what was written is complete up to its last record", ""};
      break;
    }
    if (!at_end && !free_jobs.empty()) {
      Workers::Job* job = free_jobs.back();
      reset(job->block);
      const auto more = source.next(job->block);
      if (!more) outcome = more.error();
      at_end = !more || !*more;
      if (at_end) continue;
      free_jobs.pop_back();
      in_flight.push_back(job);
      workers.submit(job);
      continue;
    }
    Workers::Job* oldest = in_flight.front();
    in_flight.pop_front();
    workers.wait(oldest);
    go_on = hooks.write(oldest->block);
    free_jobs.push_back(oldest);
  }
  for (Workers::Job* job : in_flight) workers.wait(job);
  return outcome;
}

}  // namespace

Result<void> run_pipeline(BlockSource& source, std::size_t threads,
                          const std::function<std::unique_ptr<BlockWorker>()>& make_worker,
                          const PipelineHooks& hooks) {
  if (threads > 1) return run_threads(source, threads, make_worker, hooks);
  const auto worker = make_worker();
  return run_here(source, *worker, hooks);
}

namespace {

constexpr std::size_t kBlockBytes = std::size_t{1} << 20;
constexpr std::size_t kLongestLine = std::size_t{64} << 20;

}  // namespace

LineBlocks::LineBlocks(std::unique_ptr<ByteSource> source, std::string first_bytes)
    : source_(std::move(source)), pending_(std::move(first_bytes)) {}

// Reads more into pending_; false at the end. A failure is kept until everything before it was handed out.
Result<bool> LineBlocks::fill() {
  if (at_end_) return false;
  const std::size_t size = pending_.size();
  pending_.resize(size + kBlockBytes);
  auto count = source_->read(pending_.data() + size, kBlockBytes);
  if (!count) {
    pending_.resize(size);
    at_end_ = true;
    failed_ = true;
    failure_ = std::move(count).error();
    return false;
  }
  pending_.resize(size + *count);
  if (*count == 0) at_end_ = true;
  return *count > 0;
}

Result<std::string> LineBlocks::take_line() {
  std::size_t end = pending_.find('\n');
  while (end == std::string::npos && pending_.size() < kLongestLine) {
    const auto more = fill();
    if (!more) return more.error();
    if (!*more) break;
    end = pending_.find('\n');
  }
  if (end == std::string::npos) end = pending_.size();
  std::string line = pending_.substr(0, end);
  pending_.erase(0, std::min(end + 1, pending_.size()));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

Result<bool> LineBlocks::next(Block& block) {
  std::size_t end = std::string::npos;
  while (!at_end_ && (pending_.size() < kBlockBytes || end == std::string::npos)) {
    if (pending_.size() >= kLongestLine) {
      end = pending_.size();
      break;
    }
    const auto more = fill();
    if (!more) return more.error();
    end = pending_.rfind('\n');
    if (end != std::string::npos) ++end;
  }
  if (at_end_) end = pending_.size();
  if (pending_.empty()) {
    if (failed_) return failure_;
    return false;
  }
  block.input.assign(pending_, 0, end);
  pending_.erase(0, end);
  block.first_record = records_ + 1;
  records_ += static_cast<std::uint64_t>(std::count(block.input.begin(), block.input.end(), '\n')) +
              (block.input.ends_with('\n') ? 0 : 1);
  return true;
}

}  // namespace restage::registry
