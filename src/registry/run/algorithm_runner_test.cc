// SPDX-License-Identifier: Apache-2.0
// The compiled form against the row-scan interpreter on a synthetic algorithm that uses every feature.
#include "registry/run/algorithm_runner.h"

#include <gtest/gtest.h>

#include <map>

#include "registry/run/reference_interpreter.h"
#include "registry/run/result_text.h"
#include "registry/run/synthetic_cases.h"

namespace restage::registry {
namespace {

TEST(Compiled, EqualsTheRowScanOnRandomCases) {
  const auto program = demo_program();
  AlgorithmRunner stager(program);
  CaseInput input(*program);
  ReferenceInterpreter reference(*program->definition, 2026);
  std::mt19937 random(20260101);
  std::map<StageResult, int> seen;
  for (int i = 0; i < 60'000; ++i) {
    const CaseText text = random_case(random);
    input.clear();
    for (const auto& [key, value] : text) {
      if (value)
        input.set(key, *value);
      else
        input.set_null(key);
    }
    const StagedText got = staged_text(stager.stage(input), input);
    const StagedText wanted = reference.stage(text);
    ++seen[wanted.result];
    if (got == wanted) continue;
    std::string shown;
    for (const auto& [key, value] : text) shown += key + "=" + value.value_or("null") + " ";
    for (const auto& [key, value] : got.output) shown += "\n got " + key + "=" + value.value_or("null");
    for (const auto& [key, value] : wanted.output) shown += "\n wanted " + key + "=" + value.value_or("null");
    for (const ErrorText& error : got.errors) shown += "\n got " + error.message;
    for (const ErrorText& error : wanted.errors) shown += "\n wanted " + error.message;
    FAIL() << shown << "\n" << to_string(got.result) << " " << to_string(wanted.result);
  }
  EXPECT_EQ(seen.size(), 6U) << "every result must occur";
}

}  // namespace
}  // namespace restage::registry
