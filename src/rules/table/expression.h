// SPDX-License-Identifier: Apache-2.0
#pragma once
// Expression: the formula of a measure, for scores that are formulas (ALBI, Sokal, IPSS-M).
//
// Grammar: + - * / ^ and unary minus, parentheses, numbers, input names, and ln, log10, exp, sqrt, min, max.
// Computed in binary64 in a fixed order, then rounded half away from zero to a fixed number of decimals, from
// which on the value is an exact Decimal: thresholds never meet a floating number. Immutable value type.
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/result.h"

namespace restage::rules {

class Expression {
 public:
  static Result<Expression> parse(std::string_view text);
  const std::vector<std::string>& names() const noexcept { return names_; }
  /// values[i] belongs to names()[i]; nullopt when the formula has no value there (log of 0, overflow).
  std::optional<Decimal> evaluate(std::span<const Decimal> values, int decimals) const;

 private:
  friend class ExpressionParser;
  enum class Operation { Number, Name, Add, Subtract, Multiply, Divide, Power, Negate, Ln, Log10, Exp, Sqrt, Min, Max };
  struct Step {
    Operation operation;
    double number = 0;
    std::size_t name = 0;
  };
  std::vector<Step> steps_;  // postfix
  std::vector<std::string> names_;
};

}  // namespace restage::rules
