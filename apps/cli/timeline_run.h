// SPDX-License-Identifier: Apache-2.0
#pragma once
// What `restage timeline` and `restage explain` share: their options, and the request made of them.
#include <cstdint>
#include <string>
#include <vector>

#include "apps/cli/command.h"
#include "service/course/timeline.h"

namespace restage::cli {

struct TimelineOptions {
  std::vector<std::string> files;
  std::string as_of, known_by, editions, packs, patient, primaries;
  bool assume_cm0 = false;
  bool strict = false;
  std::int64_t threads = 0;

  void declare(OptionSet& options);
  /// Fails when the folder of packs cannot be read, or a number is none.
  Result<service::TimelineRequest> request() const;
};

}  // namespace restage::cli
