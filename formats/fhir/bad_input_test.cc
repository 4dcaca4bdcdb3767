// SPDX-License-Identifier: Apache-2.0
// Damaged, hostile and shuffled input: an issue that says where, the good part used, never a crash.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "base/byte_source.h"
#include "core/fact_content.h"
#include "formats/fhir/fhir_reader.h"

namespace restage::fhir {
namespace {

std::string sample() { return *read_file(RESTAGE_SOURCE_DIR "/formats/fhir/samples/breast-course.json"); }
ReadResult read(std::string_view text) { return reader().read("bad.json", text, {}); }

bool has_issue(const ReadResult& result, IssueCode code) {
  const auto is = [code](const DataIssue& issue) { return issue.code == code; };
  return std::any_of(result.issues.begin(), result.issues.end(), is) ||
         std::any_of(result.courses.begin(), result.courses.end(),
                     [&](const Course& course) { return std::any_of(course.issues.begin(), course.issues.end(), is); });
}

std::string text_of(const ReadResult& result) {
  std::string text;
  for (const Course& course : result.courses) {
    text += course.patient + " " + course.birth_date + " " + course.sex + "\n";
    for (const Tumor& tumor : course.tumors)
      text += tumor.id + tumor.site.topography + tumor.site.histology + tumor.site.laterality + tumor.diagnosed.text() +
              "\n";
    for (const Fact& fact : course.facts) text += fact.id + content_of(fact) + "\n";
    for (const DataIssue& issue : course.issues) text += issue.path + issue.message + "\n";
  }
  return text;
}

TEST(FhirBadInput, TheSampleItselfIsClean) {
  const ReadResult result = read(sample());
  EXPECT_FALSE(result.refused);
  EXPECT_TRUE(result.issues.empty());
  ASSERT_EQ(result.courses.size(), 1U);
  EXPECT_TRUE(result.courses[0].issues.empty());
  EXPECT_EQ(result.courses[0].tumors.size(), 1U);
  EXPECT_EQ(result.records, 62U);
}

// JSON sets no limit to numbers; one that is not needed or cannot be used takes no record with it.
TEST(FhirBadInput, NumbersBeyondAnyMachineNumberAreRead) {
  const auto with_number = [](const std::string& number) {
    return read(R"({"resourceType":"Bundle","type":"collection","entry":[
      {"resource":{"resourceType":"Patient","id":"p"}},
      {"resource":{"resourceType":"Condition","id":"c","subject":{"reference":"Patient/p"},
        "extension":[{"url":"http://example.org/n","valueDecimal":)" +
                number + R"(}],
        "note":[{"text":"\" 123456789012345678901"}],
        "code":{"coding":[{"system":"http://snomed.info/sct","code":"254837009"}]}}}]})");
  };
  for (const char* number : {"99999999999999999999", "-123456789012345678901234567890", "18446744073709551616", "1e999",
                             "1.5E+400", "12345678901234567890.5", "9007199254740993"}) {
    const ReadResult result = with_number(number);
    EXPECT_FALSE(result.refused) << number;
    ASSERT_EQ(result.courses.size(), 1U) << number;
    EXPECT_EQ(result.courses[0].tumors.size(), 1U) << number;
  }
  for (const char* wrong : {"01234567890123456789012", "1e", "-", "12345678901234567890-1", "1e999x"})
    EXPECT_TRUE(with_number(wrong).refused) << wrong;
}

TEST(FhirBadInput, CutAnywhereGivesTheEntriesBefore) {
  const std::string whole = sample();
  const std::size_t end = whole.rfind('}');
  const std::size_t all = read(whole).courses[0].facts.size();
  std::size_t last = 0;
  for (std::size_t length = 0; length < end; length += length < 400 ? 1 : 271) {
    const ReadResult result = read(std::string_view(whole).substr(0, length));
    ASSERT_TRUE(result.refused) << length;
    ASSERT_FALSE(result.issues.empty()) << length;
    std::size_t facts = 0;
    for (const Course& course : result.courses) facts += course.facts.size();
    if (length > end - 300) last = facts;
  }
  EXPECT_GE(last + 1, all) << "all but the last entry";
}

TEST(FhirBadInput, OneBrokenEntryLeavesTheOthers) {
  std::string text = sample();
  const std::size_t at = text.find("\"id\": \"er-2021\"");
  ASSERT_NE(at, std::string::npos);
  text.replace(at, 6, "\"id\" 12");
  const ReadResult result = read(text);
  EXPECT_TRUE(result.refused);
  EXPECT_TRUE(has_issue(result, IssueCode::ResourceBroken));
  ASSERT_EQ(result.courses.size(), 1U);
  EXPECT_EQ(result.courses[0].facts.size() + 1, read(sample()).courses[0].facts.size());
}

TEST(FhirBadInput, LinesStandAlone) {
  const std::string good =
      R"({"resourceType":"Observation","id":"ID","status":"final","subject":{"reference":"Patient/p"},"code":{"coding":[{"system":"http://loinc.org","code":"2857-1"}]},"valueQuantity":{"value":4,"code":"ng/mL"}})";
  const auto line = [&](const std::string& id) {
    std::string one = good;
    return one.replace(one.find("ID"), 2, id) + "\n";
  };
  const ReadResult result = read(line("a") + "{\"broken\": \n" + line("b") + "not json\n" +
                                 "{\"resourceType\":\"Patient\",\"id\":\"p\"}\n" + line("c").substr(0, 60));
  EXPECT_TRUE(result.refused);
  ASSERT_EQ(result.courses.size(), 1U);
  EXPECT_EQ(result.courses[0].facts.size(), 2U);
  EXPECT_EQ(result.issues.size(), 3U);
  EXPECT_NE(result.issues[0].path.find("line 2"), std::string::npos) << result.issues[0].path;
}

TEST(FhirBadInput, NonsenseIsRefusedWithAReason) {
  std::string deep;
  for (int i = 0; i < 100000; ++i) deep += "[";
  std::string objects;
  for (int i = 0; i < 100000; ++i) objects += R"({"a":)";
  struct Case {
    std::string text;
    IssueCode code;
  };
  const Case cases[] = {
      {"", IssueCode::InputUnreadable},
      {"   \n ", IssueCode::InputUnreadable},
      {"{", IssueCode::InputUnreadable},
      {"[", IssueCode::InputUnreadable},
      {deep, IssueCode::InputUnreadable},
      {objects, IssueCode::InputUnreadable},
      {"[" + objects.substr(0, 6000) + "1" + std::string(1200, '}') + "]", IssueCode::NestingTooDeep},
      {std::string("{\0\0\0}", 5), IssueCode::EncodingWrong},
      {"\xFF\xFE{\0}", IssueCode::EncodingWrong},
      {"[{\"resourceType\":\"Patient\",\"id\":\"M\xFCller\"}]", IssueCode::EncodingWrong},
      {"12", IssueCode::InputUnreadable},
      {"{}", IssueCode::ResourceBroken},
      {R"({"resourceType":"Bundle","entry":[{}, 7, null, "x", {"resource":[]}]})", IssueCode::ResourceBroken},
  };
  for (const Case& wanted : cases) {
    const ReadResult result = read(wanted.text);
    EXPECT_TRUE(result.refused) << wanted.text.substr(0, 40);
    EXPECT_TRUE(has_issue(result, wanted.code))
        << wanted.text.substr(0, 40) << (result.issues.empty() ? "" : result.issues[0].message);
    for (const DataIssue& issue : result.issues) {
      EXPECT_NE(issue.path.find("bad.json"), std::string::npos);
      EXPECT_FALSE(issue.remedy.empty());
    }
  }
}

TEST(FhirBadInput, WrongTypesEverywhereDoNotHurt) {
  // Every value of the sample is replaced, one at a time, by something of another type.
  const std::string whole = sample();
  const std::string subset = whole.substr(0, whole.find("\"id\": \"specimen-biopsy\""));
  const std::size_t cut = subset.rfind("{\n   \"fullUrl\"");
  const std::string small = subset.substr(0, subset.rfind(',', cut)) + "]}";
  ASSERT_FALSE(read(small).refused);
  for (std::size_t at = small.find("\": "); at != std::string::npos; at = small.find("\": ", at + 1)) {
    for (const char* other : {"7", "null", "[]", "{}", "[[{}]]", "1e308", "\"\\u0000\""}) {
      std::size_t end = at + 3;
      if (small[end] == '"') {
        end = small.find('"', end + 1) + 1;
      } else {
        continue;
      }
      const ReadResult result = read(small.substr(0, at + 3) + other + small.substr(end));
      EXPECT_LE(result.courses.size(), 4U);
    }
  }
}

TEST(FhirBadInput, CirclesAndSelfReferencesEnd) {
  const auto group = [](const char* id, const char* member) {
    return std::string(R"({"resourceType":"Observation","id":")") + id +
           R"(","status":"final","subject":{"reference":"Patient/p"},"effectiveDateTime":"2020","code":{"coding":[{"system":"http://loinc.org","code":"21908-9"}]},)" +
           R"("valueCodeableConcept":{"coding":[{"system":"http://cancerstaging.org","code":"2B"}]},"hasMember":[{"reference":"Observation/)" +
           member + R"("}]})";
  };
  const ReadResult result = read("[{\"resourceType\":\"Patient\",\"id\":\"p\"}," + group("a", "b") + "," +
                                 group("b", "c") + "," + group("c", "a") + "," + group("d", "d") + "]");
  ASSERT_EQ(result.courses.size(), 1U);
  EXPECT_EQ(result.courses[0].facts.size(), 4U);
  EXPECT_EQ(std::count_if(result.courses[0].issues.begin(), result.courses[0].issues.end(),
                          [](const DataIssue& issue) { return issue.code == IssueCode::ReferenceCycle; }),
            4);
}

