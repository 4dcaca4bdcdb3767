// SPDX-License-Identifier: Apache-2.0
#include "report/words/suspicion_words.h"

namespace restage::report {
namespace {

struct Words {
  std::string_view name, action;
};
// In the order of Urgency.
constexpr Words kWords[] = {
    {"Nothing reported", "Nothing was reported. Ask at the next visit."},
    {"Next visit",
     "No alarm pattern in what is known. Review at the next visit, repeat the assessment if it changes or lasts; "
     "advise what to report "
     "at once."},
    {"Within two weeks", "To be examined within two weeks."},
    {"Same day", "To be assessed by a clinician within 24 hours."},
    {"Immediate", "Now: contact the on-call team or the emergency service."},
};

}  // namespace

std::string_view urgency_text(statement::Urgency level) noexcept {
  return kWords[static_cast<std::size_t>(level)].name;
}

std::string_view action_text(statement::Urgency level) noexcept {
  return kWords[static_cast<std::size_t>(level)].action;
}

}  // namespace restage::report
