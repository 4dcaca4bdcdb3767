// SPDX-License-Identifier: Apache-2.0
#include "report/terminal/followup_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace restage::report {
namespace {

using namespace statement;

std::string length_words(const TimeLength& length, bool with_unit) {
  static constexpr std::string_view kUnits[] = {"day", "week", "month"};
  if (!with_unit) return std::to_string(length.amount);
  return fmt::format("{} {}{}", length.amount, kUnits[static_cast<std::size_t>(length.unit)],
                     length.amount == 1 ? "" : "s");
}

std::string due_words(const FollowUpTask& task) {
  if (!task.due_from.is_known() && !task.due_to.is_known()) return "";
  if (task.due_from == task.due_to) return task.due_from.text();
  if (!task.due_from.is_known()) return "by " + task.due_to.text();
  if (!task.due_to.is_known()) return "from " + task.due_from.text();
  return task.due_from.text() + " to " + task.due_to.text();
}

std::string status_words(const FollowUpTask& task) {
  if (!task.status) return "";
  return *task.status == DueStatus::NotYet ? "not yet" : std::string(to_string(*task.status));
}

/// Says when a row is not read in its own document.
std::string trust_words(const GuidelineSource& source) {
  return source.trust == Trust::Unverified ? " [unverified]" : source.trust == Trust::Restated ? " [restated]" : "";
}

void add_tasks(std::string& out, const FollowUpPlan& plan) {
  for (const FollowUpTask& task : plan.tasks) {
    std::vector<std::string> parts;
    for (std::string part : {interval_words(task.interval), due_words(task), status_words(task),
                             task.last_done.is_known() ? "last done " + task.last_done.text() : std::string(),
                             task.strength == "recommended" ? std::string() : task.strength, task.condition})
      if (!part.empty()) parts.push_back(std::move(part));
    out += fmt::format("  {}: {}{}\n", task.activity, text::join(parts, "; "), trust_words(task.source));
  }
}

void add_remarks(std::string& out, std::string_view title, const std::vector<ActivityRemark>& remarks) {
  if (remarks.empty()) return;
  out += fmt::format("  {}:\n", title);
  for (const ActivityRemark& remark : remarks)
    out += fmt::format("    {}{}{}\n", remark.activity, remark.condition.empty() ? "" : ": " + remark.condition,
                       trust_words(remark.source));
}

std::string end_words(const TimeWindow& at) {
  if (!at.is_given()) return "";
  if (!at.most) return "after at least " + length_words(*at.least, true);
  if (!at.least || *at.least == *at.most) return "at " + length_words(*at.most, true);
  return "after " + length_words(*at.least, false) + " to " + length_words(*at.most, true);
}

void add_plan(std::string& out, const FollowUpPlan& plan) {
  if (!plan.offered) {
    out += fmt::format("{}: not offered; `restage pack list` names the guidelines there are\n", plan.guideline);
    return;
  }
  out += fmt::format("{} ({})\n", plan.guideline, plan.title);
  if (!plan.applies) {
    out += "  does not apply to this tumor\n";
    return;
  }
  if (plan.anchor.date.is_known())
    out += fmt::format("  counted from {} ({})\n", plan.anchor.date.text(), plan.anchor.kind);
  add_tasks(out, plan);
  for (const FollowUpTask& task : plan.later)
    out += fmt::format("  from {}: {}{}\n", task.due_from.text(), task.activity,
                       task.interval.is_given() ? ", " + interval_words(task.interval) : "");
  for (const ActivityStop& stop : plan.stops)
    out += fmt::format("  end of {}: {}{}\n", stop.activity, end_words(stop.at),
                       stop.condition.empty() ? "" : (stop.at.is_given() ? "; " : "") + stop.condition);
  add_remarks(out, "not recommended", plan.not_recommended);
  add_remarks(out, "said beside", plan.advice);
  if (!plan.symptoms_to_teach.empty())
    out += fmt::format("  symptoms to know: {}\n", text::join(plan.symptoms_to_teach, ", "));
  for (const OpenRow& row : plan.open)
    out += fmt::format("  {} depends on: {}\n", row.activity, text::join(row.asks, ", "));
}

}  // namespace

std::string interval_words(const TimeWindow& window) {
  if (!window.is_given()) return "";
  if (!window.least) return "at least every " + length_words(*window.most, true);
  if (!window.most) return "at most every " + length_words(*window.least, true);
  if (*window.least == *window.most) return "every " + length_words(*window.most, true);
  return "every " + length_words(*window.least, window.least->unit != window.most->unit) + " to " +
         length_words(*window.most, true);
}

std::string followup_text(std::string_view patient, const std::vector<FollowUpAnswer>& tumors,
                          const std::vector<DataIssue>& issues) {
  std::string out = fmt::format("Follow-up{}\n", patient.empty() ? "" : " of " + std::string(patient));
  for (const FollowUpAnswer& tumor : tumors) {
    for (const FollowUpPlan& plan : tumor.plans) add_plan(out, plan);
    if (!tumor.differences.empty()) out += "Where they differ\n";
    for (const FollowUpDifference& difference : tumor.differences) {
      out += fmt::format("  {}:\n", difference.test);
      for (const GuidelineSays& says : difference.says)
        out += fmt::format("    {}: {}\n", says.guideline,
                           says.not_recommended       ? "not recommended"
                           : says.interval.is_given() ? interval_words(says.interval)
                           : says.due_from.is_known() ? "next on " + says.due_from.text()
                                                      : says.strength);
    }
  }
  for (const DataIssue& issue : issues)
    out += fmt::format("{}: {}; {}\n", to_string(issue.severity), issue.message, issue.remedy);
  out += "Guidelines inform a decision; they do not make it.\n";
  return out;
}

std::string overdue_text(const std::vector<OverdueTask>& tasks) {
  std::string out;
  for (const OverdueTask& task : tasks)
    out += fmt::format("{}  {}  due by {}, {} days late  ({})\n", task.patient, task.activity, task.due_to.text(),
                       task.days_late, task.guideline);
  return out.empty() ? "Nothing is overdue.\n" : out;
}

}  // namespace restage::report