TEST(FhirBadInput, OneIdForTwoRecordsKeepsBoth) {
  const auto psa = [](const char* number) {
    return std::string(
               R"({"resourceType":"Observation","id":"x","status":"final","subject":{"reference":"Patient/p"},"effectiveDateTime":"2020","code":{"coding":[{"system":"http://loinc.org","code":"2857-1"}]},"valueQuantity":{"code":"ng/mL","value":)") +
           number + "}}";
  };
  const ReadResult same = read("[" + psa("4") + "," + psa("4") + "]");
  EXPECT_EQ(same.courses.at(0).facts.size(), 1U);
  EXPECT_FALSE(has_issue(same, IssueCode::DuplicateId));
  const ReadResult different = read("[" + psa("4") + "," + psa("5") + "]");
  EXPECT_EQ(different.courses.at(0).facts.size(), 2U);
  EXPECT_TRUE(has_issue(different, IssueCode::DuplicateId));
  EXPECT_EQ(text_of(different), text_of(read("[" + psa("5") + "," + psa("4") + "]")));
}

TEST(FhirBadInput, NoSubjectIsACourseOfItsOwn) {
  const ReadResult result = read(
      R"([{"resourceType":"Patient","id":"p"},{"resourceType":"Observation","id":"o","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2857-1"}]},"valueQuantity":{"value":4,"code":"ng/mL"}}])");
  ASSERT_EQ(result.courses.size(), 2U);
  EXPECT_TRUE(has_issue(result, IssueCode::SubjectUnknown));
}

TEST(FhirOrder, AnyOrderOfResourcesIsTheSameCourse) {
  const std::string whole = sample();
  std::vector<std::string> entries;
  for (std::size_t at = whole.find("  {\n   \"fullUrl\""); at != std::string::npos;
       at = whole.find("  {\n   \"fullUrl\"", at + 1)) {
    const std::size_t end = whole.find("\n  }", at);
    entries.push_back(whole.substr(at, end + 4 - at));
  }
  ASSERT_EQ(entries.size(), 62U);
  const auto assemble = [&] {
    std::string text = R"({"resourceType":"Bundle","type":"collection","entry":[)";
    for (std::size_t i = 0; i < entries.size(); ++i) text += (i == 0 ? "" : ",") + entries[i];
    return text + "]}";
  };
  const std::string wanted = text_of(read(whole));
  EXPECT_EQ(text_of(read(assemble())), wanted);
  std::mt19937 random(20240630);
  for (int round = 0; round < 25; ++round) {
    std::shuffle(entries.begin(), entries.end(), random);
    EXPECT_EQ(text_of(read(assemble())), wanted);
  }
}

}  // namespace
}  // namespace restage::fhir
