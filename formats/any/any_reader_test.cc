// SPDX-License-Identifier: Apache-2.0
// Recognition of formats, and every file of the shared data where it lies beside the repository.
#include "formats/any/any_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>

#include "base/byte_source.h"

namespace restage {
namespace {

namespace fs = std::filesystem;
const fs::path kData = fs::path(RESTAGE_SOURCE_DIR) / ".." / "shared" / "data";

std::vector<std::string> files_below(const fs::path& folder, const std::string& extension) {
  std::vector<std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file() && entry.path().extension() == extension) files.push_back(entry.path().string());
  std::sort(files.begin(), files.end());
  return files;
}

std::size_t count_issues(const ReadResult& result, IssueCode code) {
  const auto is = [code](const DataIssue& issue) { return issue.code == code; };
  auto count = std::count_if(result.issues.begin(), result.issues.end(), is);
  for (const Course& course : result.courses) count += std::count_if(course.issues.begin(), course.issues.end(), is);
  return static_cast<std::size_t>(count);
}

std::size_t count_facts(const ReadResult& result, const std::function<bool(const Fact&)>& wanted) {
  std::size_t count = 0;
  for (const Course& course : result.courses)
    count += static_cast<std::size_t>(std::count_if(course.facts.begin(), course.facts.end(), wanted));
  return count;
}

bool is_stated(const Fact& fact) { return std::holds_alternative<StatedCategory>(fact.payload); }

TEST(AnyReader, RecognisesByContent) {
  EXPECT_EQ(read_courses("x", R"({"resourceType":"Patient","id":"p"})").format, "FHIR");
  EXPECT_EQ(read_courses("x", R"([{"resourceType":"Patient","id":"p"}])").format, "FHIR");
  EXPECT_EQ(read_courses("x", "\xEF\xBB\xBF<?xml version=\"1.0\"?><oBDS/>").format, "oBDS");
  EXPECT_EQ(read_courses("x", "# a comment\n[patient]\nid = \"a\"\n").format, "course");
  EXPECT_EQ(read_courses("x", "[[tumor]]\nsite = \"lung\"\n").format, "course");
  for (const char* text : {"", " \n", "hello", "%PDF-1.4", "id,t,n,m\n1,T1,N0,M0\n"}) {
    const ReadResult result = read_courses("x", text);
    EXPECT_EQ(result.format, "") << text;
    EXPECT_TRUE(result.refused);
    EXPECT_EQ(result.issues.size(), 1U);
  }
}

/// Inputs of these texts, named by their number.
ReadResult read_texts(const std::vector<std::string>& texts) {
  std::vector<CourseInput> inputs;
  for (std::size_t i = 0; i < texts.size(); ++i)
    inputs.push_back({std::to_string(i), [text = texts[i]] { return Result(ByteSource::from_memory(text)); }, {}});
  std::vector<Course> courses;
  auto result = read_courses(inputs, {}, [&](Course&& course) { courses.push_back(std::move(course)); });
  EXPECT_TRUE(result.has_value());
  result->courses = std::move(courses);
  return std::move(result).value();
}

// SOURCE: FHIR Bulk Data writes one resource type a file; a focus names its Condition wherever that stands.
TEST(AnyReader, ReferencesLeadFromOneInputToAnother) {
  const std::string patient = R"({"resourceType":"Patient","id":"p"})";
  const std::string breast =
      R"({"resourceType":"Condition","id":"b","subject":{"reference":"Patient/p"},"onsetDateTime":"2021-03-01","code":{"coding":[{"system":"http://snomed.info/sct","code":"93796005"}]}})";
  const std::string melanoma =
      R"({"resourceType":"Condition","id":"m","subject":{"reference":"Patient/p"},"onsetDateTime":"2021-02-01","code":{"coding":[{"system":"http://snomed.info/sct","code":"93655004"}]}})";
  const std::string t =
      R"({"resourceType":"Observation","id":"t","status":"final","subject":{"reference":"Patient/p"},"focus":[{"reference":"Condition/b"}],"effectiveDateTime":"2021-03-05","code":{"coding":[{"system":"http://snomed.info/sct","code":"399504009"}]},"valueCodeableConcept":{"coding":[{"system":"http://cancerstaging.org","code":"cT2"}]}})";
  const auto bundle = [](const std::vector<std::string>& resources) {
    std::string text = "{\n\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[";
    for (const std::string& resource : resources)
      text.append(text.back() == '[' ? "" : ",").append(R"({"resource":)").append(resource).append("}");
    return text + "]}";
  };
  const std::vector<std::vector<std::string>> layouts = {
      {patient + "\n", breast + "\n" + melanoma + "\n", t + "\n"},
      {t + "\n", breast + "\n" + melanoma + "\n", patient + "\n"},
      {bundle({patient, breast}), bundle({melanoma, t})},
      {bundle({melanoma, t}), bundle({patient, breast})},
      {bundle({melanoma, t}), patient + "\n" + breast + "\n", "[patient]\nid = \"another\"\n"}};
  for (std::size_t i = 0; i < layouts.size(); ++i) {
    const ReadResult result = read_texts(layouts[i]);
    EXPECT_FALSE(result.refused) << i;
    const auto course = std::find_if(result.courses.begin(), result.courses.end(),
                                     [](const Course& each) { return each.patient == "p"; });
    ASSERT_NE(course, result.courses.end()) << i;
    EXPECT_EQ(course->tumors.size(), 2U) << i;
    EXPECT_TRUE(course->issues.empty()) << i << " " << course->issues.front().message;
    const auto stated = std::find_if(course->facts.begin(), course->facts.end(), is_stated);
    ASSERT_NE(stated, course->facts.end()) << i;
    EXPECT_EQ(stated->tumor, "Condition/b") << i;
    const std::size_t own = std::find_if(layouts[i].begin(), layouts[i].end(),
                                         [&](const std::string& text) { return text.find("399504009") != text.npos; }) -
                            layouts[i].begin();
    EXPECT_EQ(stated->source.file, std::to_string(own)) << i;
  }
}

TEST(AnyReader, FilesThatCannotBeOpened) {
  EXPECT_FALSE(read_course_file("/nonexistent/file.json"));
  EXPECT_FALSE(read_course_file(RESTAGE_SOURCE_DIR));
  EXPECT_FALSE(read_course_files({}));
  EXPECT_FALSE(read_course_files({"/nonexistent/a", "/nonexistent/b"}));
  const auto mixed = read_course_files({"/nonexistent/a", RESTAGE_SOURCE_DIR "/formats/course/samples/lung.toml"});
  ASSERT_TRUE(mixed);
  EXPECT_TRUE(mixed->refused);
  EXPECT_EQ(mixed->courses.size(), 1U);
  ReadOptions small;
  small.byte_limit = 100;
  EXPECT_FALSE(read_course_file(RESTAGE_SOURCE_DIR "/formats/course/samples/lung.toml", small));
}

class SharedData : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(kData / "fhir")) GTEST_SKIP() << "no shared data beside the repository";
  }
};

