// SPDX-License-Identifier: Apache-2.0
#include "course/cut.h"

#include <algorithm>

namespace restage::course {
namespace {

bool surely_by(const PartialDate& date, const PartialDate& limit) {
  return !limit.is_known() || (date.is_known() && date.latest() <= limit.latest());
}

}  // namespace

void cut_course(Course& course, const PartialDate& as_of, const PartialDate& known_by) {
  if (as_of.is_known() || known_by.is_known()) {
    const auto in_time = [&](const PartialDate& effective, const PartialDate& recorded) {
      return surely_by(effective, as_of) && surely_by(recorded.is_known() ? recorded : effective, known_by);
    };
    if (!in_time(course.death, {})) course.death = {};
    std::erase_if(course.tumors,
                  [&](const Tumor& tumor) { return tumor.diagnosed.is_known() && !in_time(tumor.diagnosed, {}); });
    std::erase_if(course.facts, [&](const Fact& fact) {
      const bool standing = !fact.effective.is_known() && holds_undated(fact.payload);
      return standing ? fact.recorded.is_known() && !in_time(fact.recorded, fact.recorded)
                      : !in_time(fact.effective, fact.recorded);
    });
    for (Fact& fact : course.facts)
      if (auto* treatment = std::get_if<Treatment>(&fact.payload))
        if (treatment->end.is_known() && !in_time(treatment->end, {})) treatment->end = {};
  }
  sort_course(course);
}

}  // namespace restage::course
