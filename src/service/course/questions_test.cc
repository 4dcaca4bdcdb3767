// SPDX-License-Identifier: Apache-2.0
// timeline, facts and explain: a request, its values, its issues, and inputs that fail.
#include <gtest/gtest.h>

#include "service/course/explain.h"
#include "service/course/facts.h"
#include "service/course/timeline.h"
#include "service/course/timeline_bundle.h"

namespace restage::service {
namespace {

// SOURCE of the category: AJCC 8 breast, T1c is more than 10 mm and at most 20 mm (NCI PDQ, breast cancer treatment).
constexpr std::string_view kBreast = R"([patient]
id = "P1"
[[tumor]]
site = "C50.4"
histology = "8500/3"
diagnosed = 2021-03-09
[[imaging]]
id = "ct"
date = 2021-03-12
modality = "CT"
size_mm = 18
invades = []
nodes = []
no_metastasis = ["all"]
)";

constexpr std::string_view kOther = R"([patient]
id = "P2"
[[tumor]]
site = "C34.1"
histology = "8140/3"
diagnosed = 2022-01-10
)";

TimelineRequest request_of(std::string_view bytes) {
  TimelineRequest request;
  request.inputs.push_back(Input::memory("breast.toml", bytes));
  return request;
}

std::vector<statement::PatientTimeline> patients_of(TimelineRequest& request) {
  std::vector<statement::PatientTimeline> patients;
  const auto done = timeline(request, [&](statement::PatientTimeline&& patient) {
    patients.push_back(std::move(patient));
    return true;
  });
  EXPECT_TRUE(done) << done.error().text();
  EXPECT_TRUE(!done || done->patients == patients.size());
  return patients;
}

std::string error_of(TimelineRequest& request) {
  bool delivered = false;
  const auto done = timeline(request, [&](statement::PatientTimeline&&) { return delivered = true; });
  EXPECT_FALSE(delivered);
  return done ? "" : done.error().text();
}

TEST(TimelineQuestion, BytesInStagedCourseOut) {
  TimelineRequest request = request_of(kBreast);
  const auto patients = patients_of(request);
  ASSERT_EQ(patients.size(), 1u);
  EXPECT_EQ(patients[0].course.patient, "P1");
  ASSERT_EQ(patients[0].tumors.size(), 1u);
  ASSERT_FALSE(patients[0].tumors[0].statements.empty());
  EXPECT_EQ(patients[0].tumors[0].statements[0].t.value, "T1c");
  const std::string bundle = timeline_bundle(patients[0], "0", "2024-01-01T00:00:00Z");
  EXPECT_NE(bundle.find("\"resourceType\":\"Bundle\""), std::string::npos);
}

TEST(TimelineQuestion, NothingIsKnownBeforeTheScan) {
  TimelineRequest request = request_of(kBreast);
  request.as_of = "2021-03-10";
  const auto patients = patients_of(request);
  ASSERT_EQ(patients.size(), 1u);
  for (const auto& statement : patients[0].tumors[0].statements) EXPECT_NE(statement.t.value, "T1c");
  EXPECT_EQ(replay_text(request), "as of 2021-03-10");
}

TEST(TimelineQuestion, PatientsInOrderAndTheSinkMayStop) {
  TimelineRequest request = request_of(kOther);
  request.inputs.push_back(Input::memory("breast.toml", kBreast));
  std::size_t seen = 0;
  const auto done = timeline(request, [&](statement::PatientTimeline&& patient) {
    EXPECT_EQ(patient.course.patient, "P1");
    return ++seen < 1;
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(done->patients, 1u);
}

TEST(TimelineQuestion, WrongRequestsFailBeforeAnyPatient) {
  TimelineRequest date = request_of(kBreast);
  date.known_by = "yesterday";
  EXPECT_NE(error_of(date).find("not a date"), std::string::npos);
  TimelineRequest edition = request_of(kBreast);
  edition.editions = {"banana"};
  EXPECT_NE(error_of(edition).find("banana"), std::string::npos);
  TimelineRequest patient = request_of(kBreast);
  patient.patient = "P9";
  EXPECT_NE(error_of(patient).find("no patient P9"), std::string::npos);
  TimelineRequest none;
  EXPECT_EQ(error_of(none), "no file was given");
  TimelineRequest missing;
  missing.inputs.push_back(Input::path("/nonexistent/x.json"));
  EXPECT_NE(error_of(missing).find("/nonexistent/x.json"), std::string::npos);
}

TEST(TimelineQuestion, ReadableInputsAreUsedBesideOthers) {
  TimelineRequest request = request_of(kBreast);
  request.inputs.push_back(Input::path("/nonexistent/x.json"));
  request.inputs.push_back(Input::memory("letter.txt", "Dear colleague"));
  std::size_t patients = 0;
  const auto done = timeline(request, [&](statement::PatientTimeline&&) { return ++patients > 0; });
  ASSERT_TRUE(done);
  EXPECT_EQ(patients, 1u);
  EXPECT_EQ(done->status, Status::DoneWithRefusals);
  ASSERT_EQ(done->issues.size(), 2u);
  EXPECT_EQ(done->issues[0].path, "/nonexistent/x.json");
  EXPECT_FALSE(done->issues[1].remedy.empty());
}

TEST(FactsQuestion, CoursesAsReadAndIssuesOfInputs) {
  FactsRequest request;
  request.inputs.push_back(Input::memory("breast.toml", kBreast));
  request.inputs.push_back(Input::memory("empty.json", ""));
  std::vector<Course> courses;
  const auto done = facts(request, [&](Course&& course) {
    courses.push_back(std::move(course));
    return true;
  });
  ASSERT_TRUE(done);
  ASSERT_EQ(courses.size(), 1u);
  EXPECT_FALSE(courses[0].facts.empty());
  EXPECT_EQ(done->status, Status::DoneWithRefusals);
  ASSERT_EQ(done->issues.size(), 1u);
  EXPECT_EQ(done->issues[0].path, "empty.json");
}

TEST(ExplainQuestion, PicksStatementsByTheirClassification) {
  ExplainRequest request{request_of(kBreast), "c"};
  std::vector<std::string> ids;
  const auto sink = [&](const statement::Statement& statement, const statement::TumorTimeline&, const Course& course) {
    EXPECT_EQ(course.patient, "P1");
    EXPECT_EQ(statement.classification, Classification::Clinical);
    ids.push_back(statement.id);
  };
  const auto done = explain(request, sink);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->statements, ids.size());
  EXPECT_FALSE(ids.empty());

  ExplainRequest other{request_of(kBreast), "yp"};
  const auto none = explain(other, sink);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace restage::service
