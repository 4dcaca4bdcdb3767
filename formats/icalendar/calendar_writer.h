// SPDX-License-Identifier: Apache-2.0
#pragma once
// Follow-up as a calendar (RFC 5545): one all-day event a task, over the window in which it is due. Summaries hold the
// activity alone; the person stands nowhere but in the hash of the event's id, so that the same question gives the same
// events and a calendar program replaces what it has. Lines end with CR LF and are folded at 75 octets, never inside a
// character. Not thread-safe.
#include <string>
#include <string_view>

#include "statement/followup.h"

namespace restage::icalendar {

class CalendarWriter {
 public:
  /// as_of stamps the events: the writer has no clock.
  CalendarWriter(std::string_view program_version, PartialDate as_of);
  void add(std::string_view patient, const statement::FollowUpPlan& plan);
  std::string finish() &&;

 private:
  void line(std::string_view name, std::string_view value);
  void text(std::string_view name, std::string_view value);
  void event(std::string_view patient, const statement::FollowUpPlan& plan, const statement::FollowUpTask& task);

  std::string out_;
  PartialDate as_of_;
};

}  // namespace restage::icalendar
