// SPDX-License-Identifier: Apache-2.0
#include "rules/table/expression.h"

#include <algorithm>
#include <cmath>

#include "base/text.h"

namespace restage::rules {

class ExpressionParser {
 public:
  explicit ExpressionParser(std::string_view text) : text_(text) {}

  Result<Expression> run() {
    sum();
    skip();
    if (error_.empty() && at_ != text_.size()) fail("unexpected text");
    if (!error_.empty())
      return Error{ErrorCode::Malformed, error_ + " at character " + std::to_string(at_ + 1), std::string(text_)};
    return std::move(result_);
  }

 private:
  using Operation = Expression::Operation;

  void fail(std::string message) {
    if (error_.empty()) error_ = std::move(message);
    at_ = text_.size();
  }
  void skip() {
    while (at_ < text_.size() && text::is_space(text_[at_])) ++at_;
  }
  bool take(char c) {
    skip();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void emit(Operation operation, double number = 0, std::size_t name = 0) {
    result_.steps_.push_back({operation, number, name});
  }

  void sum() {
    product();
    for (;;) {
      if (take('+')) {
        product();
        emit(Operation::Add);
      } else if (take('-')) {
        product();
        emit(Operation::Subtract);
      } else {
        return;
      }
    }
  }
  void product() {
    unary();
    for (;;) {
      if (take('*')) {
        unary();
        emit(Operation::Multiply);
      } else if (take('/')) {
        unary();
        emit(Operation::Divide);
      } else {
        return;
      }
    }
  }
  void unary() {
    if (++depth_ > 100) return fail("the formula nests too deep");
    if (take('-')) {
      unary();
      emit(Operation::Negate);
    } else {
      primary();
      if (take('^')) {
        unary();
        emit(Operation::Power);
      }
    }
    --depth_;
  }
  void primary() {
    skip();
    if (take('(')) {
      sum();
      if (!take(')')) fail("a closing parenthesis is missing");
      return;
    }
    const std::size_t begin = at_;
    const auto in_name = [](char c) { return text::is_lower(c) || text::is_upper(c) || text::is_digit(c) || c == '_'; };
    if (at_ < text_.size() && (text::is_digit(text_[at_]) || text_[at_] == '.')) {
      while (at_ < text_.size() && (text::is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
      const auto number = Decimal::parse(text_.substr(begin, at_ - begin));
      if (!number) return fail("this is not a number");
      return emit(Operation::Number, number->to_double());
    }
    while (at_ < text_.size() && in_name(text_[at_])) ++at_;
    const std::string_view name = text_.substr(begin, at_ - begin);
    if (name.empty()) return fail("a number, a name or a parenthesis is expected");
    skip();
    if (at_ < text_.size() && text_[at_] == '(') return call(name);
    auto& names = result_.names_;
    auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) found = names.emplace(names.end(), name);
    emit(Operation::Name, 0, static_cast<std::size_t>(found - names.begin()));
  }
  void call(std::string_view name) {
    take('(');
    sum();
    if (name == "min" || name == "max") {
      std::size_t more = 0;
      for (; take(','); ++more) {
        sum();
        emit(name == "min" ? Operation::Min : Operation::Max);
      }
      if (more == 0) fail(std::string(name) + " needs two values or more");
    } else if (name == "ln") {
      emit(Operation::Ln);
    } else if (name == "log10") {
      emit(Operation::Log10);
    } else if (name == "exp") {
      emit(Operation::Exp);
    } else if (name == "sqrt") {
      emit(Operation::Sqrt);
    } else {
      return fail("there is no function " + std::string(name) + "; known: ln log10 exp sqrt min max");
    }
    if (!take(')')) fail("a closing parenthesis is missing");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  int depth_ = 0;
  std::string error_;
  Expression result_;
};

Result<Expression> Expression::parse(std::string_view text) { return ExpressionParser(text).run(); }

namespace {

std::optional<Decimal> to_decimal(double value, int decimals) {
  if (!std::isfinite(value)) return std::nullopt;
  const double scaled = std::round(value * std::pow(10.0, decimals));  // std::round: half away from zero
  if (std::fabs(scaled) >= 1e17) return std::nullopt;
  return Decimal::of(static_cast<std::int64_t>(scaled), decimals);
}

}  // namespace

std::optional<Decimal> Expression::evaluate(std::span<const Decimal> values, int decimals) const {
  std::vector<double> stack;
  const auto pop = [&stack] {
    const double top = stack.back();
    stack.pop_back();
    return top;
  };
  for (const Step& step : steps_) {
    if (step.operation == Operation::Number) {
      stack.push_back(step.number);
      continue;
    }
    if (step.operation == Operation::Name) {
      stack.push_back(values[step.name].to_double());
      continue;
    }
    const double right = pop();
    switch (step.operation) {
      case Operation::Add:
        stack.back() += right;
        break;
      case Operation::Subtract:
        stack.back() -= right;
        break;
      case Operation::Multiply:
        stack.back() *= right;
        break;
      case Operation::Divide:
        stack.back() /= right;
        break;
      case Operation::Power:
        stack.back() = std::pow(stack.back(), right);
        break;
      case Operation::Min:
        stack.back() = std::min(stack.back(), right);
        break;
      case Operation::Max:
        stack.back() = std::max(stack.back(), right);
        break;
      case Operation::Negate:
        stack.push_back(-right);
        break;
      case Operation::Ln:
        stack.push_back(std::log(right));
        break;
      case Operation::Log10:
        stack.push_back(std::log10(right));
        break;
      case Operation::Exp:
        stack.push_back(std::exp(right));
        break;
      case Operation::Sqrt:
        stack.push_back(std::sqrt(right));
        break;
      case Operation::Number:
      case Operation::Name:
        break;
    }
  }
  return to_decimal(stack.back(), decimals);
}

}  // namespace restage::rules
