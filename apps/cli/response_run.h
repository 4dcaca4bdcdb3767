// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `restage response` was asked to do, and doing it. Not thread-safe; one run a process.
#include <string>
#include <vector>

#include "apps/cli/command.h"

namespace restage::cli {

struct ResponseRun {
  std::string criterion;
  std::vector<std::string> policies;
  std::string show_policies;
  bool list = false;
  bool json = false;
  std::vector<std::string> files;
  std::string sdtm;  ///< folder
  std::string set;
  std::string reader;
  bool check = false;
  std::string rs;
  std::string adrs;
  std::string adtte;
  std::string fhir;  ///< Bundle of cancer disease status
  std::string html;
  std::string svg_waterfall;
  std::string svg_spider;
  std::string svg_swimmer;
  std::string svg_subject;
  std::string svg_km;
  std::string km_endpoint;
  bool select_targets = false;

  /// True if results are needed after the run; otherwise they are let go one by one.
  bool keeps_results() const;
};

int run_response(const ResponseRun& run, Console& console);

}  // namespace restage::cli
