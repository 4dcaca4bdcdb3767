// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseMemo: the answers of one pack to many cases. Inputs are reduced to the classes that the tables tell apart,
// unknown and coarse values included, so that a combination of classes is one question, asked once and remembered:
// in an array where the combinations are few, else in a table of bounded size. Not thread-safe; one per thread. The
// pack must outlive it.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/open_table.h"
#include "rules/pack/pack.h"
#include "rules/run/program.h"
#include "rules/run/result_search.h"
#include "rules/run/run.h"

namespace restage::rules {

class CaseMemo {
 public:
  CaseMemo(const Program& program, Pack::Start start);

  /// Nodes that cases give, `classification` first; slots below are positions in this list.
  const std::vector<std::size_t>& slots() const noexcept { return slots_; }
  /// The class of a value in its slot.
  std::uint32_t class_of(std::size_t slot, const KnownValue& value);
  static constexpr std::uint32_t kUnknownClass = 0;
  /// A column of ever new sets or numbers: start_over() before the next lookup. Classes it gave are void then, but
  /// for those of codes and flags.
  bool is_full() const noexcept { return is_full_; }
  void start_over();

  /// Result number for one class per slot.
  std::uint32_t lookup(const std::uint32_t* classes);
  /// What the final output may be, from categories.
  ResultSearch::Answer answer(const std::uint32_t* classes);
  /// The question of a combination, which the search then considers. Good until the next question.
  const RunInput& question(const std::uint32_t* classes);
  /// What is asked of it is forgotten by the next question; the memo does not hear of it.
  ResultSearch& search() noexcept { return search_; }
  /// The whole run of a combination, and what was asked of it. Good until the next question.
  const RunInput& input() const noexcept { return input_; }
  const RunResult& run(const std::uint32_t* classes);

  /// What lookup() makes of a combination it has not seen: a number that it remembers.
  class Maker {
   public:
    virtual ~Maker() = default;
    virtual std::uint32_t make(const std::uint32_t* classes) = 0;
  };
  void set_maker(Maker& maker) noexcept { maker_ = &maker; }

 private:
  static constexpr std::uint32_t kNotYet = 0xFFFF'FFFF;
  struct Entry {
    std::uint32_t answer = kNotYet;  ///< number of the set, one bit up; whether it rests on unverified rows below
    std::uint32_t result = kNotYet;
  };
  struct Slot {
    std::size_t node = 0;
    std::vector<KnownValue> representatives;  ///< [class]; 0 is unknown (or the value for absence)
    std::map<std::vector<std::uint32_t>, std::uint32_t> by_signature;
    std::unordered_map<Value, std::uint32_t> by_value;
    bool keeps_numbers = false;  ///< each number is its own class
    std::map<std::string, std::uint32_t> by_number;
    std::uint32_t fixed = 0;  ///< classes that start_over() keeps
    std::uint32_t limit = 0;  ///< classes that a key has room for
  };
  const RunInput& input_of(const std::uint32_t* classes);
  std::vector<std::uint32_t> signature_of(const Slot& slot, Value value) const;
  void fix_classes(Slot& slot, std::size_t index);
  void lay_out_keys();
  Entry& entry_of(const std::uint32_t* classes);

  const Program& program_;
  ResultSearch search_;
  Pack::Start start_;
  std::vector<std::size_t> slots_;
  std::vector<Slot> slot_states_;
  RunInput input_;
  bool is_full_ = false;
  std::vector<std::uint64_t> strides_;  ///< [slot] a combination as a number of mixed radix; empty: none is remembered
  Entry unkept_;
  std::vector<Entry> dense_;
  OpenTable<std::uint64_t, Entry, WordPolicy> sparse_;
  Maker* maker_ = nullptr;
};

}  // namespace restage::rules
