// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseInput: one case as ids, filled key by key, and Outcome: what staging it gave, as numbers.
//
// Both belong to one thread and are reused for case after case, so that staging allocates nothing once their
// buffers have grown. Texts without an id live in the CaseInput until clear().
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "registry/compile/algorithm_program.h"
#include "registry/run/result.h"

namespace restage::registry {

class CaseInput {
 public:
  explicit CaseInput(const AlgorithmProgram& program);

  void clear() noexcept;
  /// Sets a known key. A key set twice keeps its first place and its last value.
  void set(Slot slot, std::string_view text) {
    const ValueId id = program_->dictionary.find(text);
    if (id != kNotInterned && values_[slot] == kAbsent) [[likely]] {
      values_[slot] = id;
      order_[order_size_++] = slot;
    } else {
      set_slowly(slot, text);
    }
  }
  void set_null(Slot slot);
  /// Sets any key; one the algorithm does not know becomes an UNKNOWN_INPUT error.
  void set(std::string_view key, std::string_view text);
  void set_null(std::string_view key);

  bool supplied(Slot slot) const noexcept { return values_[slot] != kAbsent; }
  /// Does a trimmed value lack an id, so that texts must be compared?
  bool has_extras() const noexcept { return needs_texts_; }
  std::string_view text(ValueId id) const noexcept;
  const AlgorithmProgram& program() const noexcept { return *program_; }
  /// Keys in the order given; unknown ones as kNoSlot, their names in unknown_keys() in the same order.
  std::span<const Slot> order() const noexcept { return {order_.data(), order_size_}; }
  const std::vector<std::string>& unknown_keys() const noexcept { return unknown_keys_; }
  std::span<const ValueId> values() const noexcept { return values_; }

  /// Values to be used trimmed, texts of blanks alone left out: those read as kBlank.
  struct Trim {
    Slot slot;
    ValueId value;
  };
  const std::vector<Trim>& trims() const noexcept { return trims_; }

 private:
  ValueId id_of(std::string_view text);
  void add_trim(Slot slot, std::string_view text);
  void set_slowly(Slot slot, std::string_view text);
  void put(Slot slot, ValueId id);
  void note_unknown(std::string_view key);

  const AlgorithmProgram* program_;
  std::vector<ValueId> values_;  // by slot, untrimmed; row_size long
  std::vector<Slot> order_;      // room for every known key and the unknown ones so far
  std::size_t order_size_ = 0;
  std::vector<std::string> unknown_keys_;
  std::vector<Trim> trims_;
  struct Extra {
    std::uint32_t begin;
    std::uint32_t size;
  };
  std::vector<Extra> extras_;
  std::string extra_text_;
  bool is_plain_ = true;  // nothing to clear but values and order
  bool needs_texts_ = false;
};

struct ErrorRecord {
  std::uint32_t table = kNone;
  std::uint32_t visit = kNone;    ///< of an unknown table
  std::uint32_t row = kNone;      ///< of a STAGING_ERROR
  std::uint32_t first_value = 0;  ///< values of the table's INPUT columns in Outcome::values
  std::uint16_t column = 0;
  Slot key = kNoSlot;       ///< also the index of an unknown key when `is_unknown_key`
  ValueId value = kAbsent;  ///< the offending input or output value
  ErrorType type{};
  bool is_unknown_key = false;
};

struct PathEntry {
  std::uint16_t label = 0;
  std::uint32_t table = 0;
  std::uint32_t row = kNone;    ///< the row that matched
  std::uint32_t visit = kNone;  ///< kNone: an inclusion or exclusion table
};

/// A table reached by a jump, behind the step of the trace that led there.
struct JumpEntry {
  std::uint16_t trace = 0;
  std::uint16_t row = 0;
  std::uint32_t visit = 0;
};

struct Outcome {
  StageResult result{};
  std::uint32_t schema = kNone;
  std::vector<ErrorRecord> errors;
  std::vector<ValueId> values;
  std::vector<JumpEntry> jumps;
  /// Schemas without outputs give every key that is left.
  std::vector<Setting> free_output;
  bool has_free_output = false;
  /// The context by slot, a number for the run, then the trace: for every mapping, condition and step of the schema
  /// the row it took.
  std::vector<ValueId> cells;
  static std::size_t first_trace(const AlgorithmProgram& program) noexcept { return program.row_size + 1; }

  /// What the key holds after staging; meant for outputs.
  ValueId value(Slot slot) const noexcept { return cells[slot]; }
};

/// The tables that staging went through, in order. Empty unless staged.
void find_path(const Outcome& outcome, const AlgorithmProgram& program, std::vector<PathEntry>& path);

}  // namespace restage::registry
