// SPDX-License-Identifier: Apache-2.0
#pragma once
// Staging statements: what the staging engine says of one time point by one table. Plain values: computed once, never
// changed, thread-safe to read.
//
// INVARIANT: a statement names every fact it rests on: `evidence` (used), `refused` (looked at and not used, with
// the reason) and `anchors` (facts that set its window). A fact in none of the three has no part in it.
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/classification.h"
#include "core/course.h"
#include "core/stage_status.h"

namespace restage::statement {

using Status = StageStatus;

enum class Basis { None, Findings, Stated, Policy, Convention };
std::string_view to_string(Basis basis) noexcept;  ///< "", findings, stated, policy, convention

/// A T, N or M category of a statement.
struct Category {
  std::string value;     ///< without prefix: "T2a"; empty when not determined
  std::string prefix;    ///< c, p, yc, yp, r, a: of this axis (a p group may hold cM)
  std::string suffixes;  ///< "(m)", "(sn)" as stated
  Basis basis = Basis::None;
  std::vector<std::string> possible;  ///< when not determined
  bool exists = true;                 ///< false: the system has no such category
};

/// Why a fact was looked at and not used.
struct Refusal {
  enum class Why : std::uint8_t {  // in the order in which several of one fact are listed
    Window,                        ///< `detail`: the reason, as packs/course/window lists it
    CoarseDate,                    ///< it may lie on either side of the window's end
    AfterWorkUp,                   ///< of a recurrence
    NoSpecimen,                    ///< p and yp need one
    SummaryDiffers,                ///< from the assessment it should repeat, `detail`
    LessAdvanced,                  ///< of two values of one day `detail` was used
    ReplacedByLater,
    Overruled,    ///< `by` has higher precedence and says `detail`, or nothing was found where that is empty
    SaysLess,     ///< it covers `detail`, which `by` says
    Replaced,     ///< `by` of equal precedence says `detail`
    Contradicted  ///< another finding rules it out, or it cannot be: `detail`
  };
  Why why = Why::Window;
  std::string by;      ///< id of the fact that was used instead
  std::string detail;  ///< the value that was used instead

