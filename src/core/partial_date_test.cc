// SPDX-License-Identifier: Apache-2.0
#include "core/partial_date.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

PartialDate date(std::string_view text) { return PartialDate::parse(text).value(); }

TEST(PartialDate, ReadsWhatStandardsWrite) {
  EXPECT_EQ(date("2024").text(), "2024");
  EXPECT_EQ(date("2024-02").text(), "2024-02");
  EXPECT_EQ(date("2024-02-29").text(), "2024-02-29");
  EXPECT_EQ(date("2024-02-29T23:59:59+02:00").text(), "2024-02-29");
  EXPECT_EQ(date("20240229").text(), "2024-02-29");
  EXPECT_EQ(date("202402").text(), "2024-02");
}

TEST(PartialDate, RefusesImpossibleDates) {
  for (const char* text :
       {"", "24", "2024-13", "2023-02-29", "2024-00", "2024-01-32", "2024-1-1", "0000", "2024/01/01", "tomorrow"})
    EXPECT_FALSE(PartialDate::parse(text)) << text;
}

TEST(PartialDate, IsAnInterval) {
  EXPECT_EQ(date("2024").latest() - date("2024").earliest(), 365);
  EXPECT_EQ(date("2024-02").compared_to(date("2024-02-10")), Ordering::Unknown);
  EXPECT_EQ(date("2024-02").compared_to(date("2024-03-01")), Ordering::Before);
  EXPECT_EQ(date("2024-02-10").compared_to(date("2024-02-10")), Ordering::Same);
  EXPECT_FALSE(PartialDate().surely_before(date("9999-12-31")));
}

TEST(PartialDate, AddsMonthsByTheCalendar) {
  EXPECT_EQ(PartialDate::from_day(add_months(date("2023-10-31").earliest(), 4)).text(), "2024-02-29");
  EXPECT_EQ(PartialDate::from_day(add_months(date("2024-01-15").earliest(), -2)).text(), "2023-11-15");
}

}  // namespace
}  // namespace restage
