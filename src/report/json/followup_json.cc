// SPDX-License-Identifier: Apache-2.0
#include "report/json/followup_json.h"

#include <cmath>
#include <cstdio>
#include <utility>

#include "base/json_writer.h"
#include "report/json/timeline_json.h"

namespace restage::report {
namespace {

using namespace statement;

/// Months as people write them: 6, 1.38.
std::string number_text(double months) {
  const double rounded = std::round(months * 100) / 100;
  char text[32];
  std::snprintf(text, sizeof text, rounded == std::floor(rounded) ? "%.0f" : "%.2f", rounded);
  return text;
}

void write_length(JsonWriter& json, std::string_view name, const std::optional<TimeLength>& length) {
  json.key(name);
  if (length)
    json.raw(number_text(length->months()));
  else
    json.null();
}

void write_window(JsonWriter& json, std::string_view name, const TimeWindow& window) {
  json.key(name);
  if (!window.is_given()) {
    json.null();
    return;
  }
  json.begin_object();
  write_length(json, "min", window.least);
  write_length(json, "max", window.most);
  json.end_object();
}

void write_weeks(JsonWriter& json, const TimeWindow& window) {
  const auto in_weeks = [](const std::optional<TimeLength>& length) {
    return !length || length->unit == TimeLength::Unit::Weeks;
  };
  if (!window.is_given() || !in_weeks(window.least) || !in_weeks(window.most)) return;
  json.key("interval_weeks").begin_object();
  for (const auto& [name, length] : {std::pair{"min", &window.least}, std::pair{"max", &window.most}}) {
    json.key(name);
    if (*length)
      json.value((*length)->amount);
    else
      json.null();
  }
  json.end_object();
}

void write_source(JsonWriter& json, const GuidelineSource& source) {
  json.key("source").begin_object();
  json.member("document", source.document).member("year", source.year).member_or_null("section", source.section);
  json.member("trust", to_string(source.trust)).end_object();
}

void write_task(JsonWriter& json, const FollowUpTask& task) {
  json.begin_object().member("activity", task.activity).member("kind", task.kind);
  write_window(json, "interval_months", task.interval);
  write_weeks(json, task.interval);
  json.member_or_null("last_done", task.last_done.text());
  json.key("evidence").begin_array();
  if (!task.evidence.empty()) json.value(task.evidence);
  json.end_array().key("due");
  if (task.due_from.is_known() || task.due_to.is_known())
    json.begin_object()
        .member_or_null("from", task.due_from.text())
        .member_or_null("to", task.due_to.text())
        .end_object();
  else
    json.null();
  json.member_or_null("status", task.status ? to_string(*task.status) : std::string_view{});
  json.member("strength", task.strength).member_or_null("condition", task.condition);
  json.member("owner", task.owner).member("row", task.row);
  write_source(json, task.source);
  json.end_object();
}

void write_tasks(JsonWriter& json, const FollowUpPlan& plan) {
  json.key("items").begin_array();
  for (const FollowUpTask& task : plan.tasks) write_task(json, task);
  json.end_array().key("later").begin_array();
  for (const FollowUpTask& task : plan.later) {
    json.begin_object().member("activity", task.activity).member("from", task.due_from.text());
    write_window(json, "interval_months", task.interval);
    json.member_or_null("condition", task.condition);
    write_source(json, task.source);
    json.end_object();
  }
  json.end_array();
}

void write_schedules(JsonWriter& json, const FollowUpPlan& plan) {
  json.key("schedule").begin_array();
  for (const ActivitySchedule& schedule : plan.schedules) {
    json.begin_object().member("activity", schedule.activity).key("months").begin_array();
    for (const double month : schedule.months) json.raw(number_text(month));
    json.end_array().member("goes_on", schedule.goes_on);
    write_source(json, schedule.source);
    json.end_object();
  }
  json.end_array().key("count").begin_array();
  for (const ActivityCount& count : plan.counts) {
    json.begin_object().member("activity", count.activity);
    for (const auto& [name, number] : {std::pair{"min", &count.least}, std::pair{"max", &count.most}}) {
      json.key(name);
      if (*number)
        json.value(**number);
      else
        json.null();
    }
    write_source(json, count.source);
    json.end_object();
  }
  json.end_array().key("stop").begin_array();
  for (const ActivityStop& stop : plan.stops) {
    json.begin_object().member("activity", stop.activity);
    write_length(json, "month_min", stop.at.least);
    write_length(json, "month_max", stop.at.most);
    json.member_or_null("condition", stop.condition);
    write_source(json, stop.source);
    json.end_object();
  }
  json.end_array();
}

void write_remarks(JsonWriter& json, std::string_view name, const std::vector<ActivityRemark>& remarks) {
  json.key(name).begin_array();
  for (const ActivityRemark& remark : remarks) {
    json.begin_object().member("activity", remark.activity).member_or_null("condition", remark.condition);
    json.member("strength", remark.strength);
    write_source(json, remark.source);
    json.end_object();
  }
  json.end_array();
}

void write_texts(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.value(text);
  json.end_array();
}

/// The members of a plan, in an object that is open.
void write_plan(JsonWriter& json, const FollowUpPlan& plan) {
  json.key("guideline").begin_object().member("id", plan.guideline).member_or_null("year", plan.year);
  json.member("offered", plan.offered).member("applies", plan.applies).member("local", plan.local);
  json.member_or_null("title", plan.title).end_object();
  json.key("anchor").begin_object().member_or_null("kind", plan.anchor.kind);
  json.member_or_null("date", plan.anchor.date.text());
  write_texts(json, "evidence", plan.anchor.evidence);
  json.end_object();
  write_tasks(json, plan);
  write_schedules(json, plan);
  write_remarks(json, "not_recommended", plan.not_recommended);
  write_remarks(json, "advice", plan.advice);
  write_texts(json, "tests", plan.tests);
  write_texts(json, "symptoms_to_teach", plan.symptoms_to_teach);
  write_texts(json, "notes", plan.notes);
  json.key("open").begin_array();
  for (const OpenRow& row : plan.open) {
    json.begin_object().member("activity", row.activity);
    write_texts(json, "asks", row.asks);
    write_source(json, row.source);
    json.end_object();
  }
  json.end_array();
}

void write_differences(JsonWriter& json, const std::vector<FollowUpDifference>& differences) {
  json.key("differences").begin_array();
  for (const FollowUpDifference& difference : differences) {
    json.begin_object().member("test", difference.test).key("guidelines").begin_array();
    for (const GuidelineSays& says : difference.says) {
      json.begin_object().member("id", says.guideline).member("not_recommended", says.not_recommended);
      write_window(json, "interval_months", says.interval);
      json.member_or_null("due", says.due_from.text()).member("strength", says.strength).end_object();
    }
    json.end_array().end_object();
  }
  json.end_array();
}

/// The one plan of a patient; nullptr: none, or several.
const FollowUpPlan* only_plan(const std::vector<FollowUpAnswer>& tumors) {
  const FollowUpPlan* only = nullptr;
  for (const FollowUpAnswer& tumor : tumors)
    for (const FollowUpPlan& plan : tumor.plans) {
      if (only != nullptr) return nullptr;
      only = &plan;
    }
  return only;
}

}  // namespace

std::string followup_patient(std::string_view patient, const std::vector<FollowUpAnswer>& tumors,
                             const std::vector<DataIssue>& issues) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("id", patient);
  if (const FollowUpPlan* plan = only_plan(tumors)) {
    write_plan(json, *plan);
  } else {
    json.key("tumors").begin_array();
    for (const FollowUpAnswer& tumor : tumors) {
      json.begin_object().member("id", tumor.tumor).key("guidelines").begin_array();
      for (const FollowUpPlan& each : tumor.plans) {
        json.begin_object();
        write_plan(json, each);
        json.end_object();
      }
      json.end_array();
      write_differences(json, tumor.differences);
      json.end_object();
    }
    json.end_array();
  }
  json.key("data_issues").begin_array();
  for (const DataIssue& issue : issues) write_issue(json, issue);
  json.end_array().end_object();
  return out;
}

