// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseMemo: the results of one pack for many cases. Inputs are reduced to the classes that the tables tell
// apart, unknown and coarse values included; each combination of classes is run once, through the same run as
// any single case, and remembered: in an array where the combinations are few, else in a hash map of bounded
// size. Not thread-safe; one per thread. The pack must outlive it.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "rules/pack.h"
#include "rules/program.h"
#include "rules/run.h"

namespace restage::rules {

class CaseMemo {
 public:
  CaseMemo(const Program& program, Pack::Start start);

  /// Nodes that cases give, `classification` first; slots below are positions in this list.
  const std::vector<std::size_t>& slots() const noexcept { return slots_; }
  /// The class of a value in its slot. Values of numbers that a formula uses cannot be classed: see number().
  std::uint32_t class_of(std::size_t slot, const KnownValue& value);
  static constexpr std::uint32_t kUnknownClass = 0;

  /// Result number for one class per slot; run() gives the results, once per number.
  std::uint32_t lookup(const std::uint32_t* classes);
  struct Outcome {
    RunInput input;
    RunResult result;
  };
  /// Runs the combination without remembering it.
  Outcome run(const std::uint32_t* classes);

  /// What lookup() makes of an outcome it has not seen: a number that it remembers.
  class Maker {
   public:
    virtual ~Maker() = default;
    virtual std::uint32_t make(const Outcome& outcome) = 0;
  };
  void set_maker(Maker& maker) noexcept { maker_ = &maker; }

 private:
  struct Slot {
    std::size_t node = 0;
    std::vector<KnownValue> representatives;               ///< [class]; 0 is unknown (or the value for absence)
    std::map<std::vector<std::uint32_t>, std::uint32_t> by_signature;
    std::unordered_map<Value, std::uint32_t> by_value;
    bool keeps_numbers = false;                            ///< each number is its own class
    std::map<std::string, std::uint32_t> by_number;
  };
  std::vector<std::uint32_t> signature_of(const Slot& slot, Value value) const;

  const Program& program_;
  Runner runner_;
  Pack::Start start_;
  std::vector<std::size_t> slots_;
  std::vector<Slot> slot_states_;
  std::vector<std::size_t> strides_;
  std::vector<std::uint32_t> limits_;
  std::vector<std::uint32_t> dense_;
  std::unordered_map<std::string, std::uint32_t> sparse_;
  std::string key_;
  Maker* maker_ = nullptr;
};

}  // namespace restage::rules
