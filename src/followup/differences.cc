// SPDX-License-Identifier: Apache-2.0
#include "followup/follow_up.h"

#include <algorithm>
#include <map>

namespace restage::followup {
namespace {

using statement::GuidelineSays;

bool say_the_same(const GuidelineSays& a, const GuidelineSays& b) {
  if (a.not_recommended != b.not_recommended) return false;
  if (a.interval.is_given() || b.interval.is_given()) return a.interval == b.interval;
  return a.due_from == b.due_from && (a.due_from.is_known() || a.strength == b.strength);
}

}  // namespace

std::vector<statement::FollowUpDifference> differences_of(const std::vector<statement::FollowUpPlan>& plans) {
  std::map<std::string_view, std::vector<GuidelineSays>> by_test;
  const auto say = [&](const std::string& activity, GuidelineSays says) {
    const std::string_view test = main_test(activity_of(activity));
    if (test.empty()) return;
    std::vector<GuidelineSays>& all = by_test[test];
    if (all.empty() || all.back().guideline != says.guideline) all.push_back(std::move(says));
  };
  for (const statement::FollowUpPlan& plan : plans) {
    for (const statement::FollowUpTask& task : plan.tasks)
      say(task.activity, {plan.guideline, false, task.interval, task.due_from, task.strength});
    for (const statement::ActivityRemark& remark : plan.not_recommended)
      say(remark.activity, {plan.guideline, true, {}, {}, remark.strength});
  }
  std::vector<statement::FollowUpDifference> differences;
  for (auto& [test, says] : by_test)
    if (std::any_of(says.begin(), says.end(), [&](const auto& each) { return !say_the_same(each, says.front()); }))
      differences.push_back({std::string(test), std::move(says)});
  return differences;
}

}  // namespace restage::followup
