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

std::string codes(const Record& record) {
  std::string all;
  for (const DataIssue& issue : record.subject ? record.subject->issues : record.issues)
    all += std::string(to_string(issue.code)) + " ";
  return all;
}

TEST(ResponseDocument, KeepsNumbersDigitForDigit) {
  const auto records = read(
      R"({"id":"S","visits":[{"id":"b","measurements":[{"lesion":"T1","long_mm":10.10},{"lesion":"T2","long_mm":"7.07"},{"lesion":"T3","short_mm":123456.123456789}]}]})");
  ASSERT_EQ(records.size(), 1u);
  const auto& m = records[0].subject->visits[0].measurements;
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
  EXPECT_EQ(records[1].subject->id, "B");
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
  EXPECT_EQ(records[0].subject->visits[0].measurements[0].state, ResponseMeasurement::State::NotEvaluable);
  EXPECT_NE(records[0].subject->issues[0].path.find("subject S, visit v, lesion T1"), std::string::npos);
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
  const ResponseSubject& subject = *records[0].subject;
  EXPECT_EQ(*find_value(subject.facts, "ypt"), "ypT0");
  EXPECT_EQ(*find_value(subject.visits[0].components, "Deauville"), "4");
  EXPECT_EQ(subject.visits[0].date.text(), "2024-02");
}

}  // namespace
}  // namespace restage::response_document
