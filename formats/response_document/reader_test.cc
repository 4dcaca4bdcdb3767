// SPDX-License-Identifier: Apache-2.0
#include "formats/response_document/reader.h"

#include <gtest/gtest.h>

namespace restage::response_document {
namespace {

std::vector<Record> read(const std::string& text) {
  Reader reader(ByteSource::from_memory(text), "memory");
  std::vector<Record> records;
  Record record;
  for (;;) {
    const auto more = reader.next(record);
    EXPECT_TRUE(more);
    if (!more || !*more) return records;
    records.push_back(record);
  }
}

template <class Part>
std::vector<Part> parts_of(const Record& record) {
  std::vector<Part> parts;
  for (const Fact& fact : record.subject->course.facts)
    if (const auto* part = std::get_if<Part>(&fact.payload)) parts.push_back(*part);
  return parts;
}

std::string codes(const Record& record) {
  std::string all;
  for (const DataIssue& issue : record.subject ? record.subject->course.issues : record.issues)
    all += std::string(to_string(issue.code)) + " ";
  return all;
}

TEST(ResponseDocument, KeepsNumbersDigitForDigit) {
  const auto records = read(
      R"({"id":"S","visits":[{"id":"b","measurements":[{"lesion":"T1","long_mm":10.10},{"lesion":"T2","long_mm":"7.07"},{"lesion":"T3","short_mm":123456.123456789}]}]})");
  ASSERT_EQ(records.size(), 1u);
  const auto m = parts_of<LesionMeasurement>(records[0]);
  ASSERT_EQ(m.size(), 3u);
  EXPECT_EQ(m[0].long_mm, Decimal::parse("10.1"));
  EXPECT_EQ(m[1].long_mm, Decimal::parse("7.07"));
  EXPECT_EQ(m[2].short_mm, Decimal::parse("123456.123456789"));
}

TEST(ResponseDocument, ReadsOneObjectAnArrayAndLines) {
  EXPECT_EQ(read("{\"id\":\"A\"}").size(), 1u);
  EXPECT_EQ(read("\xEF\xBB\xBF[{\"id\":\"A\"}, {\"id\":\"B {[\\\"\"}]").size(), 2u);
  EXPECT_EQ(read("{\"id\":\"A\"}\n{\"id\":\"B\"}\n\n{\"id\":\"C\"}\n").size(), 3u);
  EXPECT_TRUE(read("").empty());
}

TEST(ResponseDocument, ABrokenRecordIsRefusedAndTheNextIsRead) {
  const auto records = read("{\"id\":\"A\",\"visits\":[}\n]}{\"id\":\"B\"}");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_FALSE(records[0].subject);
  EXPECT_EQ(codes(records[0]), "input-unreadable ");
  EXPECT_EQ(records[1].subject->course.patient, "B");
}

struct BadSize {
  const char* measurement;
  const char* code;
};
class BadSizes : public testing::TestWithParam<BadSize> {};

TEST_P(BadSizes, AreIssuesAndTheLesionIsNotEvaluable) {
  const auto records = read(std::string(R"({"id":"S","visits":[{"id":"v","measurements":[{"lesion":"T1",)") +
                            GetParam().measurement + "}]}]}");
  ASSERT_EQ(records.size(), 1u);
  EXPECT_EQ(codes(records[0]), GetParam().code);
  EXPECT_EQ(parts_of<LesionMeasurement>(records[0]).at(0).state, LesionMeasurement::State::NotEvaluable);
  EXPECT_NE(records[0].subject->course.issues[0].path.find("subject S, visit v, lesion T1"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(All, BadSizes,
                         testing::Values(BadSize{R"("long_mm":"12 mm")", "value-unreadable "},
                                         BadSize{R"("long_mm":"large")", "value-unreadable "},
                                         BadSize{R"("long_mm":true)", "value-unreadable "},
                                         BadSize{R"("long_mm":1e1)", "value-unreadable "},
                                         BadSize{R"("long":12)", "unit-unknown "},
                                         BadSize{R"("state":"vanished?")", "value-unreadable "}));

TEST(ResponseDocument, UnknownPlainKeysBecomeComponentsAndFacts) {
  const auto records = read(R"({"id":"S","ypt":"ypT0","visits":[{"id":"v","deauville":4,"date":"2024-02"}]})");
  const Course& course = records[0].subject->course;
  EXPECT_EQ(*find_value(course.study.facts, "ypt"), "ypT0");
  ASSERT_EQ(parts_of<ResponseAssessment>(records[0]).size(), 1u);
  EXPECT_EQ(*find_value(parts_of<ResponseAssessment>(records[0])[0].components, "Deauville"), "4");
  EXPECT_EQ(course.facts[0].effective.text(), "2024-02");
}

TEST(ResponseDocument, ADocumentIsACourse) {
  const auto records = read(
      R"({"id":"S","reader":"R1","reference_date":"2024-01-09","data_cut":"2025","therapy_starts":["2024-09"],
          "policy":{"pr_drift":"keep"},"death":"2024-12-01","last_alive":"2024-11-30",
          "lesions":[{"id":"T1","role":"target","organ":"liver","method":"CT","irradiated":false,"kind":"cyst"}],
          "visits":[{"id":"b","date":"2024-01-02","measurements":[{"lesion":"T1","long_mm":50,"density_hu":60}]},
                    {"id":"w8","date":"2024-03-04","new_lesion":"no","overall":"PR",
                     "labs":[{"name":"psa","value":4,"unit":"ng/mL"}]}]})");
  ASSERT_EQ(records.size(), 1u);
  const Course& course = records[0].subject->course;
  EXPECT_EQ(course.patient, "S");
  EXPECT_EQ(course.death.text(), "2024-12-01");
  EXPECT_EQ(course.study.reference_date.text(), "2024-01-09");
  EXPECT_EQ(course.study.data_cut.text(), "2025");
  ASSERT_EQ(course.study.therapy_starts.size(), 1u);
  EXPECT_EQ(*find_value(course.study.policy, "pr_drift"), "keep");
  const auto lesions = parts_of<LesionIdentification>(records[0]);
  ASSERT_EQ(lesions.size(), 1u);
  EXPECT_EQ(lesions[0].irradiated, false);
  EXPECT_FALSE(lesions[0].node);
  EXPECT_EQ(lesions[0].kind, "cyst");
  EXPECT_EQ(lesions[0].reader, "R1");
  const auto measured = parts_of<LesionMeasurement>(records[0]);
  ASSERT_EQ(measured.size(), 1u);
  EXPECT_EQ(measured[0].role, "target");
  EXPECT_EQ(measured[0].visit, "b");
  EXPECT_EQ(measured[0].density_hu, Decimal::of(60));
  const auto stated = parts_of<ResponseAssessment>(records[0]);
  ASSERT_EQ(stated.size(), 2u);
  EXPECT_EQ(stated[1].overall, "PR");
  EXPECT_EQ(stated[1].sequence, 2);
  EXPECT_FALSE(stated[1].stored) << "what a document states is an input";
  EXPECT_EQ(parts_of<LabValue>(records[0]).at(0).visit, "w8");
  const auto events = parts_of<Event>(records[0]);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, Event::Kind::LastContact);
}

}  // namespace
}  // namespace restage::response_document