TEST_F(SharedData, EveryFileIsReadOrRefusedWithAReason) {
  std::size_t files = 0;
  for (const auto& [folder, extension] :
       {std::pair<const char*, const char*>{"fhir", ".json"}, {"fhir", ".xml"}, {"mcode", ".json"}, {"obds", ".xml"}})
    for (const std::string& file : files_below(kData / folder, extension)) {
      const auto result = read_course_file(file);
      ASSERT_TRUE(result) << file;
      ++files;
      std::size_t errors = 0;
      for (const DataIssue& issue : result->issues) errors += issue.severity == Severity::Error ? 1 : 0;
      for (const Course& course : result->courses)
        for (const DataIssue& issue : course.issues) {
          errors += issue.severity == Severity::Error ? 1 : 0;
          EXPECT_FALSE(issue.path.empty() || issue.message.empty() || issue.remedy.empty()) << file;
        }
      EXPECT_EQ(result->refused, errors > 0) << file;
    }
  EXPECT_GE(files, 228U + 41U);
}

// interoperability.md 2.2: all SNOMED codes of the collected FHIR data fail the check digit but for five; the
// extraction templates add seven words that are no codes at all.
TEST_F(SharedData, BadCodesAreTheKnownOnes) {
  std::vector<std::string> bad;
  for (const std::string& file : files_below(kData / "fhir", ".json")) {
    const auto result = read_course_file(file);
    ASSERT_TRUE(result);
    for (const Course& course : result->courses)
      for (const DataIssue& issue : course.issues)
        if (issue.code == IssueCode::CodeCheckDigit)
          bad.push_back(issue.message.substr(10, issue.message.find('\'', 10) - 10));
  }
  std::erase_if(bad, [](const std::string& code) { return code.starts_with("example"); });
  std::sort(bad.begin(), bad.end());
  EXPECT_EQ(bad, (std::vector<std::string>{"09870987", "12341234", "12345", "678910", "70709491003"}));
}

