// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which derived values of a set of cases move from one version of an algorithm to another, and by which rows. Values
// that add up; an ImpactRun belongs to one thread.
#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "registry/explain/difference_table.h"
#include "registry/explain/rows_behind.h"
#include "registry/run/case.h"
#include "registry/run/result.h"

namespace restage::registry {

/// A row that made a value; does the other version lack it?
struct VersionRow {
  RowPlace place;
  bool is_of_one_version = false;
  auto operator<=>(const VersionRow&) const = default;
};

/// In order, none for a default; nothing when the version has no such output.
using VersionRows = std::optional<std::vector<VersionRow>>;

enum class MovedThing : std::uint8_t { Output, Result, Schema };

/// Derived values that move, grouped by schema, year, key, values and the rows at fault.
struct Move {
  std::string schema;  ///< empty: none
  std::string year;
  std::string key;     ///< `result` and `schema` for those
  std::string before;  ///< empty: blank, for a result not coded for that version, for a schema none
  std::string after;
  std::vector<RowPlace> gone_rows;  ///< that made the old value and that the new version has not
  std::vector<RowPlace> new_rows;   ///< that make the new value and that the old version had not
  MovedThing thing = MovedThing::Output;
  auto operator<=>(const Move&) const = default;
};
struct FirstMove {
  std::string name;         ///< of the case
  VersionRows rows_before;  ///< the rows that made its output
  VersionRows rows_after;
};
struct Impact {
  std::uint64_t cases = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t moved = 0;
  DifferenceTable<Move, FirstMove> moves;

  void add(const Impact& other);
};

struct CaseName {
  std::string text;         ///< as messages say it: an id, "line 3", "patient 2, tumor 1"
  std::uint64_t place = 0;  ///< grows with the order of the input
  std::string year;         ///< of diagnosis
};

/// What one version made of a case; without an outcome the version was not applied to it.
struct ImpactSide {
  const Outcome* outcome = nullptr;
  const CaseInput* input = nullptr;
};

/// Compares the outputs (all of them, or the wanted ones) and adds what moves. The version's own number is not a move.
void add_impact(const CaseName& name, const ImpactSide& before, const ImpactSide& after,
                const std::vector<std::string>& wanted, Impact& impact);

/// Stages one case under two programs after another. A key that only one of the versions has is left out for the other.
class ImpactRun {
 public:
  ImpactRun(std::shared_ptr<const AlgorithmProgram> before, std::shared_ptr<const AlgorithmProgram> after,
            std::vector<std::string> wanted = {});
  ~ImpactRun();
  ImpactRun(const ImpactRun&) = delete;
  ImpactRun& operator=(const ImpactRun&) = delete;
  void add(const CaseName& name, const CaseText& text);
  Impact& impact() noexcept { return impact_; }

 private:
  struct Side;
  std::unique_ptr<Side> before_;
  std::unique_ptr<Side> after_;
  std::vector<std::string> wanted_;
  Impact impact_;
};

}  // namespace restage::registry
