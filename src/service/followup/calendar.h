// SPDX-License-Identifier: Apache-2.0
#pragma once
// Answers of the question `followup` as one calendar (RFC 5545). Not thread-safe.
#include <memory>
#include <string>
#include <string_view>

#include "service/followup/followup.h"

namespace restage::service {

class CalendarOfTasks {
 public:
  /// as_of: the day of the question, which stamps the events.
  CalendarOfTasks(std::string_view program_version, std::string_view as_of);
  ~CalendarOfTasks();
  void add(const PatientFollowUp& patient);
  std::string text() &&;

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace restage::service
