// SPDX-License-Identifier: Apache-2.0
#pragma once
// Results of staging one case, in words: what every reader, writer and test of the module speaks.
//
// Spellings are those of imsweb/staging-client-java 11.9, misspelling included, because callers compare them.
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "restage/registry.h"

namespace restage::registry {

using StageResult = RegistryResult;
std::string_view to_string(StageResult result) noexcept;

enum class ErrorType : std::uint8_t {
  UnknownInput,
  InvalidRequiredInput,
  InvalidNonRequiredInput,
  UnknownInputMapping,
  StagingError,
  MatchNotFound,
  UnknownTable,
  InfiniteLoop,
  InvalidOutput,
};
std::string_view to_string(ErrorType type) noexcept;

struct ErrorText {
  ErrorType type{};
  std::optional<std::string> table;
  std::optional<std::vector<std::string>> columns;
  std::optional<std::string> key;
  std::string message;
  friend bool operator==(const ErrorText&, const ErrorText&) = default;
};

/// Key and value in the order given; no value is the value null.
using CaseText = std::vector<std::pair<std::string, std::optional<std::string>>>;

struct StagedText {
  StageResult result{};
  std::optional<std::string> schema_id;
  std::map<std::string, std::optional<std::string>> output;
  std::vector<ErrorText> errors;
  std::vector<std::string> path;
  friend bool operator==(const StagedText&, const StagedText&) = default;
};

}  // namespace restage::registry
