// SPDX-License-Identifier: Apache-2.0
#pragma once
// FollowUp: what guidelines ask for after the treatment of a tumor, on one day. Guidelines are the packs
// packs/followup/*; those that apply to the primary answer side by side unless one is named, by name and year or by
// name alone (then the newest). What is not shipped is said to be not offered. Not thread-safe: one a thread, over one
// library, which must outlive it.
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/course.h"
#include "course/fact_query.h"
#include "followup/plan.h"
#include "rules/run/pack_library.h"

namespace restage::followup {

/// Inputs of packs that are answered by others than the facts: the group by src/timeline, the age by both dates.
inline constexpr std::string_view kStageInput = "stage";
inline constexpr std::string_view kAgeInput = "age_at_diagnosis";

struct Question {
  PartialDate as_of;        ///< exact
  PartialDate anchor = {};  ///< unknown: chosen by each guideline
  std::string guideline = {};
  std::map<std::string, std::string> stage_groups = {};  ///< by tumor, where the course states none
};

class FollowUp {
 public:
  static Result<FollowUp> create(const rules::PackLibrary& library);

  /// An answer a primary tumor; tumors that only a stated stage implies are added to the course.
  Result<std::vector<statement::FollowUpAnswer>> answer(Course& course, const Question& question);

 private:
  struct Guide {
    explicit Guide(const rules::Pack& pack) : book(pack), queries(pack), collector(pack) {}
    RuleBook book;
    course::QueryPlan queries;
    rules::Collector collector;
  };

  explicit FollowUp(const rules::PackLibrary& library) : library_(&library) {}
  Result<void> load();
  Result<statement::FollowUpAnswer> answer_tumor(const Course& course, const Tumor& tumor,
                                                 std::span<const Fact* const> facts, const Question& question);
  Guide* named(std::string_view guideline);
  Result<const std::vector<Guide*>*> applying_to(const Tumor& tumor);
  Result<void> add_plan(Guide& guide, const course::FactIndex& index, const History& history, const Question& question,
                        statement::FollowUpAnswer& answer);

  const rules::PackLibrary* library_;
  std::vector<std::unique_ptr<Guide>> guides_;  ///< by id
  std::map<std::string, std::vector<Guide*>, std::less<>> applying_;
};

/// Tests on which the plans differ on the day, each with what every plan that speaks of it says.
std::vector<statement::FollowUpDifference> differences_of(const std::vector<statement::FollowUpPlan>& plans);

}  // namespace restage::followup
