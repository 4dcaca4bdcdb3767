// SPDX-License-Identifier: Apache-2.0
#pragma once
// Reasons: what a run says of the way to one output: the inputs that the tables on it looked at and the rows that
// answered. The way leads through measures and results of other tables, and ends at inputs and at categories: T is a
// reason of the group, and has reasons of its own. Read from what the run recorded; nothing is evaluated again.
#include <span>
#include <utility>
#include <vector>

#include "rules/run/run.h"

namespace restage::rules {

struct Reasons {
  std::vector<std::size_t> inputs;  ///< nodes: inputs, and categories that tables give; ascending
  std::vector<bool> tables;         ///< [table] stands on the way and took part
};

Reasons reasons_of(const Program& program, const RunResult& result, std::size_t output);

}  // namespace restage::rules
