// SPDX-License-Identifier: Apache-2.0
#pragma once
// Pack: one set of rules compiled from a pack folder, and its evaluation. Format and semantics: docs/packs.md.
//
// A Pack is immutable after loading and may be shared by threads. Evaluation needs a Scratch per thread and
// allocates nothing for fully known inputs. Every evaluation leaves the rule rows it used; there is no second,
// slower path for explanations.
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"
#include "core/partial_date.h"
#include "core/stage_status.h"
#include "rules/pack/fact_query.h"

namespace restage::rules {

enum class InputType { Code, Set, Decimal, Integer, Flag };
enum class InputRole { Category, Factor, Finding };

struct InputDeclaration {
  std::string name;
  InputRole role = InputRole::Factor;
  InputType type = InputType::Code;
  std::string unit;
  std::string meaning;
  std::vector<std::string> values;  ///< leaves, then coarse values
  std::size_t leaves = 0;           ///< how many of `values` are leaves; set by the loaded pack
  std::string absent = {};          ///< value taken when the input is not given; empty: unknown
  /// Value that the ICD-O-3 morphology of the primary gives by itself: pattern ("8500-8549/2", "/2", "9061") and value,
  /// the first that fits; an empty value says nothing.
  std::vector<std::pair<std::string, std::string>> from_morphology = {};
  /// The same of its topography: pattern ("C15.4") and value.
  std::vector<std::pair<std::string, std::string>> from_topography = {};
  /// Node stations that are not regional here: recorded as nodes they count as the member distant-nodes of this set.
  std::vector<std::string> from_nodes = {};
  /// How the input is read from a course: the facts of any of these; empty: its caller knows.
  std::vector<FactQuery> from = {};
  std::string_view value_from_morphology(std::string_view histology, std::string_view behavior) const;
  std::string_view value_from_topography(std::string_view topography) const;
};

struct SourceDeclaration {
  std::string id;
  std::string citation;
  std::string address;
  bool verified = false;
  std::string year = {};  ///< of the edition read; may be empty
};

struct PackIdentity {
  std::string id;  ///< "ajcc-8-lung"
  std::string title;
  std::string system;   ///< AJCC, UICC, FIGO ...
  std::string edition;  ///< value of the edition column
  std::string site;     ///< site id
  std::string kind;     ///< stage, risk_group, category, score
  std::string version;
  std::string content_hash;  ///< SHA-256 over the pack's files
  std::string summary;
  std::vector<std::string> notes;
  std::vector<std::string> classifications;
  PartialDate diagnosed_from;
  PartialDate diagnosed_until;
  bool multiple_counted = false;         ///< the number of tumors is part of T; no suffix (m)
  std::vector<std::string> provisional;  ///< classifications whose result stays provisional, however complete
  std::string provisional_because;
};

/// One input as given. Text is interpreted by the declaration: "T2a", "20.4", "yes", "chest-wall+diaphragm".
struct GivenInput {
  std::string_view name;
  std::string_view text;  ///< empty: unknown
};

/// A rule row that took part in a result.
struct RuleReference {
  std::string_view table;
  std::string_view row;
  std::string_view source;  ///< cell of the source column
  bool verified = false;
};

/// What an unknown input would decide.
struct Decider {
  struct Branch {
    std::string values;                ///< in words of the input: "<= 30", "> 30", "T2a"
    std::vector<std::string> results;  ///< groups still possible on this branch
  };
  std::string input;
  std::vector<Branch> branches;
};

using EvaluationStatus = StageStatus;

/// One output of an evaluation.
struct OutputValue {
  std::string_view name;                   ///< "t", "group", "points"
  std::vector<std::string_view> possible;  ///< sorted as declared; one: determined
  bool from_given = false;                 ///< Start::Findings: the given category, as findings leave it open
  /// What the tables that took part looked at on the way to this output, in the order of the pack, known or not; a
  /// category (t, n, m) that other tables give stands here as itself and is an output of its own.
  std::vector<std::string_view> inputs;
  std::vector<std::string_view> asked;  ///< those of `inputs` that are unknown or coarse
  std::vector<std::size_t> rules;       ///< the rows on that way, as places in Evaluation::rules
};

/// An input value that could not be used, with what would be accepted.
struct InputProblem {
  std::string input;
  std::string value;
  std::string message;
  std::string remedy;
};

struct Evaluation {
  EvaluationStatus status = EvaluationStatus::NotApplicable;
  std::vector<OutputValue> outputs;  ///< every output the run reached, in table order
  std::vector<RuleReference> rules;
  std::vector<std::string> missing;     ///< unknown inputs that matter for the final output
  std::vector<std::string> immaterial;  ///< unknown inputs that cannot change it
  std::vector<std::string> assumed;     ///< inputs not given for which the pack names a value: "extent: invasive"
  std::vector<InputProblem> problems;
  bool rests_on_unverified = false;
  std::vector<std::shared_ptr<const std::string>> number_texts;  ///< what `possible` of number outputs points at

  const OutputValue* output(std::string_view name) const;
  /// The single value of an output, or empty.
  std::string_view single(std::string_view name) const;
};

class Program;
struct PackModel;

class Pack {
 public:
  virtual ~Pack() = default;
  /// The compiled form, for code that runs millions of cases; nullptr where there is none.
  virtual const Program* program() const { return nullptr; }
  /// The pack as read, with the order of its values; nullptr where there is none.
  virtual const PackModel* model() const { return nullptr; }
  virtual const PackIdentity& identity() const = 0;
  virtual std::span<const InputDeclaration> inputs() const = 0;
  virtual std::span<const SourceDeclaration> sources() const = 0;
  /// Runs the tables in order. `from` chooses where the chain starts: with Categories the given t, n, m are
  /// used and tables that produce them are skipped; with Findings they are derived, and a given category is
  /// used only for an axis whose findings leave it undetermined.
  enum class Start { Categories, Findings };
  virtual Evaluation evaluate(std::string_view classification, std::span<const GivenInput> given,
                              Start start) const = 0;
  /// Questions with one key have one evaluation and the same deciders: 21 mm and 22 mm where no cut lies between.
  /// For whoever keeps answers; keys of one pack only are to be compared.
  virtual std::string question_key(std::string_view classification, std::span<const GivenInput> given,
                                   Start start) const = 0;
  /// For an ambiguous result: which unknown inputs would decide and how, the strongest first.
  virtual std::vector<Decider> deciders(std::string_view classification, std::span<const GivenInput> given, Start start,
                                        std::string_view output) const = 0;
};

}  // namespace restage::rules
