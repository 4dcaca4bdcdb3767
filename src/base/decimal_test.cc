// SPDX-License-Identifier: Apache-2.0
#include "base/decimal.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

Decimal d(std::string_view text) { return Decimal::parse(text).value(); }

TEST(Decimal, ParsesAndPrintsExactly) {
  for (const char* text : {"0", "20.4", "-3", "0.05", "123456789.123456789", "999999999999999999"})
    EXPECT_EQ(d(text).text(), text);
  EXPECT_EQ(d("020.400").text(), "20.4");
  EXPECT_EQ(d(".5").text(), "0.5");
  EXPECT_EQ(d("5.").text(), "5");
}

TEST(Decimal, RefusesWhatIsNotANumber) {
  for (const char* text : {"", ".", "-", "1e3", "1 ", " 1", "1,5", "1.2.3", "12mm", "9999999999999999999", "nan"})
    EXPECT_FALSE(Decimal::parse(text)) << text;
}

TEST(Decimal, ComparesWithoutBinaryRounding) {
  EXPECT_EQ(d("0.1").plus(d("0.2")), d("0.3"));
  EXPECT_LT(d("19.999"), d("20"));
  EXPECT_EQ(d("20.0"), d("20"));
  EXPECT_EQ(d("30").times(d("0.7")), d("21"));
}

TEST(Decimal, RoundsHalfUpToAStep) {
  EXPECT_EQ(d("20.4").rounded_to(d("1")), d("20"));
  EXPECT_EQ(d("20.5").rounded_to(d("1")), d("21"));
  EXPECT_EQ(d("0.75").rounded_to(d("0.1")), d("0.8"));
  EXPECT_EQ(d("-2.5").rounded_to(d("1")), d("-3"));
}

TEST(Decimal, DividesToAFixedNumberOfPlaces) {
  EXPECT_EQ(d("1").divided_by(d("3"), 4), d("0.3333"));
  EXPECT_EQ(d("2").divided_by(d("3"), 2), d("0.67"));
  EXPECT_FALSE(d("1").divided_by(d("0"), 2));
}

TEST(Decimal, NearestIsWhatWasWritten) {
  for (const char* text : {"0", "7.4", "0.1", "-2.5", "20.51", "123456.789", "0.000000001"})
    EXPECT_EQ(Decimal::nearest(std::stod(text)), Decimal::parse(text)) << text;
  EXPECT_EQ(Decimal::nearest(1.0 / 3), Decimal::parse("0.333333333"));
  EXPECT_EQ(Decimal::nearest(1e-300), Decimal::of(0));
  EXPECT_EQ(Decimal::nearest(1e9), std::nullopt);
  EXPECT_EQ(Decimal::nearest(std::stod("nan")), std::nullopt);
}

}  // namespace
}  // namespace restage
