// SPDX-License-Identifier: Apache-2.0
#include "statement/staging.h"

#include <algorithm>

namespace restage::statement {
namespace {

// A reason as its pack lists it: hyphens stand for blanks, two of them for a comma.
std::string in_words(std::string_view code) {
  std::string words(code);
  for (std::size_t at = words.find("--"); at != std::string::npos; at = words.find("--", at))
    words.replace(at, 2, ", ");
  std::replace(words.begin(), words.end(), '-', ' ');
  return words;
}

}  // namespace

std::string_view to_string(Basis basis) noexcept {
  switch (basis) {
    case Basis::None:
      return "";
    case Basis::Findings:
      return "findings";
    case Basis::Stated:
      return "stated";
    case Basis::Policy:
      return "policy";
    case Basis::Convention:
      return "convention";
  }
  return "";
}

std::string to_string(const Refusal& refusal) {
  switch (refusal.why) {
    case Refusal::Why::Window:
      return in_words(refusal.detail);
    case Refusal::Why::CoarseDate:
      return "its date is too coarse to say whether it lies inside the window";
    case Refusal::Why::AfterWorkUp:
      return "after the work-up of this recurrence";
    case Refusal::Why::NoSpecimen:
      return "no resected specimen for this axis";
    case Refusal::Why::SummaryDiffers:
      return "a summary; the assessment it should repeat says " + refusal.detail;
    case Refusal::Why::LessAdvanced:
      return "another value of the same day, " + refusal.detail + ", is less advanced and was used";
    case Refusal::Why::ReplacedByLater:
      return "replaced by a later one in the same window: " + refusal.detail;
    case Refusal::Why::Overruled:
      return "overruled by evidence of higher precedence: " + refusal.by +
             (refusal.detail.empty() ? " found none" : " (" + refusal.detail + ")");
    case Refusal::Why::SaysLess:
      return "says less than " + refusal.by + " (" + refusal.detail + ")";
    case Refusal::Why::Replaced:
      return "replaced by " + refusal.by + " (" + refusal.detail + ")";
    case Refusal::Why::Contradicted:
      return "contradicted: " + refusal.detail;
  }
  return {};
}

std::string_view to_string(MissingEvent event) noexcept {
  switch (event) {
    case MissingEvent::None:
      return "";
    case MissingEvent::OperationOfPathological:
      return "no definitive operation is on record for this pathological stage";
    case MissingEvent::TreatmentBefore:
      return "no systemic treatment or radiation before it is on record";
    case MissingEvent::Operation:
      return "no definitive operation is on record";
  }
  return "";
}

}  // namespace restage::statement
