// SPDX-License-Identifier: Apache-2.0
#pragma once
// SubjectDraft: what one response document, or the lines of one subject and reader, say while they are read; finish()
// makes the course of it.
//
// Facts: an identification a lesion, an assessment a visit, its measurements and laboratory values, the last contact.
// Ids hold the place in the document, so that the order given is kept. Used once, by one thread.
#include <string>
#include <vector>

#include "core/course.h"

namespace restage::response_document {

struct VisitDraft {
  PartialDate date;
  ResponseAssessment stated;
  std::vector<LesionMeasurement> measurements;
  std::vector<LabValue> labs;
};

struct SubjectDraft {
  std::string id;
  std::string reader;
  std::string file;    ///< named in issues and as source
  std::string record;  ///< of the file; may be empty
  StudyTerms study;
  PartialDate death;
  PartialDate last_alive;
  std::vector<LesionIdentification> lesions;
  std::vector<VisitDraft> visits;
  std::vector<DataIssue> issues;

  /// File and record, in front of every issue.
  std::string path() const { return record.empty() ? file : file + ": " + record; }
  Course finish();
};

}  // namespace restage::response_document