// SOURCE.md: 60 patients, one a bundle; interoperability.md 2.2: 67 stage groups, here each also as a summary.
TEST_F(SharedData, OmopBundles) {
  std::size_t patients = 0;
  std::size_t groups = 0;
  std::size_t files = 0;
  for (const std::string& file : files_below(kData / "fhir" / "mcode-omop-synthea", ".json")) {
    const auto result = read_course_file(file);
    ASSERT_TRUE(result);
    ++files;
    patients += result->courses.size();
    groups += count_facts(*result, [](const Fact& fact) {
      return is_stated(fact) && !std::get<StatedCategory>(fact.payload).from_summary;
    });
    for (const Course& course : result->courses)
      for (const Fact& fact : course.facts)
        EXPECT_TRUE(!is_stated(fact) || std::get<StatedCategory>(fact.payload).axis == Axis::Group);
  }
  EXPECT_EQ(files, 60U);
  EXPECT_EQ(patients, 60U);
  EXPECT_EQ(groups, 57U) << "the bundles hold 57 stage observations";
}

// interoperability.md 2.2: the clinical group points to the pathological categories, which the bundle omits; the
// summary says IIIC and its assessment IIB.
TEST_F(SharedData, JennyM) {
  const auto guide = read_course_file((kData / "mcode/stu4/bundles/Bundle-mcode-patient-bundle-jenny-m.json").string());
  ASSERT_TRUE(guide);
  ASSERT_EQ(guide->courses.size(), 1U);
  EXPECT_EQ(count_facts(*guide, is_stated), 5U);
  std::size_t dangling = 0;
  for (const DataIssue& issue : guide->courses[0].issues)
    dangling +=
        issue.code == IssueCode::ReferenceUnresolved && issue.path.find("hasMember") != std::string::npos ? 1 : 0;
  EXPECT_EQ(dangling, 3U);
  std::string summary;
  std::string assessment;
  for (const Fact& fact : guide->courses[0].facts)
    if (const auto* stated = std::get_if<StatedCategory>(&fact.payload);
        stated != nullptr && stated->axis == Axis::Group)
      (stated->from_summary ? summary : assessment) = stated->value;
  EXPECT_EQ(summary, "IIIC");
  EXPECT_EQ(assessment, "IIB");

  const auto assembled =
      read_course_file((kData / "mcode/stu4/bundles/assembled-cancer-patient-jenny-m.json").string());
  ASSERT_TRUE(assembled);
  // c and p stage groups, cT cN cM, pT pN, the summary; pM is "not applicable" and says nothing.
  EXPECT_EQ(count_facts(*assembled, is_stated), 8U);
  EXPECT_EQ(count_issues(*assembled, IssueCode::ReferenceUnresolved), 0U);
}

// The oBDS messages and the FHIR snapshots made from them say the same stages.
TEST_F(SharedData, SameStagesFromMessagesAndFromTheirFhirForm) {
  std::size_t compared = 0;
  for (const std::string& file : files_below(kData / "fhir" / "obds-to-fhir", ".json")) {
    const std::string stem = fs::path(file).stem().stem().string();
    const fs::path xml = kData / "obds" / (stem + ".xml");
    if (!fs::exists(xml)) continue;
    const auto from_fhir = read_course_file(file);
    const auto from_xml = read_course_file(xml.string());
    ASSERT_TRUE(from_fhir && from_xml);
    const auto tnm_of = [](const ReadResult& result) {
      std::vector<std::string> values;
      for (const Course& course : result.courses)
        for (const Fact& fact : course.facts)
          if (const auto* stated = std::get_if<StatedCategory>(&fact.payload);
              stated != nullptr && stated->axis != Axis::Group)
            values.push_back(fact.effective.text() + " " +
                             std::string(stated->classification ? to_string(*stated->classification) : "-") + " " +
                             stated->value);
      std::sort(values.begin(), values.end());
      return values;
    };
    EXPECT_EQ(tnm_of(*from_fhir), tnm_of(*from_xml)) << stem;
    compared += tnm_of(*from_xml).size();
  }
  EXPECT_GT(compared, 10U);
}

// SOURCE.md of obds: 40 messages files; several belong to one patient.
TEST_F(SharedData, ObdsPatientsJoinAcrossFiles) {
  const std::vector<std::string> files = files_below(kData / "obds", ".xml");
  EXPECT_EQ(files.size(), 40U);
  const auto all = read_course_files(files);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->courses.size(), 11U) << "distinct Patient_ID values";
  std::vector<std::string> reversed(files.rbegin(), files.rend());
  const auto again = read_course_files(reversed);
  ASSERT_TRUE(again);
  ASSERT_EQ(again->courses.size(), all->courses.size());
  for (std::size_t i = 0; i < all->courses.size(); ++i) {
    ASSERT_EQ(again->courses[i].facts.size(), all->courses[i].facts.size());
    for (std::size_t k = 0; k < all->courses[i].facts.size(); ++k)
      EXPECT_EQ(again->courses[i].facts[k].id, all->courses[i].facts[k].id);
  }
}

}  // namespace
}  // namespace restage