  friend auto operator<=>(const Refusal&, const Refusal&) = default;
};
std::string to_string(const Refusal& refusal);

struct RefusedFact {
  std::string id;
  Refusal reason;
  Axis axis = Axis::Group;  ///< what it would have borne on; a factor bears on the group
};

struct UsedRule {
  std::string pack;
  std::string table;
  std::string row;
  std::string source;
  bool verified = false;
};

/// One branch of an unknown input: these values lead to these groups.
struct Branch {
  std::string input;
  std::string values;
  std::vector<std::string> groups;
};

/// One input that the tables on the way to a category looked at.
struct InputUse {
  std::string name;
  std::string words;  ///< what it asks, in the words of the pack
  std::string value;  ///< empty: not known
  std::string unit;
  std::vector<std::string> evidence;
  bool assumed = false;
};

/// Why one of T, N, M and the group is what it is.
struct CategoryReasons {
  std::string value;                  ///< empty when not determined
  std::vector<std::string> possible;  ///< when not determined
  Basis basis = Basis::None;          ///< the group has none: it follows from the others
  std::vector<InputUse> inputs;
  std::vector<std::string> evidence;
  std::vector<RefusedFact> refused;
  std::vector<std::size_t> rules;  ///< places in the rules of the statement
};

/// A value that counts although nobody recorded it.
struct Assumption {
  enum class Because : std::uint8_t {
    NothingOnMetastasis,    ///< cM0 by policy
    NamedByPack,            ///< the pack names what stands for an input that was not given
    NotMentioned,           ///< a study, examination or specimen on record would have shown it
    HistoryAndExamination,  ///< M0: nothing on record speaks against it
    RarelyInvolved,         ///< nodes nobody mentions count as free in this disease
    NotNeeded,              ///< a tumor of this depth is staged without a look at the nodes
    UsualAtSite,            ///< the site is staged as carcinoma unless someone says otherwise
    NotExamined,            ///< nodes were not examined, which is a value of its own (NX)
    FoundByLook,            ///< a node that examination or imaging found is clinically detected, by the word itself
    OfTheSite               ///< the site says it: an unknown primary is T0
  };
  std::string input;
  std::string value;
  Because because = Because::NamedByPack;
  std::string rule = {};  ///< row of the conventions, with its source; empty: no convention
  std::string source = {};
  std::vector<std::string> evidence = {};  ///< the facts that would have shown it
  bool verified = true;                    ///< whether somebody read that source
  std::vector<std::string> covered = {};   ///< of M0: all that was looked at are these organs
};

/// A fact nobody recorded that must hold for a table to be the right one: p16 is "pos".
struct Condition {
  std::string input;
  std::string values;
};

/// Where what was written down contradicts what was computed.
struct StatedDifference {
  Axis axis = Axis::Group;
  std::vector<std::string> computed;  ///< every value still possible
  std::string stated;
};

struct StatedStage {
  std::string t, n, m, group;  ///< as written down, without prefix; empty: not stated
  std::string edition;
  bool compared = false;  ///< something was computed that it could be compared with
  bool agrees = true;
  std::vector<StatedDifference> differences;
  std::vector<std::string> facts;  ///< ids
};

/// The event a classification needs and the record does not have.
enum class MissingEvent : std::uint8_t { None, OperationOfPathological, TreatmentBefore, Operation };
std::string_view to_string(MissingEvent event) noexcept;

/// Remarks on a statement: what a reader should know of how it came about.
namespace note {
struct NeoadjuvantStopped {};
struct NoGroupAtRecurrence {};
struct UnderCondition {};        ///< see applies_if
struct ClassificationByDate {};  ///< a stated value did not say its classification
struct Undated {};
struct EventMissing {
  MissingEvent event = MissingEvent::None;
};
struct LargestOfSeveral {
  int tumors = 0;
};
/// Counts of several specimens of one surgical episode, added up.
struct Summed {
  std::string input, value;
  std::vector<std::string> parts;
};
/// Inputs that the morphology of the primary says by itself.
struct ByMorphology {
  std::string histology, behavior;
  std::vector<std::pair<std::string, std::string>> inputs;
};
/// Inputs that its topography says.
struct ByTopography {
  std::string topography;
  std::vector<std::pair<std::string, std::string>> inputs;
};
/// No TNM system is for this disease.
struct OtherSystems {
  std::string what_applies;
};
}  // namespace note
using Note = std::variant<note::NeoadjuvantStopped, note::NoGroupAtRecurrence, note::UnderCondition,
                          note::ClassificationByDate, note::Undated, note::EventMissing, note::LargestOfSeveral,
                          note::ByMorphology, note::ByTopography, note::OtherSystems, note::Summed>;

struct Statement {
  std::string id;
  PartialDate date;
  bool undated = false;  ///< rests on facts without a date; placed by its classification
  Classification classification = Classification::Clinical;
  std::string system;
  std::string edition;
  std::string pack_id, pack_version, pack_hash;
  Category t, n, m;
  std::string group;  ///< empty when none or several are possible
  Status status = Status::NotApplicable;
  std::vector<std::string> possible;
  std::vector<Branch> would_decide;
  std::vector<std::string> missing, immaterial;
  std::vector<std::pair<std::string, std::string>> factors;   ///< biology and laboratory inputs, as given to the tables
  std::vector<std::pair<std::string, std::string>> findings;  ///< what was measured and seen, as given to the tables
  std::vector<std::string> evidence;
  std::vector<RefusedFact> refused;
  std::vector<std::string> anchors;
  std::vector<UsedRule> rules;
  std::optional<StatedStage> stated;
  std::vector<Note> notes;
  bool rests_on_unverified = false;
  std::vector<Condition> applies_if;          ///< all must hold; empty: the table is the right one
  std::array<CategoryReasons, 4> categories;  ///< see reasons()
  std::vector<Assumption> assumed;
  std::string provisional;  ///< why the result is not definitive in this classification; empty when it is

  CategoryReasons& reasons(Axis axis) { return categories[static_cast<std::size_t>(axis)]; }
  const CategoryReasons& reasons(Axis axis) const { return categories[static_cast<std::size_t>(axis)]; }
};

}  // namespace restage::statement
