// SPDX-License-Identifier: Apache-2.0
#pragma once
// A staged case explained: what was read, what was derived and by which rows, what is wrong. Built from the outcome of
// the run itself, as values; the pointers lead into the program, which must outlive them.
#include <optional>
#include <string>
#include <vector>

#include "registry/explain/refusal.h"
#include "registry/explain/rows_behind.h"
#include "registry/run/case.h"

namespace restage::registry {

struct ExplainedValue {
  const FieldDefinition* field = nullptr;
  std::string value;           ///< empty: blank
  std::string meaning;         ///< of the code, on one line; empty when its table has none
  bool is_default = false;     ///< an input that the case does not give
  std::vector<RowPlace> rows;  ///< of an output
};

struct ExplainedError {
  ErrorText error;
  std::string item;  ///< the key it is about, as key_name has it; empty: none
};

struct CaseExplanation {
  StageResult result{};
  const AlgorithmDefinition* algorithm = nullptr;
  const SchemaDefinition* schema = nullptr;  ///< null when none was chosen
  std::optional<RefusalReason> refusal;      ///< of a case that was not staged; then nothing follows
  std::vector<ExplainedValue> inputs;        ///< those used for staging
  std::vector<ExplainedValue> derived;
  std::vector<ExplainedError> errors;
};

/// `wanted`: by slot, the outputs asked for; empty: all. Errors that cannot touch them are left out.
CaseExplanation explain_case(const Outcome& outcome, const CaseInput& input, const std::vector<bool>& wanted);

}  // namespace restage::registry