FollowUpDocument::FollowUpDocument(std::string& out, std::string_view program_version, std::string_view as_of)
    : out_(out) {
  out_ += "{\"restage\":";
  JsonWriter::append_quoted(out_, program_version);
  out_ += ",\"as_of\":";
  JsonWriter::append_quoted(out_, as_of);
}

void FollowUpDocument::add(std::string patient) {
  if (++patients_ == 1) {
    first_ = std::move(patient);
    return;
  }
  if (patients_ == 2) out_ += ",\"patients\":[" + std::exchange(first_, {});
  out_ += "," + patient;
}

void FollowUpDocument::finish(const std::vector<DataIssue>& issues) {
  if (patients_ == 1) out_ += "," + first_.substr(1, first_.size() - 2);
  if (patients_ < 2) out_ += ",\"patients\":[" + first_;
  out_ += "],\"input_issues\":";
  JsonWriter json(out_);
  json.begin_array();
  for (const DataIssue& issue : issues) write_issue(json, issue);
  json.end_array();
  out_ += "}";
}

std::string overdue_json(const std::vector<OverdueTask>& tasks, std::string_view program_version,
                         std::string_view as_of) {
  std::string out;
  JsonWriter json(out);
  json.begin_object().member("restage", program_version).member("as_of", as_of).key("overdue").begin_array();
  for (const OverdueTask& task : tasks)
    json.begin_object()
        .member("patient", task.patient)
        .member("guideline", task.guideline)
        .member("activity", task.activity)
        .member("due_to", task.due_to.text())
        .member("days_late", task.days_late)
        .member("severity", task.severity)
        .end_object();
  json.end_array().end_object();
  return out;
}

}  // namespace restage::report
