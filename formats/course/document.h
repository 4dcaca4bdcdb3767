// SPDX-License-Identifier: Apache-2.0
#pragma once
// A course file as plain values with their places: what the TOML says, before it means anything. The one source that
// knows the TOML library is document.cc. Keys are in American spelling, whichever was written.
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "formats/course/course_text.h"

namespace restage::course_file {

struct Value {
  enum class Type { Text, Number, Flag, Date, Time, List, Table, Other };
  Type type = Type::Other;
  std::string text;  ///< of a text, a date (YYYY-MM-DD), a time of day
  std::optional<Decimal> number;
  bool flag = false;
  std::vector<Value> items;              ///< of a list
  std::map<std::string, Value> members;  ///< of a table
  bool spelled_twice = false;            ///< in British and in American spelling
  std::size_t line = 0;
  std::size_t column = 0;

  bool is(Type wanted) const noexcept { return type == wanted; }
  const Value* get(std::string_view key) const;  ///< nullptr when the table lacks it
  std::string place() const;                     ///< "line 3, column 7"
};

/// Reads `text` into `root`, a table; where it cannot be read, says why and leaves `root` as it was.
std::optional<SyntaxFault> read_document(const std::string& file_name, const std::string& text, Value& root);

}  // namespace restage::course_file
