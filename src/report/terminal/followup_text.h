// SPDX-License-Identifier: Apache-2.0
#pragma once
// Follow-up for people: what is due, what to leave out, where guidelines differ.
#include <string>
#include <string_view>
#include <vector>

#include "statement/followup.h"

namespace restage::report {

/// "every 3 to 6 months", "at least every 6 months"; empty where there is no interval.
std::string interval_words(const statement::TimeWindow& window);

std::string followup_text(std::string_view patient, const std::vector<statement::FollowUpAnswer>& tumors,
                          const std::vector<DataIssue>& issues);

/// In the order given.
std::string overdue_text(const std::vector<statement::OverdueTask>& tasks);

}  // namespace restage::report
