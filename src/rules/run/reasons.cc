// SPDX-License-Identifier: Apache-2.0
#include "rules/run/reasons.h"

#include <algorithm>

namespace restage::rules {
namespace {

class Way {
 public:
  Way(const Program& program, const RunResult& result) : program_(program), result_(result) {
    reasons_.tables.assign(program.tables().size(), false);
    seen_.assign(program.nodes().size(), false);
  }

  Reasons back_from(std::size_t output) {
    seen_[output] = true;
    follow(output);
    while (!open_.empty()) {
      const std::size_t node = open_.back();
      open_.pop_back();
      const Node& source = program_.nodes()[node];
      if (source.is_input && (source.is_category || !result_.nodes[node].computed))
        reasons_.inputs.push_back(node);
      else
        follow(node);
    }
    std::sort(reasons_.inputs.begin(), reasons_.inputs.end());
    return std::move(reasons_);
  }

 private:
  void look_at(std::size_t node) {
    if (seen_[node]) return;
    seen_[node] = true;
    open_.push_back(node);
  }

  void follow(std::size_t node) {
    for (const MeasureStep& measure : program_.measures())
      if (measure.node == node && result_.nodes[node].computed)
        for (const std::size_t operand : measure.operands) look_at(operand);
    for (std::size_t i = 0; i < reasons_.tables.size(); ++i) {
      const TableStep& table = program_.tables()[i];
      if (!result_.took_part[i] || reasons_.tables[i] ||
          std::find(table.results.begin(), table.results.end(), node) == table.results.end())
        continue;
      reasons_.tables[i] = true;
      for (const TableStep::When& when : table.when) look_at(when.node);
      for (const Column& column : table.columns) look_at(column.node);
    }
  }

  const Program& program_;
  const RunResult& result_;
  Reasons reasons_;
  std::vector<bool> seen_;
  std::vector<std::size_t> open_;
};

}  // namespace

Reasons reasons_of(const Program& program, const RunResult& result, std::size_t output) {
  return Way(program, result).back_from(output);
}

}  // namespace restage::rules
