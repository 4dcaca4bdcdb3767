// SPDX-License-Identifier: Apache-2.0
#include "formats/icalendar/calendar_writer.h"

#include <algorithm>

#include "base/sha256.h"

namespace restage::icalendar {
namespace {

constexpr std::size_t kLineOctets = 75;

/// 20240317
std::string compact(const PartialDate& date) {
  std::string text = date.text();
  std::erase(text, '-');
  return text;
}

std::string escaped(std::string_view value) {
  std::string text;
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == ';' || c == ',') text += '\\';
    if (c != '\r') text += c;
  }
  return text;
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

}  // namespace

CalendarWriter::CalendarWriter(std::string_view program_version, PartialDate as_of) : as_of_(as_of) {
  line("BEGIN", "VCALENDAR");
  line("VERSION", "2.0");
  line("PRODID", "-//Restage//" + std::string(program_version) + "//EN");
  line("CALSCALE", "GREGORIAN");
}

void CalendarWriter::line(std::string_view name, std::string_view value) {
  std::string whole(name);
  whole.append(":").append(value);
  std::string_view rest = whole;
  std::size_t room = kLineOctets;
  while (rest.size() > room) {
    std::size_t end = room;
    while (end > 1 && continues_character(rest[end])) --end;
    out_.append(rest.substr(0, end)).append("\r\n ");
    rest.remove_prefix(end);
    room = kLineOctets - 1;
  }
  out_.append(rest).append("\r\n");
}

void CalendarWriter::text(std::string_view name, std::string_view value) {
  if (!value.empty()) line(name, escaped(value));
}

void CalendarWriter::event(std::string_view patient, const statement::FollowUpPlan& plan,
                           const statement::FollowUpTask& task) {
  const PartialDate& begin = task.due_from.is_known() ? task.due_from : task.due_to;
  const PartialDate& last = task.due_to.is_known() ? task.due_to : task.due_from;
  if (!begin.is_exact() || !last.is_exact()) return;
  std::string key(patient);
  for (const std::string_view part : {std::string_view(plan.guideline), std::string_view(task.activity)})
    key.append("\n").append(part);
  key.append("\n").append(plan.anchor.date.text()).append("\n").append(begin.text());
  line("BEGIN", "VEVENT");
  line("UID", sha256_hex(key).substr(0, 32) + "@restage");
  line("DTSTAMP", compact(as_of_) + "T000000Z");
  line("DTSTART;VALUE=DATE", compact(begin));
  line("DTEND;VALUE=DATE", compact(PartialDate::from_day(last.latest() + 1)));
  text("SUMMARY", task.activity);
  text("DESCRIPTION",
       task.source.document + ", " + task.source.year + (task.condition.empty() ? "" : "\n" + task.condition));
  line("TRANSP", "TRANSPARENT");
  line("END", "VEVENT");
}

void CalendarWriter::add(std::string_view patient, const statement::FollowUpPlan& plan) {
  for (const statement::FollowUpTask& task : plan.tasks) event(patient, plan, task);
}

std::string CalendarWriter::finish() && {
  line("END", "VCALENDAR");
  return std::move(out_);
}

}  // namespace restage::icalendar
