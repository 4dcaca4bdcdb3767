// SPDX-License-Identifier: Apache-2.0
#pragma once
// Which derived values of a set of cases move from one version of an algorithm to another, and by which rows.
#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json_writer.h"
#include "base/result.h"
#include "registry/run/case.h"
#include "registry/run/result.h"

namespace restage::registry {

/// Derived values that move, grouped by schema, year, key, values and the rows at fault.
struct Move {
  std::string schema;
  std::string year;
  std::string key;
  std::string before;
  std::string after;
  std::string
      cause;  ///< the rows that one version has and the other has not: `t row 2 (gone), t row 2 (new)`; may be empty
  auto operator<=>(const Move&) const = default;
};
struct Impact {
  std::uint64_t cases = 0;
  std::uint64_t unreadable = 0;
  std::uint64_t moved = 0;
  struct Group {
    std::uint64_t count = 0;
    std::uint64_t place = 0;  ///< of the first case, for the order
    std::string first;        ///< its name
    std::string rows_before;  ///< the rows that made its value
    std::string rows_after;
  };
  std::map<Move, Group> moves;

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

std::string impact_text(const Impact& impact);
void impact_json(const Impact& impact, JsonWriter& writer);

/// Reads {"id":…,"input":{…}}; the id as JSON text.
Result<std::pair<std::string, CaseText>> parse_case_line(std::string_view line);

}  // namespace restage::registry
