// SPDX-License-Identifier: Apache-2.0
#pragma once
// FactQuery: how a pack says that an input is read from a course: which facts speak to it, in which window of time, and
// what is taken from them. The `from` of an [[input]] in pack.toml; the words are explained in docs/packs.md.
// Plain data, checked when the pack is read; src/course/fact_query.h answers it.
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace restage::rules {

struct InputModel;

/// What is taken from the facts that fit.
enum class Take {
  Present,
  Absent,
  Latest,
  First,
  Highest,
  Lowest,
  Previous,
  Count,
  Set,
  Words,
  DaysSince,
  DaysSinceFirst,
  DurationDays,
  ChangePercent,
  Rises,
  RatioToLimit
};

/// A day of the course that a window begins or ends with.
enum class Anchor {
  None,
  Diagnosis,
  FirstTreatment,
  LastTreatment,
  LastTreatmentEnd,
  LastSystemic,
  LastRadiation,
  LastSurgery,
  DiseaseFree,
  LastVisit
};

/// The day that a fact stands for.
enum class FactDay {
  Start,  ///< its own
  End,    ///< the end of a treatment; its start where no end is known
  Until   ///< the end of a treatment; where no end is known it is still going on
};

/// One attribute of a fact (core/fact_attributes.h) and what it must say.
struct FactCondition {
  enum class Wanted { Any, All, None };
  std::string attribute;
  Wanted wanted = Wanted::Any;
  std::vector<std::string> values;  ///< texts, a text with * at its end, yes or no, or tests of a number (">=7")
};

struct FactQuery {
  std::string fact;  ///< a kind of core/fact_attributes.h, or patient, tumor, focus
  std::vector<std::string> names;
  std::vector<std::string> words;    ///< any of them stands in what the fact says
  std::vector<std::string> without;  ///< none of them does
  std::vector<FactCondition> conditions;
  std::optional<int> within_days;
  Anchor since = Anchor::None;
  Anchor before = Anchor::None;
  FactDay day = FactDay::Start;
  Take take = Take::Present;
  std::string of;                 ///< the attribute taken; empty: that of the kind
  Take against = Take::Previous;  ///< of a change: previous, first, lowest or highest
};

/// The attributes of the two things that are no facts.
inline constexpr std::string_view kPatientAttributes[] = {"age_years", "age_years_at_most", "sex"};
inline constexpr std::string_view kTumorAttributes[] = {"topography", "histology", "behavior",
                                                        "laterality", "site",      "days_since_diagnosis"};

/// One `from` as written: keys and their lists of texts.
using WrittenQuery = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Mistakes go to `error`, with the key they stand at.
FactQuery read_fact_query(const WrittenQuery& written, const InputModel& input,
                          const std::function<void(std::string key, std::string message)>& error);

}  // namespace restage::rules
