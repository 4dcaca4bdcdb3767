// SPDX-License-Identifier: Apache-2.0
#pragma once
// A FactQuery prepared for many facts: its words brought to terms, its attributes and number tests found. Says of one
// fact whether it fits. Internal to fact_query.cc and fact_take.cc. Points into the pack, which must outlive it.
#include <string>
#include <unordered_map>
#include <vector>

#include "course/fact_index.h"
#include "rules/pack/pack_model.h"

namespace restage::course {

enum class Fits { No, Unknown, Yes };

class PreparedQuery {
 public:
  PreparedQuery(const rules::FactQuery& query, std::size_t input);

  /// Unknown: the fact is silent on what a condition asks for.
  Fits fits(const IndexedFact& fact) const;
  /// The day `date` of a fact lies inside the window, surely.
  bool is_in_window(const PartialDate& date, const Moment& moment, Anchors& anchors) const;

  const rules::FactQuery& query() const noexcept { return *query_; }
  std::size_t input() const noexcept { return input_; }
  const FactKind* kind() const noexcept { return kind_; }  ///< nullptr: any
  const std::vector<std::string>& names() const noexcept { return names_; }

 private:
  struct Condition {
    const rules::FactCondition* written;
    std::vector<std::string> texts;
    std::vector<rules::Interval> tests;
  };
  static Fits fits_condition(const Condition& condition, const IndexedFact& fact);
  static Fits fits_texts(const Condition& condition, const std::vector<std::string>& said);

  const rules::FactQuery* query_;
  std::size_t input_;
  const FactKind* kind_;
  std::vector<std::string> names_, words_, without_;
  std::vector<Condition> conditions_;
};

/// A fact that speaks to an input, by one of its queries.
struct Match {
  const IndexedFact* fact = nullptr;
  const PreparedQuery* query = nullptr;
  PartialDate date;
};

/// An input of a pack with the words that stand for its values.
struct PreparedInput {
  const rules::InputModel* model = nullptr;
  std::unordered_map<std::string, std::string_view> values;       ///< plain words -> value
  std::vector<std::pair<std::string, std::string_view>> phrases;  ///< the same in the order of the values

  explicit PreparedInput(const rules::InputModel& input);
};

/// What an input is by the facts that fit, in the order of their dates: text and the facts it rests on.
struct Taken {
  std::string text;
  std::vector<const Fact*> facts;
};
Taken take_from(const PreparedInput& input, std::vector<Match> matches, const Moment& moment);

/// The value of an input for a text, a flag or a number that stands for it; empty: none.
std::string value_for(const PreparedInput& input, std::string_view topic, const AttributeValue& said);

}  // namespace restage::course
