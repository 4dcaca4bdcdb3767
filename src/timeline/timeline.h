// SPDX-License-Identifier: Apache-2.0
#pragma once
// The staged course: a pure function of a course, the cut-offs and a pack library. Rules: staging-rules in
// packs/course (windows, precedence, limits), packs/recurrence (states) and the staging packs.
//
// Facts in any arrival order give the same result. No clock: "now" is the last fact or the cut-off.
// A Builder keeps lookups warm and is not thread-safe; use one a thread. The library must outlive it.
#include <memory>
#include <string>
#include <vector>

#include "rules/run/pack_library.h"
#include "staging/options.h"
#include "statement/timeline.h"

namespace restage::timeline {

struct Options : staging::Options {
  PartialDate as_of;     ///< effective cut-off, inclusive; unknown: none
  PartialDate known_by;  ///< recorded cut-off, inclusive; unknown: none
};

class Builder {
 public:
  /// Fails when the timeline packs are missing from the library.
  static Result<Builder> create(const rules::PackLibrary& library, Options options);
  Builder(Builder&&) noexcept;
  Builder& operator=(Builder&&) noexcept;
  ~Builder();

  statement::PatientTimeline build(Course course) const;

 private:
  class Implementation;
  explicit Builder(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace restage::timeline
