// SPDX-License-Identifier: Apache-2.0
#include "stream/pipeline.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <thread>

namespace restage::stream::numbered {
namespace {

bool is_interrupted(const Steps& steps) {
  return steps.interrupted != nullptr && steps.interrupted->load(std::memory_order_relaxed);
}

Error interruption() {
  return {ErrorCode::Interrupted, "interrupted; what was written is complete up to its last record", ""};
}

Result<void> run_here(const Steps& steps) {
  const auto process = steps.make_worker();
  while (!is_interrupted(steps)) {
    const auto more = steps.read(0);
    if (is_interrupted(steps)) break;  // what a broken-off read left may be half a record
    if (!more) return more.error();
    if (!*more) return {};
    if (auto done = process(0); !done) return done;
    if (!steps.write(0)) return {};
  }
  return interruption();
}

// Hands places to worker threads; the owner waits for a certain one to be done.
class Workers {
 public:
  Workers(std::size_t threads, std::size_t places, const Steps& steps) : jobs_(places) {
    std::vector<std::function<Result<void>(std::size_t)>> workers;
    for (std::size_t i = 0; i < threads; ++i) workers.push_back(steps.make_worker());
    try {
      for (auto& worker : workers) threads_.emplace_back([this, process = std::move(worker)] { run(process); });
    } catch (...) {
      close();
      throw;
    }
  }
  ~Workers() { close(); }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  void submit(std::size_t place) {
    {
      const std::lock_guard lock(mutex_);
      jobs_[place] = {};
      queue_.push_back(place);
    }
    work_.notify_one();
  }
  /// What the worker said of the block; throws what the worker threw.
  Result<void> wait(std::size_t place) {
    std::unique_lock lock(mutex_);
    Job& job = jobs_[place];
    finished_.wait(lock, [&] { return job.is_done; });
    if (job.exception) std::rethrow_exception(std::exchange(job.exception, nullptr));
    return std::move(job.outcome);
  }

 private:
  struct Job {
    bool is_done = false;
    Result<void> outcome;
    std::exception_ptr exception;
  };

  void run(const std::function<Result<void>(std::size_t)>& process) {
    for (;;) {
      std::size_t place = 0;
      {
        std::unique_lock lock(mutex_);
        work_.wait(lock, [&] { return closing_ || !queue_.empty(); });
        if (closing_) return;
        place = queue_.front();
        queue_.pop_front();
      }
      Job job{true, {}, nullptr};
      try {
        job.outcome = process(place);
      } catch (...) {
        job.exception = std::current_exception();
      }
      {
        const std::lock_guard lock(mutex_);
        jobs_[place] = std::move(job);
      }
      finished_.notify_one();
    }
  }

  // Blocks that no worker has begun are left.
  void close() {
    {
      const std::lock_guard lock(mutex_);
      closing_ = true;
    }
    work_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  std::mutex mutex_;
  std::condition_variable work_;
  std::condition_variable finished_;
  std::deque<std::size_t> queue_;
  std::vector<Job> jobs_;
  bool closing_ = false;
  std::vector<std::thread> threads_;
};

Result<void> run_threads(std::size_t threads, const Steps& steps) {
  std::deque<std::size_t> in_flight;
  std::vector<std::size_t> free;
  for (std::size_t place = block_count(threads); place-- > 0;) free.push_back(place);
  Workers workers(threads, free.size(), steps);
  Result<void> outcome;
  for (bool at_end = false; !at_end || !in_flight.empty();) {
    if (is_interrupted(steps)) return interruption();
    if (!at_end && !free.empty()) {
      const auto more = steps.read(free.back());
      if (!more) outcome = more.error();
      at_end = !more || !*more;
      if (at_end) continue;
      workers.submit(free.back());
      in_flight.push_back(free.back());
      free.pop_back();
      continue;
    }
    const std::size_t oldest = in_flight.front();
    in_flight.pop_front();
    if (auto done = workers.wait(oldest); !done) return done;
    if (!steps.write(oldest)) return outcome;
    free.push_back(oldest);
  }
  return outcome;
}

}  // namespace

std::size_t block_count(std::size_t threads) noexcept { return threads > 1 ? 2 * threads + 2 : 1; }

Result<void> run(std::size_t threads, const Steps& steps) {
  return threads > 1 ? run_threads(threads, steps) : run_here(steps);
}

}  // namespace restage::stream::numbered
