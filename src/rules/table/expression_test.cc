// SPDX-License-Identifier: Apache-2.0
#include "rules/table/expression.h"

#include <gtest/gtest.h>

namespace restage::rules {
namespace {

std::string computed(std::string_view text, int decimals, std::vector<Decimal> values = {}) {
  const auto expression = Expression::parse(text);
  if (!expression) return "error";
  const auto result = expression->evaluate(values, decimals);
  return result ? result->text() : "no value";
}

TEST(Expression, FollowsTheUsualPrecedence) {
  EXPECT_EQ(computed("1 + 2 * 3", 0), "7");
  EXPECT_EQ(computed("(1 + 2) * 3", 0), "9");
  EXPECT_EQ(computed("2 ^ 3 ^ 2", 0), "512");
  EXPECT_EQ(computed("-2 ^ 2", 0), "-4");
  EXPECT_EQ(computed("7 - 2 - 1", 0), "4");
  EXPECT_EQ(computed("7 / 2", 2), "3.5");
}

TEST(Expression, RoundsHalfAwayFromZero) {
  EXPECT_EQ(computed("0.125", 2), "0.13");
  EXPECT_EQ(computed("-0.125", 2), "-0.13");
}

TEST(Expression, KnowsItsFunctions) {
  EXPECT_EQ(computed("ln(exp(2))", 3), "2");
  EXPECT_EQ(computed("log10(1000)", 3), "3");
  EXPECT_EQ(computed("sqrt(2)", 4), "1.4142");
  EXPECT_EQ(computed("max(1, min(5, 3), 2)", 0), "3");
  EXPECT_EQ(computed("ln(0)", 2), "no value");
  EXPECT_EQ(computed("1 / 0", 2), "no value");
}

TEST(Expression, ReadsNamesOnce) {
  const auto expression = Expression::parse("0.66 * log10(bilirubin) - 0.085 * albumin + 0 * bilirubin");
  ASSERT_TRUE(expression);
  EXPECT_EQ(expression->names(), (std::vector<std::string>{"bilirubin", "albumin"}));
  // Bilirubin 10 umol/L gives 0.66, albumin 40 g/L gives 3.4.
  const std::vector<Decimal> values = {Decimal::of(10), Decimal::of(40)};
  EXPECT_EQ(expression->evaluate(values, 2)->text(), "-2.74");
}

TEST(Expression, RefusesWhatItCannotRead) {
  for (const char* text : {"", "1 +", "(1", "foo(1)", "min(1)", "1 2", "1..2", "a b", "sqrt 2", "2 > 1"})
    EXPECT_EQ(computed(text, 0), "error") << text;
  EXPECT_EQ(computed(std::string(5000, '(') + "1", 0), "error");
}

}  // namespace
}  // namespace restage::rules
