// SPDX-License-Identifier: Apache-2.0
#include "service/followup/calendar.h"

#include <utility>

#include "formats/icalendar/calendar_writer.h"

namespace restage::service {

class CalendarOfTasks::Implementation {
 public:
  Implementation(std::string_view program_version, std::string_view as_of)
      : writer(program_version, PartialDate::parse(as_of).value_or(PartialDate{})) {}
  icalendar::CalendarWriter writer;
};

CalendarOfTasks::CalendarOfTasks(std::string_view program_version, std::string_view as_of)
    : implementation_(std::make_unique<Implementation>(program_version, as_of)) {}
CalendarOfTasks::~CalendarOfTasks() = default;

void CalendarOfTasks::add(const PatientFollowUp& patient) {
  for (const statement::FollowUpAnswer& tumor : patient.tumors)
    for (const statement::FollowUpPlan& plan : tumor.plans) implementation_->writer.add(patient.patient, plan);
}

std::string CalendarOfTasks::text() && { return std::move(implementation_->writer).finish(); }

}  // namespace restage::service
