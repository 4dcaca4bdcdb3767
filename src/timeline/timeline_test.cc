// SPDX-License-Identifier: Apache-2.0
#include "timeline/timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "timeline/test_course.h"

namespace restage::timeline {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Field;
using testing::SizeIs;

const statement::Statement* find(const statement::PatientTimeline& patient, Classification classification,
                                 std::string_view table = "anatomic") {
  for (const statement::Statement& statement : patient.tumors.at(0).statements)
    if (statement.classification == classification && (statement.id.ends_with(table) || !statement.id.ends_with("c")))
      return &statement;
  return nullptr;
}

bool has_issue(const statement::PatientTimeline& patient, IssueCode code) {
  return std::any_of(patient.issues.begin(), patient.issues.end(),
                     [&](const DataIssue& issue) { return issue.code == code; });
}

std::string reason_for(const statement::Statement& statement, std::string_view id) {
  for (const statement::RefusedFact& refused : statement.refused)
    if (refused.id == id) return to_string(refused.reason);
  return "";
}

// The course of the issue: chemotherapy first, then operated, free of disease, recurrent in bone.
TEST(Timeline, NeoadjuvantCourseHasItsChainOnTheRightDays) {
  const statement::PatientTimeline patient = build(neoadjuvant_course());
  const statement::Statement* clinical = find(patient, Classification::Clinical);
  ASSERT_NE(clinical, nullptr);
  EXPECT_EQ(clinical->date.text(), "2019-01-10");
  EXPECT_EQ(clinical->t.value, "T2");
  EXPECT_EQ(clinical->t.basis, statement::Basis::Findings);
  EXPECT_THAT(clinical->evidence, Contains("mri-1"));
  EXPECT_EQ(reason_for(*clinical, "mri-2"), "after the start of first treatment");

  const statement::Statement* after = find(patient, Classification::PostTherapyClinical, "");
  ASSERT_NE(after, nullptr);
  EXPECT_EQ(after->date.text(), "2019-06-20");
  EXPECT_EQ(after->t.value, "T1c");
  EXPECT_EQ(after->m.prefix, "c");

  const statement::Statement* operated = find(patient, Classification::PostTherapyPathological, "");
  ASSERT_NE(operated, nullptr);
  EXPECT_EQ(operated->date.text(), "2019-07-05");
  EXPECT_EQ(operated->t.value, "T1b");
  EXPECT_EQ(operated->n.value, "N0");
  EXPECT_EQ(operated->m.value, "M0");
  EXPECT_THAT(operated->evidence, Contains("ct-1"));
  EXPECT_EQ(find(patient, Classification::Pathological), nullptr) << "therapy before surgery is not p";
}

TEST(Timeline, RecurrenceAfterADiseaseFreeStateHasNoGroup) {
  const statement::PatientTimeline patient = build(neoadjuvant_course());
  const statement::Statement* recurrence = find(patient, Classification::Recurrence, "");
  ASSERT_NE(recurrence, nullptr);
  EXPECT_EQ(recurrence->m.value, "M1");
  EXPECT_TRUE(recurrence->group.empty());
  ASSERT_THAT(patient.tumors[0].recurrences, SizeIs(1));
  const statement::Recurrence& found = patient.tumors[0].recurrences[0];
  EXPECT_EQ(found.first_suspected.text(), "2021-02-01");
  EXPECT_EQ(found.confirmed.text(), "2021-02-20");
  EXPECT_TRUE(found.tissue_proven);
  EXPECT_THAT(found.organs, ElementsAre("bone"));
  EXPECT_EQ(found.disease_free_days, 508);  // 2019-10-01 to 2021-02-20
  EXPECT_EQ(patient.tumors[0].status.back().state, statement::State::Recurrent);
  EXPECT_EQ(patient.tumors[0].status.back().extent, "distant");
}

TEST(Timeline, WithoutDocumentedFreedomItIsProgression) {
  Course course = neoadjuvant_course();
  std::erase_if(course.facts, [](const Fact& fact) { return fact.id == "ned-1"; });
  const statement::PatientTimeline patient = build(course);
  EXPECT_EQ(find(patient, Classification::Recurrence, ""), nullptr);
  EXPECT_THAT(patient.tumors[0].recurrences, SizeIs(0));
  EXPECT_EQ(patient.tumors[0].status.back().state, statement::State::Progressive);
}

TEST(Timeline, ACourseWithoutADateOfDiagnosisStillHasStates) {
  Course course = neoadjuvant_course();
  for (Tumor& tumor : course.tumors) tumor.diagnosed = {};
  const statement::PatientTimeline patient = build(course);
  const auto& status = patient.tumors.at(0).status;
  ASSERT_FALSE(status.empty());
  EXPECT_EQ(status.front().state, statement::State::UnderTreatment);
  EXPECT_EQ(status.back().state, statement::State::Recurrent);
}

TEST(Timeline, StageAtDiagnosisNeverChangesLater) {
  Options early;
  early.as_of = *PartialDate::parse("2019-02-01");
  const statement::PatientTimeline then = build(neoadjuvant_course(), early);
  const statement::PatientTimeline now = build(neoadjuvant_course());
  EXPECT_EQ(find(then, Classification::Clinical)->group, find(now, Classification::Clinical)->group);
  EXPECT_EQ(find(then, Classification::PostTherapyPathological, ""), nullptr);
}

TEST(Timeline, KnownByLeavesOutWhatWasNotYetRecorded) {
  Course course = neoadjuvant_course();
  for (Fact& fact : course.facts)
    if (fact.id == "path-size") fact.recorded = *PartialDate::parse("2019-07-12");
  Options options;
  options.known_by = *PartialDate::parse("2019-07-10");
  const statement::Statement* operated = nullptr;
  const statement::PatientTimeline before = build(course, options);
  operated = find(before, Classification::PostTherapyPathological, "");
  EXPECT_TRUE(operated == nullptr || operated->t.value != "T1b");
}

TEST(Timeline, MWithoutEvidenceIsUnknownUnlessConventionOrPolicySaySo) {
  Course course = neoadjuvant_course();
  std::erase_if(course.facts, [](const Fact& fact) { return fact.id == "ct-1"; });
  Options options;
  options.strict = true;
  const statement::PatientTimeline unknown = build(course, options);
  EXPECT_TRUE(find(unknown, Classification::Clinical)->m.value.empty());
  EXPECT_TRUE(find(unknown, Classification::Clinical)->group.empty());
  EXPECT_THAT(find(unknown, Classification::Clinical)->assumed, testing::IsEmpty());
  const statement::PatientTimeline by_convention = build(course);
  EXPECT_EQ(find(by_convention, Classification::Clinical)->m.value, "M0");
  EXPECT_EQ(find(by_convention, Classification::Clinical)->m.basis, statement::Basis::Convention);
  options.assume_cm0 = true;
  const statement::PatientTimeline assumed = build(course, options);
  EXPECT_EQ(find(assumed, Classification::Clinical)->m.value, "M0");
  EXPECT_EQ(find(assumed, Classification::Clinical)->m.basis, statement::Basis::Policy);
}

TEST(Timeline, StatedAndFoundStandSideBySide) {
  Course course = neoadjuvant_course();
  course.facts.push_back(stated("stated-t", "2019-01-12", Axis::T, "T3", Classification::Clinical));
  const statement::PatientTimeline patient = build(course);
  const statement::Statement* clinical = find(patient, Classification::Clinical);
  EXPECT_EQ(clinical->t.value, "T2") << "findings determine the category";
  ASSERT_TRUE(clinical->stated.has_value());
  EXPECT_EQ(clinical->stated->t, "T3");
  EXPECT_FALSE(clinical->stated->agrees);
  EXPECT_TRUE(has_issue(patient, IssueCode::CategoryContradictory));
}

TEST(Timeline, MicroscopyOverrulesImagingOfTheNodes) {
  Course course = neoadjuvant_course();
  Finding negative = finding_set("nodes", {}, Method::Biopsy);
  course.facts.push_back(fact("fna", "2019-01-15", negative));
  const statement::PatientTimeline patient = build(course);
  const statement::Statement* clinical = find(patient, Classification::Clinical);
  EXPECT_EQ(clinical->n.value, "N0");
  EXPECT_THAT(reason_for(*clinical, "us-1"), testing::HasSubstr("overruled"));
}

TEST(Timeline, AdjuvantTreatmentDatedBeforeTheOperationMakesNoStageAfterTherapy) {
  Course course;
  course.patient = "p";
  course.tumors.push_back(breast("t1", "2019-01-10"));
  Treatment adjuvant = treatment(Treatment::Kind::Systemic, "tamoxifen", "");
  adjuvant.timing = "adjuvant";
  course.facts.push_back(fact("tamoxifen", "2019-01-10", adjuvant));
  course.facts.push_back(fact("operation", "2019-02-01", treatment(Treatment::Kind::Surgery, "mastectomy")));
  course.facts.push_back(stated("pt", "2019-02-01", Axis::T, "T2", Classification::Pathological));
  const statement::PatientTimeline patient = build(course);
  EXPECT_NE(find(patient, Classification::Pathological), nullptr);
  EXPECT_EQ(find(patient, Classification::PostTherapyPathological), nullptr);
  EXPECT_TRUE(has_issue(patient, IssueCode::SequenceImpossible)) << "the word and the date disagree";
}

TEST(Timeline, StatedPathologicalWithoutAnOperationIsKeptAndAskedFor) {
  Course course;
  course.patient = "p";
  course.tumors.push_back(breast("t1", "2019-01-10"));
  course.facts.push_back(stated("pt", "2019-01-20", Axis::T, "T2", Classification::Pathological));
  const statement::PatientTimeline patient = build(course);
  ASSERT_NE(find(patient, Classification::Pathological), nullptr);
  EXPECT_TRUE(has_issue(patient, IssueCode::SequenceImpossible));
}

TEST(Timeline, RecurrenceStatedWithoutFreedomIsRefusedAloud) {
  Course course;
  course.patient = "p";
  course.tumors.push_back(breast("t1", "2019-01-10"));
  course.facts.push_back(stated("rm", "2020-01-20", Axis::M, "M1", Classification::Recurrence));
  const statement::PatientTimeline patient = build(course);
  EXPECT_EQ(find(patient, Classification::Recurrence, ""), nullptr);
  EXPECT_TRUE(has_issue(patient, IssueCode::SequenceImpossible));
}

TEST(Timeline, SeveralEditionsStandSideBySide) {
  Course course;
  course.patient = "p";
  Tumor lung = breast("t1", "2025-03-01");
  lung.site = {"C34.1", "8140", "3", "right", "", "lung"};
  course.tumors.push_back(lung);
  course.facts.push_back(stated("t", "2025-03-02", Axis::T, "T1a", Classification::Clinical));
  course.facts.push_back(stated("n", "2025-03-02", Axis::N, "N2a", Classification::Clinical));
  course.facts.push_back(stated("m", "2025-03-02", Axis::M, "M0", Classification::Clinical));
  Options options;
  options.editions = {"8", "9"};
  const statement::PatientTimeline patient = build(course, options);
  std::vector<std::string> editions;
  for (const statement::Statement& statement : patient.tumors[0].statements) editions.push_back(statement.edition);
  EXPECT_THAT(editions, ElementsAre("8", "9"));
  EXPECT_EQ(build(course).tumors[0].statements.at(0).edition, "9") << "the edition in force at diagnosis";
}

Tumor child_tumor(std::string topography, std::string histology, std::string category) {
  Tumor tumor = breast("t1", "2024-03-01");
  tumor.site = {std::move(topography), std::move(histology), "3", "", "", std::move(category)};
  return tumor;
}

std::string group_of(const statement::PatientTimeline& patient, Classification classification,
                     std::string_view system) {
  for (const statement::Statement& statement : patient.tumors.at(0).statements)
    if (statement.classification == classification && statement.system == system) return statement.group;
  return "no statement";
}

// SOURCE: INRGSS: one or more image-defined risk factors, no distant metastasis: L2 (PDQ neuroblastoma, table 3).
TEST(Timeline, ASystemWithoutTNMIsStagedByItsFactors) {
  Course course;
  course.patient = "p";
  course.birth_date = "2022-10-15";
  course.tumors.push_back(child_tumor("C74.1", "9500", "adrenal"));
  course.facts.push_back(fact("idrf", "2024-03-05", finding_text("idrf", "yes", Method::Imaging)));
  course.facts.push_back(fact("m0", "2024-03-05", MetastasisFinding{"", false, Method::Imaging}));
  const statement::PatientTimeline patient = build(course);
  EXPECT_EQ(group_of(patient, Classification::Clinical, "INRGSS"), "L2");
  EXPECT_EQ(group_of(patient, Classification::Clinical, "Toronto"), "L2")
      << "its input metastasis is M0 when no place has any";
  for (const statement::Statement& statement : patient.tumors[0].statements) {
    EXPECT_FALSE(statement.t.exists) << statement.pack_id;
    if (statement.system != "Toronto") continue;
    EXPECT_THAT(statement.factors, Contains(std::pair<std::string, std::string>("age_months", "16")));
  }
}

// SOURCE: Toronto guidelines, Wilms tumor: renal sinus, no further finding, operated first: II.
TEST(Timeline, FactorsOfASpecimenMakeAPathologicalStatement) {
  Course course;
  course.patient = "p";
  course.tumors.push_back(child_tumor("C64.9", "8960", "kidney"));
  course.facts.push_back(fact("m0", "2024-03-02", MetastasisFinding{"", false, Method::Imaging}));
  course.facts.push_back(fact("operation", "2024-03-10", treatment(Treatment::Kind::Surgery, "nephrectomy")));
  course.facts.push_back(
      fact("specimen", "2024-03-10", finding_set("local_findings", {"renal-sinus"}, Method::Pathology)));
  course.facts.push_back(fact("first", "2024-03-10", finding_text("chemotherapy_first", "no", Method::Pathology)));
  const statement::PatientTimeline patient = build(course);
  EXPECT_EQ(group_of(patient, Classification::Pathological, "Toronto"), "II");
  EXPECT_EQ(group_of(patient, Classification::PostTherapyPathological, "Toronto"), "no statement");
}

std::vector<std::string> compared_biology(const char* later_grade) {
  Course course = neoadjuvant_course();
  course.facts.push_back(fact("later", "2022-05-01", finding_text("grade", later_grade, Method::Biopsy)));
  const statement::PatientTimeline patient = build(course);
  std::vector<std::string> compared;
  if (patient.tumors[0].then_and_now)
    for (const statement::Difference& difference : patient.tumors[0].then_and_now->differences)
      compared.push_back(difference.what);
  return compared;
}

TEST(ThenAndNow, AGradeThatWasNotAssessedIsNoOtherGrade) {
  EXPECT_THAT(compared_biology("G1"), Contains("GRADE"));
  EXPECT_THAT(compared_biology("GX"), testing::Not(Contains("GRADE")));
}

TEST(Categories, EachAxisNamesItsOwnInputsFactsAndRefusals) {
  Course course = neoadjuvant_course();
  course.facts.push_back(fact("exam-size", "2019-01-13", finding_number("size_mm", 60, Method::Exam)));
  const statement::PatientTimeline patient = build(course);
  const statement::Statement* clinical = find(patient, Classification::Clinical);
  ASSERT_NE(clinical, nullptr);
  const auto input = [&](Axis axis, std::string_view name) -> const statement::InputUse* {
    for (const statement::InputUse& use : clinical->reasons(axis).inputs)
      if (use.name == name) return &use;
    return nullptr;
  };
  const statement::InputUse* size = input(Axis::T, "size_mm");
  ASSERT_NE(size, nullptr);
  EXPECT_EQ(size->value, "34");
  EXPECT_EQ(size->unit, "mm");
  EXPECT_THAT(size->evidence, ElementsAre("mri-1"));
  // Overruled by the image; and what lies outside the clinical window, of its own axis alone.
  EXPECT_THAT(clinical->reasons(Axis::T).refused, Contains(Field(&statement::RefusedFact::id, "exam-size")));
  EXPECT_THAT(clinical->reasons(Axis::T).refused, Contains(Field(&statement::RefusedFact::id, "path-size")));
  EXPECT_THAT(clinical->reasons(Axis::N).evidence, ElementsAre("us-1"));
  EXPECT_THAT(clinical->reasons(Axis::N).refused,
              testing::UnorderedElementsAre(Field(&statement::RefusedFact::id, "path-nodes"),
                                            Field(&statement::RefusedFact::id, "path-node-set")));
  EXPECT_THAT(clinical->reasons(Axis::M).evidence, ElementsAre("ct-1"));
  // The group rests on T, N and M, which stand for their own facts.
  ASSERT_NE(input(Axis::Group, "t"), nullptr);
  EXPECT_EQ(input(Axis::Group, "t")->value, clinical->t.value);
  EXPECT_THAT(clinical->reasons(Axis::Group).evidence, testing::IsSupersetOf({"mri-1", "us-1", "ct-1"}));
  EXPECT_EQ(clinical->reasons(Axis::Group).value, clinical->group);
  ASSERT_NE(input(Axis::Group, "classification"), nullptr);
  EXPECT_EQ(input(Axis::Group, "classification")->value, "c");
}

TEST(Categories, WhatIsAssumedIsNamed) {
  Course course;
  course.patient = "p";
  course.tumors.push_back(breast("t1", "2019-01-10"));
  course.facts.push_back(stated("t", "2019-01-12", Axis::T, "T2", Classification::Clinical));
  course.facts.push_back(stated("n", "2019-01-12", Axis::N, "N0", Classification::Clinical));
  Options options;
  options.assume_cm0 = true;
  const statement::PatientTimeline patient = build(course, options);
  const statement::Statement* clinical = find(patient, Classification::Clinical);
  ASSERT_NE(clinical, nullptr);
  ASSERT_THAT(clinical->assumed, SizeIs(1));
  EXPECT_EQ(clinical->assumed[0].input, "m");
  EXPECT_EQ(clinical->assumed[0].value, "M0");
  EXPECT_EQ(clinical->assumed[0].because, statement::Assumption::Because::NothingOnMetastasis);
  const statement::PatientTimeline by_convention = build(course);
  ASSERT_THAT(find(by_convention, Classification::Clinical)->assumed, SizeIs(1));
  EXPECT_EQ(find(by_convention, Classification::Clinical)->assumed[0].because,
            statement::Assumption::Because::HistoryAndExamination);
}

// What is called new and is not seen, or not for sure, brings no disease back; an unequivocal new lesion does.
TEST(Timeline, ANewLesionCountsWhenItIsSeen) {
  using State = LesionMeasurement::State;
  for (const State state : {State::Absent, State::Equivocal, State::NotEvaluable, State::Unequivocal}) {
    Course course = neoadjuvant_course();
    std::erase_if(course.facts, [](const Fact& fact) { return fact.id == "pain" || fact.id == "bone-biopsy"; });
    LesionMeasurement lesion;
    lesion.lesion = "X1";
    lesion.organ = "liver";
    lesion.role = "new";
    lesion.state = state;
    course.facts.push_back(fact("x1", "2021-02-01", lesion));
    const statement::PatientTimeline timeline = build(std::move(course));
    ASSERT_EQ(timeline.tumors.size(), 1u);
    EXPECT_EQ(timeline.tumors[0].recurrences.size(), state == State::Unequivocal ? 1u : 0u) << static_cast<int>(state);
  }
}

// SOURCE: Eisenhauer 2009: 50 to 30 mm is a partial response, 50 to 45 mm is not.
TEST(Timeline, EachReaderHasResponsesOfItsOwn) {
  Course course = neoadjuvant_course();
  for (const auto& [reader, day, visit, size] :
       {std::tuple("R1", "2019-01-20", "baseline", 50), std::tuple("R2", "2019-01-20", "baseline", 50),
        std::tuple("R1", "2019-04-20", "w12", 30), std::tuple("R2", "2019-04-20", "w12", 45)}) {
    LesionMeasurement lesion;
    lesion.lesion = "T1";
    lesion.organ = "liver";
    lesion.role = "target";
    lesion.reader = reader;
    lesion.visit = visit;
    lesion.long_mm = Decimal::of(size);
    course.facts.push_back(fact(std::string(reader) + visit, day, lesion));
  }
  const statement::PatientTimeline timeline = build(std::move(course));
  ASSERT_EQ(timeline.tumors.size(), 1u);
  const auto& responses = timeline.tumors[0].responses;
  ASSERT_EQ(responses.size(), 2u);
  EXPECT_EQ(responses[0].reader, "R1");
  EXPECT_EQ(responses[0].overall, "PR");
  EXPECT_EQ(responses[0].evidence, std::vector<std::string>{"R1w12"});
  EXPECT_EQ(responses[1].reader, "R2");
  EXPECT_EQ(responses[1].overall, "SD");
}

}  // namespace
}  // namespace restage::timeline
