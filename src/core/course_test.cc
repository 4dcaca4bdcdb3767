// SPDX-License-Identifier: Apache-2.0
#include "core/course.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "core/fact_content.h"

namespace restage {
namespace {

Fact lab(const std::string& id, const char* date, int value, const char* file = "a.json") {
  Fact fact;
  fact.id = id;
  fact.effective = *PartialDate::parse(date);
  fact.source = {file, id, "", "test"};
  fact.payload = LabValue{"psa", Decimal::of(value), "ng/mL", {}, {}};
  return fact;
}

std::string text_of(const Course& course) {
  std::string text = course.patient + "|" + course.birth_date + "|" + course.sex + "|" + course.death.text() + "\n";
  for (const Tumor& tumor : course.tumors)
    text += tumor.id + " " + tumor.site.topography + " " + tumor.site.histology + " " + tumor.site.laterality + " " +
            tumor.diagnosed.text() + "\n";
  for (const Fact& fact : course.facts) text += fact.id + " " + fact.source.file + " " + content_of(fact) + "\n";
  for (const DataIssue& issue : course.issues) text += std::string(to_string(issue.code)) + " " + issue.path + "\n";
  return text;
}

Course course_of(const char* birth, const char* topography, std::vector<Fact> facts) {
  Course course;
  course.patient = "p";
  course.birth_date = birth;
  course.tumors.push_back({"t", {topography, "", "", "", "", ""}, *PartialDate::parse("2020"), false, {}});
  course.facts = std::move(facts);
  return course;
}

TEST(CourseMerge, EqualFactsBecomeOneAndDifferentOnesStay) {
  const auto merged =
      merge_courses({course_of("1950", "C50.9", {lab("a", "2020-01-01", 1), lab("b", "2020-01-02", 2)}),
                     course_of("1950", "C50.9", {lab("a", "2020-01-01", 1, "b.json"), lab("b", "2020-01-02", 3)})});
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].facts.size(), 3U);
  ASSERT_EQ(merged[0].issues.size(), 1U);
  EXPECT_EQ(merged[0].issues[0].code, IssueCode::DuplicateId);
  EXPECT_EQ(merged[0].facts[0].id, "a");
  EXPECT_NE(merged[0].facts[1].id, merged[0].facts[2].id);
  EXPECT_TRUE(merged[0].facts[1].id.starts_with("b~"));
}

TEST(CourseMerge, EveryOrderGivesTheSameCourse) {
  const std::vector<Course> parts = {
      course_of("1950", "C50", {lab("a", "2020-01-01", 1), lab("x", "2021", 9)}),
      course_of("1950-03", "C50.4", {lab("a", "2020-01-01", 2, "b.json")}),
      course_of("", "C50.9", {lab("a", "2020-01-01", 3, "c.json"), lab("x", "2021", 9, "c.json")}),
      course_of("1951", "", {lab("a", "2020-01-01", 1, "d.json"), lab("y", "2019-05", 4)})};
  std::vector<std::size_t> order = {0, 1, 2, 3};
  std::string first;
  do {
    std::vector<Course> shuffled;
    for (const std::size_t index : order) shuffled.push_back(parts[index]);
    const auto merged = merge_courses(std::move(shuffled));
    ASSERT_EQ(merged.size(), 1U);
    EXPECT_EQ(merged[0].tumors[0].site.topography, "C50.4");
    EXPECT_EQ(merged[0].facts.size(), 5U);
    const std::string text = text_of(merged[0]);
    if (first.empty()) first = text;
    EXPECT_EQ(text, first);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(CourseMerge, PatientsStayApart) {
  Course other = course_of("1960", "C61.9", {});
  other.patient = "q";
  Course nameless = course_of("", "C61.9", {});
  nameless.patient.clear();
  EXPECT_EQ(merge_courses({other, course_of("1950", "C50.9", {}), nameless, nameless}).size(), 4U);
}

TEST(Course, AGeneralHistologyNeverStandsBeforeWhatItCovers) {
  const auto with = [](const char* histology) {
    Course course = course_of("1950", "C50.4", {});
    course.tumors.front().site.histology = histology;
    return course;
  };
  // 8010 is carcinoma, 8140 adenocarcinoma, 8500 duct carcinoma; 8520 and 8500 are two kinds, the smaller code stands.
  const std::tuple<const char*, const char*, const char*> cases[] = {
      {"8010", "8500", "8500"}, {"8500", "8000", "8500"}, {"8140", "8480", "8480"},
      {"8520", "8500", "8500"}, {"8010", "9680", "8010"}, {"8070", "8010", "8070"}};
  for (const auto& [one, other, wanted] : cases)
    for (const bool turned : {false, true}) {
      const auto merged = merge_courses({with(turned ? other : one), with(turned ? one : other)});
      ASSERT_EQ(merged.size(), 1U);
      EXPECT_EQ(merged[0].tumors.front().site.histology, wanted) << one << " " << other;
    }
}

}  // namespace
}  // namespace restage
