// SPDX-License-Identifier: Apache-2.0
// The official mCODE example Jenny M: its known contradictions are found. And the FHIR form read back.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "formats/any/any_reader.h"
#include "formats/fhir/stage_codes.h"
#include "formats/fhir/writer/timeline_bundle.h"
#include "report/words/wording.h"
#include "timeline/test_course.h"

namespace restage::timeline {
namespace {

constexpr const char* kJenny =
    RESTAGE_SOURCE_DIR "/../shared/data/mcode/stu4/bundles/assembled-cancer-patient-jenny-m.json";
constexpr const char* kJennyBundle =
    RESTAGE_SOURCE_DIR "/../shared/data/mcode/stu4/bundles/Bundle-mcode-patient-bundle-jenny-m.json";
constexpr const char* kSample = RESTAGE_SOURCE_DIR "/formats/fhir/samples/breast-course.json";

bool said(const statement::PatientTimeline& patient, IssueCode code, std::string_view part) {
  return std::any_of(patient.issues.begin(), patient.issues.end(), [&](const DataIssue& issue) {
    return issue.code == code && issue.message.find(part) != std::string::npos;
  });
}

statement::PatientTimeline read_and_build(const std::string& path) {
  auto read = read_course_file(path);
  EXPECT_TRUE(read.has_value());
  EXPECT_EQ(read->courses.size(), 1u);
  return build(std::move(read->courses.at(0)));
}

// SOURCE: the contradictions listed for this example when the public data was collected; T3 N0 M0 is IIB by AJCC 8.
TEST(JennyM, HerContradictionsAreFound) {
  if (!std::filesystem::exists(kJenny)) GTEST_SKIP() << "no shared data beside the repository: " << kJenny;
  const statement::PatientTimeline patient = read_and_build(kJenny);
  EXPECT_TRUE(said(patient, IssueCode::SummaryContradictory, "IIIC"));
  EXPECT_TRUE(said(patient, IssueCode::MembersContradictory, "another classification"));
  EXPECT_TRUE(said(patient, IssueCode::MembersContradictory, "later day"));
  EXPECT_TRUE(said(patient, IssueCode::CategoryContradictory, "T3")) << "25 mm is not T3";
  const statement::Statement& clinical = patient.tumors.at(0).statements.at(0);
  EXPECT_EQ(clinical.group, "IIB");
  EXPECT_EQ(clinical.date.text(), "2018-03-16");
  EXPECT_TRUE(clinical.stated->agrees);
}

// SOURCE: the same list: no T, N or M names its tumor, and the pathological M says "not applicable".
TEST(JennyM, CategoriesWithoutFocusAndWithoutValueAreNamed) {
  if (!std::filesystem::exists(kJenny)) GTEST_SKIP() << "no shared data beside the repository: " << kJenny;
  const statement::PatientTimeline patient = read_and_build(kJenny);
  std::vector<std::string> without_focus;
  for (const DataIssue& issue : patient.issues)
    if (issue.code == IssueCode::ValueMissing && issue.path.ends_with(".focus"))
      without_focus.push_back(issue.path.substr(issue.path.find("Observation/")));
  EXPECT_THAT(without_focus,
              testing::UnorderedElementsAre("Observation/tnm-clinical-primary-tumor-category-jenny-m.focus",
                                            "Observation/tnm-clinical-regional-nodes-category-jenny-m.focus",
                                            "Observation/tnm-clinical-distant-metastases-category-jenny-m.focus",
                                            "Observation/tnm-pathologic-primary-tumor-category-jenny-m.focus",
                                            "Observation/tnm-pathologic-regional-nodes-category-jenny-m.focus"));
  EXPECT_TRUE(said(patient, IssueCode::ValueMissing, "the M value is 'Not Applicable'"));
}

// SOURCE: the same list counts 14 resources that the official bundle names and does not hold.
TEST(JennyM, EveryDanglingReferenceOfTheOfficialBundleIsReportedOnce) {
  if (!std::filesystem::exists(kJennyBundle)) GTEST_SKIP() << "no shared data beside the repository: " << kJennyBundle;
  const statement::PatientTimeline patient = read_and_build(kJennyBundle);
  std::multiset<std::string> targets;
  for (const DataIssue& issue : patient.issues)
    if (issue.code == IssueCode::ReferenceUnresolved)
      targets.insert(issue.message.substr(0, issue.message.find(" leads")));
  EXPECT_EQ(targets.size(), 14u);
  EXPECT_EQ(std::set<std::string>(targets.begin(), targets.end()).size(), 14u);
  EXPECT_EQ(targets.count("the reference to Observation/tnm-pathologic-primary-tumor-category-jenny-m"), 1u);
  EXPECT_EQ(targets.count("the reference to Practitioner/us-core-practitioner-mary-obgyn"), 1u);
  EXPECT_EQ(targets.count("the reference to Observation/us-core-observation-lab-tumor-grade-jenny-m"), 1u);
  EXPECT_TRUE(said(patient, IssueCode::SummaryContradictory, "IIIC"));
}

// The repository's own course: chemotherapy, operation, freedom, recurrence; the days are those written in the sample.
TEST(SampleCourse, EveryTimePointIsThere) {
  const statement::PatientTimeline patient = read_and_build(kSample);
  std::vector<std::string> points;
  for (const statement::Statement& statement : patient.tumors.at(0).statements) {
    const std::string point = std::string(to_string(statement.classification)) + " " + statement.date.text();
    if (points.empty() || points.back() != point) points.push_back(point);
  }
  EXPECT_THAT(points, testing::ElementsAre("c 2021-03-09", "yc 2021-07-28", "yp 2021-08-18", "r 2024-02-12"));
  EXPECT_EQ(patient.tumors[0].recurrences.at(0).disease_free_from.text(), "2021-11-15");
}

const StatedCategory* find_stated(const Course& course, Axis axis, const PartialDate& day,
                                  Classification classification) {
  for (const Fact& fact : course.facts)
    if (const auto* stated = std::get_if<StatedCategory>(&fact.payload);
        stated != nullptr && stated->axis == axis && fact.effective == day && stated->classification == classification)
      return stated;
  return nullptr;
}

/// Classification, day and pack of every statement but the yc ones: the yc point of the sample has only a size, and
/// findings are not written.
std::vector<std::string> points_of(const statement::PatientTimeline& timeline) {
  std::vector<std::string> found;
  for (const statement::Statement& statement : timeline.tumors.at(0).statements)
    if (statement.classification != Classification::PostTherapyClinical)
      found.push_back(std::string(to_string(statement.classification)) + " " + statement.date.text() + " " +
                      statement.id.substr(statement.id.find("/ajcc")));
  return found;
}

std::vector<std::string> states_of(const statement::PatientTimeline& timeline) {
  std::vector<std::string> found;
  for (const statement::StatusEntry& entry : timeline.tumors.at(0).status)
    found.push_back(entry.date.text() + " " + std::string(to_string(entry.state)));
  return found;
}

TEST(FhirOutput, ReadBackGivesTheSameStages) {
  const statement::PatientTimeline patient = read_and_build(kSample);
  const fhir::FhirOptions options{
      "test",
      "2024-01-01T00:00:00Z",
      {report::categories_text, report::group_text, report::edition_text, report::caution_text, report::tumor_title}};
  const std::string bundle = fhir::fhir_bundle(patient, options);
  EXPECT_EQ(bundle, fhir::fhir_bundle(patient, options));
  ReadResult read = read_courses("bundle.json", bundle);
  ASSERT_EQ(read.courses.size(), 1u);
  EXPECT_FALSE(read.refused);
  const Course& course = read.courses[0];
  int compared = 0;
  for (const statement::Statement& statement : patient.tumors[0].statements) {
    const std::pair<Axis, const statement::Category*> axes[] = {{Axis::T, &statement.t}, {Axis::N, &statement.n}};
    for (const auto& [axis, category] : axes) {
      if (category->value.empty()) continue;
      const StatedCategory* stated = find_stated(course, axis, statement.date, statement.classification);
      ASSERT_NE(stated, nullptr) << statement.id;
      EXPECT_EQ(stated->value, category->value);
      EXPECT_EQ(stated->edition, statement.edition);
      ++compared;
    }
  }
  EXPECT_GE(compared, 4);
  const StatedCategory* group =
      find_stated(course, Axis::Group, patient.tumors[0].statements[0].date, Classification::Clinical);
  ASSERT_NE(group, nullptr);
  EXPECT_EQ(group->value, patient.tumors[0].statements[0].group);
  EXPECT_EQ(group->members.size(), 3u);

  // Read back it is the same course: every time point with a determined T, N or recurrence on its day, the same
  // states, the same recurrence.
  const statement::PatientTimeline again = build(course);
  EXPECT_EQ(points_of(again), points_of(patient));
  EXPECT_EQ(states_of(again), states_of(patient));
  ASSERT_EQ(again.tumors[0].recurrences.size(), 1u);
  EXPECT_EQ(again.tumors[0].recurrences[0].organs, patient.tumors[0].recurrences[0].organs);
  EXPECT_EQ(again.tumors[0].recurrences[0].disease_free_days, patient.tumors[0].recurrences[0].disease_free_days);
}

}  // namespace
}  // namespace restage::timeline
