// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `restage registry` says at the terminal while it runs: progress, data issues, errors; and how it is interrupted.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "service/registry/registry.h"

namespace restage::cli {

/// Set by Ctrl-C; a second Ctrl-C ends the program at once.
const std::atomic<bool>& interruption_flag();

/// Rate and time left on the error stream, when that is a terminal. The clock starts with it.
class RegistryProgressLine {
 public:
  RegistryProgressLine(Console& console, const std::vector<std::string>& files);
  ~RegistryProgressLine() { clear(); }
  RegistryProgressLine(const RegistryProgressLine&) = delete;
  RegistryProgressLine& operator=(const RegistryProgressLine&) = delete;
  void update(const service::RegistryProgress& progress);
  void clear();  ///< before other messages
  /// `; 56.7 s, 176366 a second`, for runs of a second and more.
  std::string rate_text(std::uint64_t records) const;

 private:
  double seconds() const;
  Console& console_;
  std::uint64_t total_bytes_;
  bool is_started_ = false;
  bool is_shown_ = false;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point shown_;
};

/// Everything to the console, which must live as long as request and progress do.
service::RegistrySinks console_sinks(Console& console, RegistryProgressLine& progress,
                                     const service::RegistryRequest& request);
void tell_registry_error(Console& console, const Error& error);
/// `4 records: 3 staged, …`.
std::string summary_text(const service::RegistryCounts& counts, std::size_t algorithms);

}  // namespace restage::cli
