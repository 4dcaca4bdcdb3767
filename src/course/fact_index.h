// SPDX-License-Identifier: Apache-2.0
#pragma once
// FactIndex: the facts of one tumor in their one order, with what queries ask of every fact found once: its kind, its
// name as a term, its days. Made once a course, asked by any number of query plans. Points into the course, which must
// outlive it and stay as it is. Not thread-safe: words of a fact are kept when first asked for.
#include <array>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/course.h"
#include "core/fact_attributes.h"
#include "rules/pack/fact_query.h"

namespace restage::course {

/// The day a question is asked for, and what was known by when. Unknown: the whole course.
struct Moment {
  PartialDate day;
  PartialDate known_by;
};

class IndexedFact {
 public:
  IndexedFact(const Fact& fact, const FactKind& kind);
  const Fact& fact() const noexcept { return *fact_; }
  const FactKind& kind() const noexcept { return *kind_; }
  /// What the fact is about, as terms of its kind; one, but for a visit at which several things were done.
  std::span<const std::string> names() const noexcept { return names_; }
  /// All that the fact says in words, plain, one attribute a line.
  std::string_view words() const;
  bool is_absence() const { return kind_->is_absence != nullptr && kind_->is_absence(fact_->payload); }
  /// Was it surely so, and surely known, at the moment?
  bool counts_at(const Moment& moment) const noexcept;

 private:
  const Fact* fact_;
  const FactKind* kind_;
  std::vector<std::string> names_;
  mutable std::string words_;
  mutable bool has_words_ = false;
};

class FactIndex {
 public:
  /// tumor may be nullptr: then nothing is asked of it.
  FactIndex(const Course& course, const Tumor* tumor, std::span<const Fact* const> facts);

  const Course& course() const noexcept { return *course_; }
  const Tumor* tumor() const noexcept { return tumor_; }
  std::span<const IndexedFact> facts() const noexcept { return facts_; }

 private:
  const Course* course_;
  const Tumor* tumor_;
  std::vector<IndexedFact> facts_;
};

/// The anchors of a course at one moment, each found when first asked for.
class Anchors {
 public:
  Anchors(const FactIndex& index, const Moment& moment) : index_(index), moment_(moment) {}
  /// nullopt: there is no such day. `late`: the end of a date that is known to the month, else its beginning.
  std::optional<PartialDate> day(rules::Anchor anchor);

 private:
  std::optional<PartialDate> find(rules::Anchor anchor) const;
  std::optional<PartialDate> find_treatment(rules::Anchor anchor) const;

  static constexpr std::size_t kCount = static_cast<std::size_t>(rules::Anchor::LastVisit) + 1;
  const FactIndex& index_;
  const Moment& moment_;
  std::array<std::optional<std::optional<PartialDate>>, kCount> found_;
};

/// The day a fact stands for; a treatment that goes on at the moment stands for the day of the moment.
PartialDate day_of(const Fact& fact, rules::FactDay day, const Moment& moment);

}  // namespace restage::course
