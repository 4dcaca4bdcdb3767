// SPDX-License-Identifier: Apache-2.0
#pragma once
// The JSON document of `restage readiness`, a patient at a time, appended to a text that the caller may hand over and
// empty between calls. With one patient its members stand at the top too. Not thread-safe; the text must outlive it.
#include <string>
#include <string_view>
#include <vector>

#include "base/json_writer.h"
#include "statement/readiness.h"

namespace restage::report {

class ReadinessDocument {
 public:
  ReadinessDocument(std::string& out, std::string_view program_version, std::string_view as_of);
  void add(const statement::PatientReadiness& patient);
  void finish(const std::vector<DataIssue>& issues);

 private:
  JsonWriter json_;
  std::size_t patients_ = 0;
  statement::PatientReadiness first_;
};

}  // namespace restage::report
