// SPDX-License-Identifier: Apache-2.0
#pragma once
// The synthetic algorithm compiled, and random cases of it: for tests.
#include <algorithm>
#include <memory>
#include <random>
#include <stdexcept>
#include <string_view>
#include <utility>
#include <vector>

#include "registry/archive/synthetic_archive.h"
#include "registry/compile/algorithm_program.h"
#include "registry/run/result.h"

namespace restage::registry {

inline std::shared_ptr<const AlgorithmProgram> demo_program(int year = 2026) {
  auto definition = parse_algorithm(synthetic_archive());
  if (!definition) throw std::runtime_error(definition.error().text());
  return *compile(std::make_shared<AlgorithmDefinition>(std::move(definition).value()), year);
}

inline CaseText random_case(std::mt19937& random) {
  static const std::vector<std::pair<const char*, std::vector<const char*>>> kValues = {
      {"site", {"C000", "C001", "C002", "C009", "C500", "C619", "C620", "c500", "C500 ", "", "C999"}},
      {"hist", {"8000", "8010", "8011", "8020", "9000", "9001", "", "x"}},
      {"year_dx", {"2000", "2026", "2027", "9999", "", " 2010 ", "1999"}},
      {"size",
       {"001", "5", "05", "020", "021", "988", "999", "10.5", "0.1", "9.95", "-5", "p0I-", "1", "1000", " 7", "", "é"}},
      {"grade", {"1", "2", "3", "9", "", "x", "1.0"}},
      {"disc", {"1", "2", "3", "", "8000", "9", " 1"}},
      {"extra", {"a", "b", "", "c", "001"}},
      {"lvi", {"1", ""}},
      {"gate", {"1", "x", "4"}},
      {"unknown_key", {"1"}},
      {"t", {"T1"}},
  };
  CaseText text;
  for (const auto& [key, values] : kValues) {
    const bool rare = std::string_view(key) == "unknown_key" || std::string_view(key) == "t";
    const unsigned dice = random() % 100;
    if (dice < (rare ? 98U : 12U)) continue;
    if (dice < 16 && !rare)
      text.emplace_back(key, std::nullopt);
    else
      text.emplace_back(key, values[random() % values.size()]);
  }
  std::shuffle(text.begin(), text.end(), random);
  return text;
}

}  // namespace restage::registry
