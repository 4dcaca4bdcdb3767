// SPDX-License-Identifier: Apache-2.0
#pragma once
// ResultOut: where the results of a command go as they come: standard output, or a file that appears under its name
// only when it is complete. The console must outlive it.
#include <optional>
#include <string>
#include <string_view>

#include "apps/cli/command.h"
#include "base/output_file.h"

namespace restage::cli {

class ResultOut {
 public:
  /// Empty or "-": standard output.
  static Result<ResultOut> open(Console& console, const std::string& path);
  /// False after an error, which error() holds.
  bool write(std::string_view bytes);
  Result<void> commit();
  const Error& error() const noexcept { return error_; }

 private:
  explicit ResultOut(Console& console) : console_(&console) {}
  Console* console_;
  std::optional<OutputFile> file_;
  Error error_;
};

}  // namespace restage::cli
