// SPDX-License-Identifier: Apache-2.0
#pragma once
// JsonRenderer: result lines as contracted for NDJSON, from fragments escaped once and copied many times.
// One per thread and program.
#include <memory>
#include <string>
#include <vector>

#include "registry/run/case.h"

namespace restage::registry {

struct RenderOptions {
  const std::vector<bool>* wanted_output = nullptr;  ///< by slot; null: all outputs and errors
  bool with_path = true;
};

class JsonRenderer {
 public:
  JsonRenderer(std::shared_ptr<const AlgorithmProgram> program, RenderOptions options);
  /// Appends `"result":…,"path":[…]` (members without braces).
  void append(std::string& out, const Outcome& outcome, const CaseInput& input);

 private:
  void append_value(std::string& out, ValueId value, const CaseInput& input);
  void append_output(std::string& out, const Outcome& outcome, const CaseInput& input);
  void append_errors(std::string& out, const Outcome& outcome, const CaseInput& input);
  void append_error(std::string& out, const ErrorText& text);
  /// The commonest error from fragments; false when a value needs more care.
  bool append_no_match(std::string& out, const ErrorRecord& error, const Outcome& outcome);
  void append_path(std::string& out, const Outcome& outcome);
  bool matters(const ErrorRecord& error, const Outcome& outcome);

  std::shared_ptr<const AlgorithmProgram> program_;
  RenderOptions options_;
  std::vector<std::string> values_;          // by id, quoted
  std::vector<std::string> keys_;            // by slot, `"key":`
  std::vector<std::string> path_;            // by label and table, quoted; filled when first used
  std::vector<std::string> no_match_;        // by table, up to the list of values; filled when first used
  std::vector<PathEntry> entries_;           // of the case at hand
  std::vector<std::vector<bool>> relevant_;  // by schema, filled when first used
};

}  // namespace restage::registry
