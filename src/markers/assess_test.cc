// SPDX-License-Identifier: Apache-2.0
#include "markers/assess.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "markers/kinetics.h"

namespace restage::markers {
namespace {

Day day(const char* text) { return PartialDate::parse(text)->earliest(); }

TEST(Kinetics, CheckValuesOfTheAlgebra) {
  // 0.2 to 0.8 are two doublings, 100 to 400 too; the line through three points was computed by hand.
  const Measured two[] = {{0, Decimal::of(2, 1)}, {180, Decimal::of(8, 1)}};
  EXPECT_EQ(doubling_days(two)->text(), "90");
  EXPECT_FALSE(half_life_days(two));
  const Measured three[] = {{0, Decimal::of(2, 1)}, {90, Decimal::of(3, 1)}, {180, Decimal::of(5, 1)}};
  EXPECT_NEAR(doubling_days(three)->to_double(), 136.16, 0.005);
  const Measured falling[] = {{0, Decimal::of(1000)}, {28, Decimal::of(625, 1)}};
  EXPECT_EQ(half_life_days(falling)->text(), "7");
  EXPECT_FALSE(doubling_days(falling));
  const Measured flat[] = {{0, Decimal::of(3, 1)}, {28, Decimal::of(3, 1)}};
  EXPECT_FALSE(doubling_days(flat));
  EXPECT_FALSE(half_life_days(flat));
  const Measured one_day[] = {{0, Decimal::of(3, 1)}, {0, Decimal::of(4, 1)}};
  EXPECT_FALSE(doubling_days(one_day));
  EXPECT_EQ(value_after(Decimal::of(1000), Decimal::of(28), Decimal::of(7))->text(), "62.5");
  EXPECT_NEAR(days_until(Decimal::of(5000), Decimal::of(10), Decimal::of(7))->to_double(), 62.76, 0.005);
}

class AssessTest : public testing::Test {
 protected:
  AssessTest() {
    course_.patient = "p";
    Tumor tumor;
    tumor.id = "t";
    tumor.site.topography = "C61.9";
    tumor.site.histology = "8140";
    tumor.site.behavior = "3";
    tumor.diagnosed = PartialDate::parse("2019-09-23").value();
    course_.tumors.push_back(tumor);
    Treatment surgery;
    surgery.kind = Treatment::Kind::Surgery;
    surgery.name = "radical prostatectomy";
    add("2019-11-12", surgery);
  }

  void add(const char* date, Payload payload) {
    Fact fact;
    fact.id = "f" + std::to_string(course_.facts.size());
    fact.effective = PartialDate::parse(date).value();
    fact.payload = std::move(payload);
    course_.facts.push_back(std::move(fact));
  }

  void psa(const char* date, const char* value, const char* unit = "ng/mL", const char* assay = "") {
    LabValue lab;
    lab.analyte = "PSA";
    if (*value == '<') lab.comparator = "<";
    lab.value = Decimal::parse(value + lab.comparator.size());
    lab.unit = unit;
    lab.assay = assay;
    add(date, lab);
  }

  statement::PatientMarkers at(const char* date) const {
    return assessor().assess(course_, {PartialDate::parse(date).value(), {}});
  }

  static const Assessor& assessor() {
    static const auto library = rules::PackLibrary::embedded();
    static const auto result = Assessor::create(**library, "psa_rp=AUA");
    return *result;
  }

  std::vector<statement::MarkerRule> events(const char* date) const {
    std::vector<const Fact*> facts;
    for (const Fact& fact : course_.facts) facts.push_back(&fact);
    return assessor().events(course_, course_.tumors.front(), facts, {PartialDate::parse(date).value(), {}});
  }

