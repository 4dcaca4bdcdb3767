// SPDX-License-Identifier: Apache-2.0
#pragma once
// PackWorlds: what docs/packs.md says, applied row by row to one fully known patient at a time.
//
// A second evaluation of packs for tests, written from the format's page: it reads the cells of a pack as parsed
// and nothing of its compiled form, knows no unknown, and is slow. A world gives every input one true value; an
// input that was stated coarsely (T2, NX) in a way that some row names keeps the statement beside the truth.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "rules/run/program.h"

namespace restage::test {

/// One true value of one node: an input, a measure, or the result of a table.
struct Truth {
  enum class Kind { Unset, Nothing, NoRow, Code, Flag, Set, Number };
  Kind kind = Kind::Unset;
  std::uint64_t value = 0;            ///< Code: the leaf; Flag: 0, 1; Set: mask
  std::optional<std::size_t> stated;  ///< Code: number of the coarse value that was written, where a row names it
  Decimal number;                     ///< Number: as the pack rounds it
  friend bool operator==(const Truth& a, const Truth& b) {
    return a.kind == b.kind && a.value == b.value && a.stated == b.stated && a.number == b.number;
  }
};

/// What may be written in the cell of one input, and the truths it leaves possible.
struct Writing {
  std::string text;                 ///< empty: not given
  std::vector<std::size_t> truths;  ///< positions in InputAxis::truths
  bool open = false;                ///< not given or coarse: does not say which
};

struct InputAxis {
  std::size_t node = 0;
  std::string name;
  std::vector<Truth> truths;
  std::vector<Writing> writings;  ///< the empty one first
  bool samples_numbers = false;   ///< a formula uses it: its truths are samples, not all there are
};

struct WorldResult {
  std::string text;  ///< of the final output; "none" also where no row accepts the world
  bool no_row = false;
  std::optional<std::size_t> leading_node;  ///< first column of the first table that was asked for the final output
  std::string leading_value;                ///< what it held, where it is no input
};

class PackWorlds {
 public:
  explicit PackWorlds(const rules::Pack& pack);
  const rules::Program& program() const { return program_; }
  /// `classification` first, then the inputs that a run from categories asks for.
  const std::vector<InputAxis>& axes() const { return axes_; }
  /// Merges writings of an axis that no row and no condition tells apart; the first of each kind stays.
  void merge_alike_writings();
  /// choice[axis] is a position in its truths.
  WorldResult result(const std::vector<std::size_t>& choice) const;

 private:
  void add_axis(std::size_t node);
  void add_code(InputAxis& axis, const rules::InputModel& input) const;
  void add_numbers(InputAxis& axis, const rules::Node& node) const;
  void add_sets(InputAxis& axis, const rules::Node& node) const;
  std::string signature_of(std::size_t node, const Truth& truth) const;
  bool names_coarse(std::size_t node, std::size_t value) const;
  void run_table(const rules::TableStep& step, std::vector<Truth>& world, WorldResult& last) const;
  std::optional<std::size_t> first_match(const rules::TableStep& step, const std::vector<Truth>& world) const;
  Truth sum_of(const rules::TableStep& step, const std::vector<Truth>& world) const;
  Truth parse_result(std::size_t node, const std::string& text) const;
  std::string text_of(std::size_t node, const Truth& truth) const;

  const rules::Pack& pack_;
  const rules::Program& program_;
  std::vector<InputAxis> axes_;
};

}  // namespace restage::test
