// SPDX-License-Identifier: Apache-2.0
// Line-wise FHIR: whatever the order of the lines and the memory, the same courses, and nothing lost.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "formats/any/any_reader.h"
#include "formats/course_json/writer.h"
#include "formats/fhir/fhir_reader.h"

namespace restage::fhir {
namespace {

std::string psa(const std::string& id, const std::string& subject, const std::string& value) {
  return R"({"resourceType":"Observation","id":")" + id + R"(","status":"final","subject":{"reference":")" + subject +
         R"("},"effectiveDateTime":"2024-03","code":{"coding":[{"system":"http://loinc.org","code":"2857-1"}]},"valueQuantity":{"value":)" +
         value + R"(,"code":"ng/mL"}})";
}

std::string patient(const std::string& id) {
  return R"({"resourceType":"Patient","id":")" + id + R"(","gender":"male"})";
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

struct Outcome {
  std::string courses;
  ReadResult result;
};

Outcome read_with(const std::string& text, std::size_t memory) {
  ReadOptions options;
  options.spill_folder = testing::TempDir();
  options.memory_limit = memory;
  Outcome outcome;
  auto result = reader().read_each("a.ndjson", *ByteSource::from_memory(text), options, [&](Course&& course) {
    outcome.courses += course_json::write_course(course) + "\n";
  });
  EXPECT_TRUE(result);
  if (result) outcome.result = std::move(*result);
  return outcome;
}

TEST(FhirLines, ResourcesFarApartAreJoinedWhateverTheMemory) {
  std::vector<std::string> lines;
  for (int i = 0; i < 50; ++i) {
    const std::string id = "p" + std::to_string(i);
    lines.push_back(patient(id));
    for (int k = 0; k < 20; ++k) lines.push_back(psa(id + "-" + std::to_string(k), "Patient/" + id, std::to_string(k)));
  }
  const Outcome wanted = read_with(joined(lines), std::size_t{64} << 20);
  EXPECT_EQ(std::count(wanted.courses.begin(), wanted.courses.end(), '\n'), 50);
  EXPECT_EQ(wanted.result.records, 1050U);
  EXPECT_EQ(wanted.result.records_used, 1050U);
  std::mt19937 random(7);
  for (const std::size_t memory : {std::size_t{2000}, std::size_t{50000}, std::size_t{64} << 20}) {
    std::shuffle(lines.begin(), lines.end(), random);
    EXPECT_EQ(read_with(joined(lines), memory).courses, wanted.courses) << memory;
  }
}

TEST(FhirLines, APatientIsFoundUnderItsAddress) {
  const std::string wrapped = R"({"fullUrl":"urn:uuid:aaa","resource":)" + patient("p1") + "}";
  for (const std::string& text :
       {joined({psa("o", "urn:uuid:aaa", "4"), wrapped, psa("q", "Patient/p1", "5")}),
        joined({wrapped, psa("o", "http://x/fhir/Patient/p1", "4"), psa("q", "Patient/p1/_history/3", "5")})}) {
    const ReadResult result = reader().read("x", text, {});
    ASSERT_EQ(result.courses.size(), 1U) << text;
    EXPECT_EQ(result.courses[0].patient, "p1");
    EXPECT_EQ(result.courses[0].facts.size(), 2U);
  }
}

TEST(FhirLines, ABundleALineMayHoldSeveralPatients) {
  const auto entry = [](const std::string& resource) { return R"({"resource":)" + resource + "}"; };
  const std::string bundle = R"({"resourceType":"Bundle","entry":[)" + entry(patient("a")) + "," +
                             entry(psa("1", "Patient/a", "4")) + "," + entry(psa("2", "Patient/b", "5")) + "]}";
  const ReadResult result = reader().read("x", joined({bundle, patient("b"), psa("3", "Patient/b", "6")}), {});
  ASSERT_EQ(result.courses.size(), 2U);
  EXPECT_EQ(result.courses[0].facts.size(), 1U);
  EXPECT_EQ(result.courses[1].facts.size(), 2U);
  EXPECT_TRUE(result.courses[0].issues.empty() && result.courses[1].issues.empty());
}

TEST(FhirLines, WhatBelongsToNoPatientIsFound) {
  const std::string with_medication =
      R"({"resourceType":"MedicationRequest","id":"m","status":"completed","intent":"order","subject":{"reference":"Patient/p"},"authoredOn":"2024-01-02","medicationReference":{"reference":"Medication/d"}})";
  const std::string drug =
      R"({"resourceType":"Medication","id":"d","code":{"text":"Docetaxel","coding":[{"system":"http://www.whocc.no/atc","code":"L01CD02"}]}})";
  const std::string performed =
      R"({"resourceType":"Observation","id":"o","status":"final","subject":{"reference":"Patient/p"},"performer":[{"reference":"Practitioner/w"}],"code":{"coding":[{"system":"http://loinc.org","code":"2857-1"}]},"valueQuantity":{"value":4,"code":"ng/mL"}})";
  const std::string practitioner = R"({"resourceType":"Practitioner","id":"w"})";
  const std::string list =
      "[" + patient("p") + "," + with_medication + "," + drug + "," + performed + "," + practitioner + "]";
  const ReadResult as_list = reader().read("x", list, {});
  const ReadResult as_lines =
      reader().read("x", joined({with_medication, performed, patient("p"), practitioner, drug}), {});
  ASSERT_EQ(as_list.courses.size(), 1U);
  ASSERT_EQ(as_lines.courses.size(), 1U);
  EXPECT_EQ(course_json::write_course(as_lines.courses[0]), course_json::write_course(as_list.courses[0]));
  const ReadResult without = reader().read("x", joined({performed, patient("p")}), {});
  ASSERT_EQ(without.courses.at(0).issues.size(), 1U);
  EXPECT_EQ(without.courses[0].issues[0].code, IssueCode::ReferenceUnresolved);
}

TEST(FhirLines, WithoutAFolderALargeInputIsRefused) {
  ReadOptions options;
  options.byte_limit = 4000;
  options.memory_limit = 4000;
  std::vector<std::string> lines;
  for (int i = 0; i < 50; ++i) lines.push_back(psa(std::to_string(i), "Patient/p", "4"));
  const std::string text = joined(lines);
  const auto refused = reader().read_each("x", *ByteSource::from_memory(text), options, [](Course&&) { FAIL(); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::LimitExceeded);
}

TEST(FhirLines, APatientTooLargeIsToldAndTheOthersAreRead) {
  ReadOptions options;
  options.byte_limit = 4000;
  options.memory_limit = 2000;
  options.spill_folder = testing::TempDir();
  std::vector<std::string> lines = {patient("small"), psa("s", "Patient/small", "4")};
  for (int i = 0; i < 50; ++i) lines.push_back(psa(std::to_string(i), "Patient/large", "4"));
  const std::string text = joined(lines);
  std::vector<std::string> patients;
  const auto result = reader().read_each("x", *ByteSource::from_memory(text), options,
                                         [&](Course&& course) { patients.push_back(course.patient); });
  ASSERT_TRUE(result);
  EXPECT_TRUE(result->refused);
  EXPECT_EQ(patients, std::vector<std::string>{"small"});
  ASSERT_EQ(result->issues.size(), 1U);
}

}  // namespace
}  // namespace restage::fhir
