// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseResults: what the cases of one pack come to, in words. Combinations with one outcome share it, so that memory
// follows the outcomes, not the combinations, and words are made once for each. Not thread-safe; the pack and the memo
// must outlive it.
//
// With reasons a case is a run of its own kind, so that results are kept by combination, a bounded number of them.
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/run/case_memo.h"
#include "rules/run/materiality.h"

namespace restage::cases {

/// What a result rests on, from the run that gave it.
struct CaseReasons {
  rules::Evaluation evaluation;
  std::vector<rules::Decider> deciders;  ///< where several groups are possible
};

/// What one case comes to, as values; shared by all cases of the same outcome.
struct CaseResult {
  std::string status;  ///< determined, ambiguous, no_group, not_applicable
  std::string group;   ///< the one group, `none`, or empty when several are possible
  std::vector<std::string> possible;
  std::string message;
  std::string cause;         ///< when open: the inputs it depends on, without the values of this case
  std::string t, n, m;       ///< from findings; several joined by ";"
  std::uint32_t number = 0;  ///< among the results of the table, for whoever keeps something beside them
  std::shared_ptr<const CaseReasons> reasons = {};  ///< where they are asked for; the result then has no number
};

/// What leaves a case open.
struct Doubt {
  std::string text;   ///< with what each value would give
  std::string cause;  ///< the inputs alone
};

class CaseResults final : public rules::CaseMemo::Maker {
 public:
  CaseResults(const rules::Program& program, rules::Pack::Start start, bool with_reasons, rules::CaseMemo& memo,
              std::uint32_t& result_count);

  std::uint32_t make(const std::uint32_t* classes) override;
  /// Good as long as this object, or until forget().
  const CaseResult& operator[](std::uint32_t number) const { return results_[number]; }
  /// Results with reasons are many: at the bound forget() them, and the memo their numbers.
  bool is_full() const noexcept { return with_reasons_ && results_.size() >= kMaxReasons; }
  void forget() { results_.clear(); }

 private:
  /// The values of an input that is unknown or coarse, as groups and as classes of the memo.
  struct Alternatives {
    std::vector<std::vector<rules::Value>> groups;
    std::vector<std::uint32_t> classes;
  };
  std::uint32_t make_from_categories(const std::uint32_t* classes);
  std::uint32_t make_from_run(const std::uint32_t* classes);
  std::vector<rules::Decider> deciders_of(const rules::RunInput& input, const std::vector<bool>& asked,
                                          std::uint32_t whole);
  void add_findings(const rules::RunInput& input, const rules::Evaluation& evaluation, CaseResult& result) const;
  void add_reasons(const rules::RunInput& input, const std::vector<bool>& asked, rules::Evaluation evaluation,
                   std::vector<rules::Decider> deciders, CaseResult& result);
  const Alternatives& alternatives_of(std::size_t slot, rules::Value current);
  void try_values(std::size_t slot, rules::Value current, const std::uint32_t* classes);
  Doubt doubt_of(std::uint32_t whole) const;
  Doubt names_of_asked() const;
  bool is_provisional(rules::EvaluationStatus status, rules::Value classification) const;
  std::string message_of(rules::EvaluationStatus status, rules::Value classification, std::string doubt,
                         const std::vector<std::string>& assumed, bool rests_on_unverified) const;
  CaseResult& add(rules::EvaluationStatus status, std::vector<std::string> possible);
  std::uint32_t keep();

  static constexpr std::size_t kMaxReasons = 512;
  const rules::Program& program_;
  rules::Pack::Start start_;
  bool with_reasons_;
  rules::CaseMemo& memo_;
  std::uint32_t& result_count_;  ///< of the table
  std::deque<CaseResult> results_;
  std::unordered_map<std::string, std::uint32_t> by_cause_;  ///< by the numbers that make an outcome; bounded
  std::unordered_map<std::string, std::uint32_t> by_words_;
  std::unordered_map<std::uint64_t, Alternatives> alternatives_;
  std::vector<std::size_t> asked_;  ///< slots, of the combination at hand
  std::vector<rules::TriedInput> tried_;
  std::vector<std::uint32_t> trial_;
  std::string key_;
};

}  // namespace restage::cases
