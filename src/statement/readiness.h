// SPDX-License-Identifier: Apache-2.0
#pragma once
// Is what is known enough to stage by, and do the planned tests suit this person, at one day: what is missing and what
// it could change, what is not needed, a verdict for every plan with its reasons and with what each alternative loses.
// Plain values: computed once, never changed, thread-safe to read.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/course.h"
#include "core/data_issue.h"
#include "core/partial_date.h"
#include "statement/staging.h"
#include "statement/suspicion.h"

namespace restage::statement {

enum class Readiness : std::uint8_t {
  Proposed,      ///< nothing is missing; computed, and signed by nobody
  Provisional,   ///< something that is needed is missing, or only the operation will tell
  Final,         ///< nothing is missing, and a person wrote down the same stage
  NotApplicable  ///< a disease that is not staged by the spread of a tumor
};
std::string_view to_string(Readiness readiness) noexcept;  ///< proposed provisional final not_applicable

struct MissingItem {
  std::string item, why;
  std::vector<Branch> would_decide;   ///< what it could change, as the statements of the timeline say
  std::vector<std::string> evidence;  ///< ids of facts that make it needed
  RuleSource rule;
};

struct NotNeeded {
  std::string item, why;
  std::vector<std::string> modalities;  ///< of plans for it; a * at the end takes what begins so
  RuleSource rule;
};

/// From the least to the gravest.
enum class PlanVerdict : std::uint8_t { Ok, Remark, Timing, Warn, Ask, Block };
std::string_view to_string(PlanVerdict verdict) noexcept;  ///< ok note timing warn ask block
std::optional<PlanVerdict> parse_plan_verdict(std::string_view text) noexcept;

struct Alternative {
  std::string modality, what_is_lost;
};

/// One plan against what is known of the person.
struct PlanChoice {
  std::string id;  ///< of the fact
  Plan plan;
  PlanVerdict verdict = PlanVerdict::Ok;
  std::vector<std::string> reasons, actions;
  std::vector<Alternative> alternatives;
  std::vector<std::string> evidence;
  std::vector<RuleSource> rules;
  std::vector<std::string> not_recommended;  ///< why it would not change care
  bool deferred = false;                     ///< until the emergencies are settled; it counts as not missed
};

/// What a study saw, and did not: a sentence is made of it, never "no metastases".
struct LookedAt {
  std::string what;      ///< metastasis, nodes ...
  std::string organ;     ///< empty: all that the study covers
  std::string modality;  ///< empty: not said
  PartialDate date;
  std::string id;
};

struct PatientReadiness {
  std::string patient;
  PartialDate as_of;
  Readiness stage_status = Readiness::NotApplicable;
  std::string status_because;
  std::vector<MissingItem> missing;
  std::vector<NotNeeded> not_needed;
  std::vector<PlanChoice> test_choice;
  std::vector<NotNeeded> not_recommended;  ///< planned all the same
  std::vector<LookedAt> not_detected;
  std::vector<Mechanism> emergencies;  ///< they come first; the work-up pauses
  std::vector<DataIssue> issues;
};

}  // namespace restage::statement