  ::restage::Course course_;
};

const statement::MarkerRule* find(const statement::MarkerSeries& series, std::string_view id) {
  const auto found = std::find_if(series.rules.begin(), series.rules.end(), [&](const auto& r) { return r.id == id; });
  return found == series.rules.end() ? nullptr : &*found;
}

TEST_F(AssessTest, ARecurrenceIsDatedAtTheFirstValueOfThePairAndKnownFromTheSecond) {
  psa("2020-02-10", "<0.01");
  psa("2022-08-08", "0.24");
  psa("2022-09-05", "0.27");
  EXPECT_TRUE(events("2022-08-07").empty());
  EXPECT_TRUE(events("2022-09-04").empty()) << "the second value is of the day after";
  const auto found = events("2022-09-05");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].id, "psa_rp/AUA");
  EXPECT_EQ(found[0].date.text(), "2022-08-08");
  EXPECT_EQ(found[0].evidence, (std::vector<std::string>{"f2", "f3"}));
  const auto pending = at("2022-09-04");
  ASSERT_EQ(pending.series.size(), 1U);
  EXPECT_EQ(find(pending.series[0], "psa_rp/AUA")->result, statement::MarkerResult::Pending);
  EXPECT_EQ(find(pending.series[0], "psa_rp/EAU"), nullptr) << "another choice of this policy";
}

TEST_F(AssessTest, AMarkerThatWasNeverLowIsPersistence) {
  psa("2019-12-20", "0.3");
  psa("2020-03-01", "0.4");
  EXPECT_TRUE(events("2020-03-01").empty());
  psa("2019-12-20", "<0.01");
  std::swap(course_.facts[1], course_.facts[3]);
  course_.facts.pop_back();
  psa("2020-06-01", "0.5");
  EXPECT_EQ(events("2020-06-01").size(), 1U) << "undetectable after the operation: recurrence";
}

TEST_F(AssessTest, UnitsAndAssays) {
  psa("2020-02-10", "40", "ng/L");
  psa("2020-03-10", "0.05", "ug/L");
  psa("2020-04-10", "0.06", "ng/mL", "B");
  psa("2020-05-10", "0.07", "");
  psa("2020-06-10", "0.07", "furlong");
  const auto answer = at("2021-01-01");
  ASSERT_EQ(answer.series.size(), 2U) << "two assays";
  ASSERT_EQ(answer.series[0].points.size(), 2U);
  EXPECT_EQ(answer.series[0].points[0].value.text(), "0.04");
  EXPECT_EQ(answer.series[0].unit, "ng/mL");
  EXPECT_EQ(answer.series[1].assay, "B");
  EXPECT_EQ(std::count_if(answer.issues.begin(), answer.issues.end(),
                          [](const DataIssue& issue) { return issue.code == IssueCode::UnitUnknown; }),
            2);
}

TEST_F(AssessTest, TheOrderOfArrivalChangesNothingAndLaterValuesDoNotLeak) {
  const char* values[] = {"0.02", "0.05", "0.21", "0.18", "0.22", "0.35", "0.6"};
  const char* dates[] = {"2020-02-10", "2020-08-10", "2021-02-10", "2021-08-10",
                         "2022-02-10", "2022-08-10", "2023-02-10"};
  for (std::size_t i = 0; i < std::size(values); ++i) psa(dates[i], values[i]);
  const auto straight = at("2022-03-01");
  std::reverse(course_.facts.begin(), course_.facts.end());
  const auto reversed = at("2022-03-01");
  ASSERT_EQ(straight.series.size(), 1U);
  ASSERT_EQ(reversed.series.size(), 1U);
  EXPECT_EQ(straight.series[0].points.size(), 5U);
  EXPECT_EQ(straight.series[0].doubling_days, reversed.series[0].doubling_days);
  ASSERT_EQ(straight.series[0].rules.size(), reversed.series[0].rules.size());
  for (std::size_t i = 0; i < straight.series[0].rules.size(); ++i) {
    EXPECT_EQ(straight.series[0].rules[i].result, reversed.series[0].rules[i].result);
    EXPECT_EQ(straight.series[0].rules[i].evidence, reversed.series[0].rules[i].evidence);
    const PartialDate& date = straight.series[0].rules[i].date;
    EXPECT_TRUE(!date.is_known() || date.earliest() <= day("2022-03-01"));
  }
}

}  // namespace
}  // namespace restage::markers
