// SPDX-License-Identifier: Apache-2.0
#pragma once
// History: what follow-up needs of one tumor's course up to a day: what was done, how it was treated, when it came
// back, and from which day the months of a schedule are counted. Points into the course, which must outlive it.
// Immutable after it is made.
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/course.h"
#include "followup/activity.h"
#include "statement/followup.h"

namespace restage::followup {

struct Done {
  Day day = 0;
  Activity activity;
  const Fact* fact = nullptr;
};

/// Where months are counted from, or why there is no such day.
struct AnchorChoice {
  statement::FollowUpAnchor anchor;
  std::optional<DataIssue> issue;
};

class History {
 public:
  /// Facts of one tumor; those that are not sure to lie before the end of the day are left out.
  History(std::span<const Fact* const> facts, Day as_of);

  Day as_of() const noexcept { return as_of_; }
  /// The latest time an activity was done after a day.
  const Done* last_done(const Activity& asked, Day later_than) const;

  /// wanted: surgery, ablation or end of treatment. After a recurrence only a later disease-free date counts.
  AnchorChoice choose_anchor(std::string_view wanted) const;
  /// A day that the caller names: what it is in this course. One before the treatment began is refused, unless it is
  /// the day of a diagnostic mammogram.
  AnchorChoice name_anchor(const PartialDate& given) const;
  /// The day of something a row counts from: "surgery", "radiation" and "systemic" (their ends), "diagnostic
  /// mammogram".
  std::optional<Day> day_of(std::string_view event, Day anchor) const;

 private:
  const Fact* last_surgery() const;
  const Fact* last_ablation() const;
  AnchorChoice end_of_treatment() const;
  AnchorChoice anchor_at(const PartialDate& given) const;
  AnchorChoice nothing_after_death() const;
  AnchorChoice disease_free_after(const Fact* recurrence) const;
  void add_done(const Fact& fact, std::string_view words);

  Day as_of_;
  std::vector<Done> done_;
  std::vector<const Fact*> treatments_;  ///< meant to cure, in order of their start
  std::vector<const Fact*> disease_free_;
  const Fact* recurrence_ = nullptr;  ///< the last one
  const Fact* death_ = nullptr;
};

}  // namespace restage::followup
