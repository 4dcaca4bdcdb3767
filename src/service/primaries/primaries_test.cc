// SPDX-License-Identifier: Apache-2.0
#include "service/primaries/primaries.h"

#include <gtest/gtest.h>

namespace restage::service {
namespace {

constexpr std::string_view kHeader =
    "row,year1,month1,day1,site1,hist1,beh1,lat1,year2,month2,day2,site2,hist2,beh2,lat2\n";

std::string asked(std::string_view row, std::string rules = "SEER") {
  const std::string table = std::string(kHeader) + std::string(row) + "\n";
  PrimariesRequest request{Input::memory("pairs.csv", table), std::move(rules), {}};
  std::string out;
  const auto done = primaries(request, [&](std::string_view text) {
    out += text;
    return true;
  });
  if (!done) return done.error().message;
  const std::size_t line = out.find('\n') + 1;
  EXPECT_EQ(out.substr(line, row.size()), row);
  return out.substr(line + row.size() + 1, out.find(',', line + row.size() + 1) - line - row.size() - 1);
}

TEST(Primaries, TheRowsComeBackWithTheAnswer) {
  EXPECT_EQ(asked("1,2023,03,18,C619,8140,3,0,2015,08,22,C619,8140,3,0"), "single");
  EXPECT_EQ(asked("1,2018,03,01,C341,8140,3,2,2022,06,10,C341,8140,3,2"), "multiple");
}

TEST(Primaries, MoreThanFiveYearsBeginsTheDayAfter) {
  EXPECT_EQ(asked("1,2015,03,01,C504,8500,3,2,2020,03,01,C504,8500,3,2"), "single");
  EXPECT_EQ(asked("1,2015,03,01,C504,8500,3,2,2020,03,02,C504,8500,3,2"), "multiple");
  EXPECT_EQ(asked("1,2020,03,02,C504,8500,3,2,2015,03,01,C504,8500,3,2"), "multiple");
}

TEST(Primaries, WhatIsNotKnownLeavesItOpen) {
  EXPECT_EQ(asked("1,2018,03,01,C504,8500,3,2,2019,03,01,C504,8500,3,9"), "questionable");
  EXPECT_EQ(asked("1,2015,99,99,C504,8500,3,2,2020,06,01,C504,8500,3,2"), "questionable");
  EXPECT_EQ(asked("1,2010,99,99,C504,8500,3,2,2020,06,01,C504,8500,3,2"), "multiple");
}

TEST(Primaries, BladderInSituAndInvasive) {
  EXPECT_EQ(asked("1,2020,01,10,C672,8130,2,0,2020,03,11,C674,8120,3,0"), "multiple");  // 61 days
  EXPECT_EQ(asked("1,2020,01,10,C672,8130,2,0,2020,03,10,C674,8120,3,0"), "single");    // 60 days
  EXPECT_EQ(asked("1,2016,01,10,C672,8120,3,0,2021,03,10,C674,8130,2,0"), "single");
  EXPECT_EQ(asked("1,2017,01,10,C659,8120,3,1,2021,03,10,C674,8120,3,0"), "multiple");  // M10: not both of the bladder
  EXPECT_EQ(asked("1,2019,01,10,C672,8120,3,0,2020,03,10,C674,8140,3,0"), "multiple");  // two rows
}

TEST(Primaries, CombinedAndDuctCarcinomaOfOneBreast) {
  EXPECT_EQ(asked("1,2020,01,10,C502,8522,3,1,2021,02,11,C504,8500,3,1"), "single");
  EXPECT_EQ(asked("1,2020,01,10,C502,8500,3,1,2021,02,11,C504,8522,3,1"), "multiple");
  EXPECT_EQ(asked("1,2020,01,10,C502,8500,3,1,2020,04,11,C504,8520,3,1"), "multiple");
  EXPECT_EQ(asked("1,2020,01,10,C502,8500,3,1,2020,02,11,C504,8520,3,1"), "multiple");
  EXPECT_EQ(asked("1,2016,01,10,C502,8500,3,1,2017,02,11,C504,8520,3,1"), "single");  // rules of 2007
  EXPECT_EQ(asked("1,2020,01,10,C502,8201,3,1,2021,02,11,C504,8500,3,1"),
            "single");  // cribriform is in the row of duct
}

TEST(Primaries, UnspecifiedHistologyWithSpecific) {
  EXPECT_EQ(asked("1,2019,01,10,C619,8000,3,0,2019,06,11,C619,8140,3,0"), "single");
  EXPECT_EQ(asked("1,2019,01,10,C530,8070,3,0,2019,06,11,C531,8083,3,0"), "single");
  EXPECT_EQ(asked("1,2019,01,10,C619,8000,3,0,2020,06,11,C619,8140,3,0"), "multiple");      // more than a year
  EXPECT_EQ(asked("1,2023,01,10,C619,8000,3,0,2023,06,11,C619,8140,3,0"), "questionable");  // tables of 2023
  EXPECT_EQ(asked("1,2019,01,10,C779,9591,3,0,2020,06,11,C774,9680,3,0"), "questionable");
  EXPECT_EQ(asked("1,2022,01,10,C770,9650,3,0,2022,06,11,C161,9591,3,0"), "multiple");
}

TEST(Primaries, BothLungsWithinSixtyDaysAreOpen) {
  EXPECT_EQ(asked("1,2021,01,10,C341,8140,3,1,2021,02,11,C343,8140,3,2"), "questionable");
  EXPECT_EQ(asked("1,2021,01,10,C341,8140,3,1,2021,04,11,C343,8140,3,2"), "multiple");
  EXPECT_EQ(asked("1,2021,01,10,C341,8140,3,1,2021,02,11,C343,8070,3,2"), "multiple");
}

TEST(Primaries, ClinicalRuleSets) {
  EXPECT_EQ(asked("1,2010,03,01,C504,8500,3,2,2020,03,01,C504,8500,3,1", "IARC"), "single");
  EXPECT_EQ(asked("1,2018,03,01,C341,8140,3,2,2020,03,02,C341,8140,3,2", "Martini"), "multiple");
  EXPECT_EQ(asked("1,2018,03,01,C341,8140,3,2,2021,03,02,C341,8140,3,2", "accp"), "questionable");
}

TEST(Primaries, ARowWithABrokenQuoteIsRefusedAndCostsNoOther) {
  const std::string table = "note," + std::string(kHeader) +
                            "\"open,1,2023,03,18,C619,8140,3,0,2015,08,22,C619,8140,3,0\n"
                            "\"shut\",2,2023,03,18,C619,8140,3,0,2015,08,22,C619,8140,3,0\n";
  PrimariesRequest request{Input::memory("pairs.csv", table), "SEER", {}};
  std::string out;
  const auto done = primaries(request, [&](std::string_view text) {
    out += text;
    return true;
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(done->rows, 2U);
  EXPECT_EQ(done->status, Status::DoneWithRefusals);
  EXPECT_NE(out.find(",C619,8140,3,0,refused,,"), std::string::npos) << out;
  EXPECT_NE(out.find("\"shut\",2,2023,03,18,C619,8140,3,0,2015,08,22,C619,8140,3,0,single,"), std::string::npos) << out;
}

TEST(Primaries, WhatIsNotThereIsSaid) { EXPECT_EQ(asked("1", "nobody").substr(0, 13), "no such rules"); }

}  // namespace
}  // namespace restage::service
