// SPDX-License-Identifier: Apache-2.0
// From SDTM files and bad documents to responses: what crosses formats and the engine.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "formats/course_json/reader.h"
#include "formats/course_json/writer.h"
#include "formats/fhir/fhir_reader.h"
#include "formats/fhir/writer/response_bundle.h"
#include "formats/response_document/reader.h"
#include "formats/response_document/visit_table.h"
#include "formats/sdtm/course_reader.h"
#include "formats/sdtm/sets.h"
#include "response/assess.h"
#include "response/check_stored.h"

namespace restage {
namespace {

namespace rsp = response;

const std::string kSdtm = RESTAGE_SOURCE_DIR "/../shared/data/sdtm";

std::string text_of(const std::string& path) {
  std::ifstream file(std::string(RESTAGE_SOURCE_DIR "/") + path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<Course> courses_of(const std::string& set) {
  std::vector<Course> courses;
  const auto read = sdtm::read_set(kSdtm, set, [&](Course&& course) { courses.push_back(std::move(course)); });
  EXPECT_TRUE(read);
  return courses;
}

ResponseSubject view_of(const response_document::SubjectCourse& read) {
  ResponseSubject subject = rsp::subject_of(read.course, {}, read.reader);
  subject.source = read.path;
  subject.issues = read.course.issues;
  return subject;
}

class ResponseInput : public testing::Test {
 protected:
  void SetUp() override {
    auto embedded = rsp::CriterionLibrary::embedded();
    ASSERT_TRUE(embedded);
    library = std::move(*embedded);
  }
  rsp::StoredComparison compare(const std::string& criterion, const std::string& set) {
    rsp::StoredComparison comparison;
    const auto found = library->find(criterion);
    for (const Course& course : courses_of(set))
      for (const ResponseSubject& subject : rsp::subjects_of(course, {}, rsp::StoredUse::ToBeChecked))
        rsp::compare_stored(subject, rsp::assess(subject, **found, rsp::Policy(**found)), **found, comparison);
    return comparison;
  }
  std::unique_ptr<rsp::CriterionLibrary> library;
};

TEST_F(ResponseInput, SmallRecistSetAgreesButForOneStoredContradiction) {
  if (!std::filesystem::exists(kSdtm)) GTEST_SKIP() << "shared SDTM data are not here";
  EXPECT_EQ(*sdtm::choose_set(kSdtm, "recist-1.1"), "onco_recist");
  const auto comparison = compare("recist-1.1", "onco_recist");
  EXPECT_EQ(comparison.compared, 66u);
  ASSERT_EQ(comparison.disagreements.size(), 1u);
  // Disease back (4.95 mm) after a complete response, stored as PR: ambiguity 2 of the register.
  EXPECT_EQ(comparison.disagreements[0].subject, "01-701-1133");
  EXPECT_EQ(comparison.disagreements[0].stored, "PR");
  EXPECT_EQ(comparison.disagreements[0].reason, rsp::DisagreementReason::AfterCompleteResponse);
}

TEST_F(ResponseInput, LargeSetShowsTheFaultsItsSourceNames) {
  if (!std::filesystem::exists(kSdtm)) GTEST_SKIP() << "shared SDTM data are not here";
  const auto comparison = compare("recist-1.1", "onco");
  EXPECT_GT(comparison.compared, 1800u);
  std::set<rsp::DisagreementReason> reasons;
  for (const rsp::Disagreement& each : comparison.disagreements) reasons.insert(each.reason);
  EXPECT_TRUE(reasons.contains(rsp::DisagreementReason::ProgressionFromBaseline));
  EXPECT_TRUE(reasons.contains(rsp::DisagreementReason::LocationInconsistent));
  EXPECT_TRUE(reasons.contains(rsp::DisagreementReason::MissingSumAsZero));
}

TEST_F(ResponseInput, StoredPcwg3ResponsesCombineAsStored) {
  if (!std::filesystem::exists(kSdtm)) GTEST_SKIP() << "shared SDTM data are not here";
  const auto comparison = compare("pcwg3", "onco_pcwg3");
  EXPECT_EQ(comparison.compared, 30u);
  EXPECT_GE(comparison.agree, 27u);
}

TEST_F(ResponseInput, ASecondReaderChangesNothing) {
  if (!std::filesystem::exists(kSdtm)) GTEST_SKIP() << "shared SDTM data are not here";
  std::set<std::string> series;
  for (const Course& course : courses_of("onco_recist"))
    for (const ResponseSubject& subject : rsp::subjects_of(course, {}))
      EXPECT_TRUE(series.insert(subject.id + "|" + subject.reader).second);
  EXPECT_EQ(series.size(), 24u);
}

// A course says the same of response when it was written down and read back.
TEST_F(ResponseInput, ACourseReadBackGivesTheSameAnswers) {
  std::vector<Course> courses;
  if (std::filesystem::exists(kSdtm)) courses = courses_of("onco_recist");
  const auto table =
      response_document::read_visit_table(text_of("formats/response_document/samples/subject.csv"), "subject.csv");
  ASSERT_EQ(table.subjects.size(), 1u);
  courses.push_back(table.subjects[0].course);
  const rsp::Criterion& criterion = **library->find("recist-1.1");
  const auto calls_of = [&](const Course& course) {
    std::vector<std::string> calls;
    for (const ResponseSubject& subject : rsp::subjects_of(course, {}))
      for (const statement::VisitResult& visit : rsp::assess(subject, criterion, rsp::Policy(criterion)).visits)
        calls.push_back(subject.id + " " + subject.reader + " " + visit.id + ": " + visit.overall);
    return calls;
  };
  std::size_t all = 0;
  for (const Course& course : courses) {
    const auto again = course_json::read_course(course_json::write_course(course));
    ASSERT_TRUE(again) << again.error().text();
    all += calls_of(course).size();
    EXPECT_EQ(calls_of(*again), calls_of(course));
  }
  EXPECT_GT(all, 0u);
}

struct BadInput {
  const char* json;
  const char* code;
  const char* place;
};
class BadInputs : public ResponseInput, public testing::WithParamInterface<BadInput> {};

TEST_P(BadInputs, NameSubjectVisitLesionAndRemedy) {
  const std::string text = GetParam().json;
  response_document::Reader reader(ByteSource::from_memory(text), "memory");
  response_document::Record record;
  ASSERT_TRUE(*reader.next(record));
  ASSERT_TRUE(record.subject);
  const auto found = library->find("recist-1.1");
  const auto result = rsp::assess(view_of(*record.subject), **found, rsp::Policy(**found));
  std::vector<DataIssue> issues = result.issues;
  for (const statement::VisitResult& visit : result.visits)
    issues.insert(issues.end(), visit.issues.begin(), visit.issues.end());
  bool seen = false;
  for (const DataIssue& issue : issues)
    if (to_string(issue.code) == std::string_view(GetParam().code)) {
      seen = true;
      EXPECT_NE(issue.path.find(GetParam().place), std::string::npos) << issue.path;
      EXPECT_FALSE(issue.remedy.empty());
    }
  EXPECT_TRUE(seen) << GetParam().code;
}

#define LESION R"("lesions":[{"id":"T1","role":"target","organ":"liver"}],)"
#define BASE R"({"id":"b","date":"2024-01-01","measurements":[{"lesion":"T1","long_mm":50}]})"
INSTANTIATE_TEST_SUITE_P(
    All, BadInputs,
    testing::Values(
        BadInput{R"({"id":"S",)" LESION
                 R"("visits":[{"id":"baseline","date":"2024-01-01","measurements":[{"lesion":"T1"}]}]})",
                 "value-missing", "visit baseline, lesion T1"},
        BadInput{R"({"id":"S",)" LESION R"("visits":[)" BASE
                 R"(,{"id":"v","date":"2024-03-01","measurements":[{"lesion":"T1","long_mm":-5}]}]})",
                 "value-out-of-range", "visit v, lesion T1"},
        BadInput{R"({"id":"S",)" LESION R"("visits":[)" BASE
                 R"(,{"id":"v","date":"2024-03-01","measurements":[{"lesion":"T1","long_mm":5000}]}]})",
                 "value-out-of-range", "visit v, lesion T1"},
        BadInput{
            R"({"id":"S",)" LESION R"("visits":[)" BASE
            R"(,{"id":"v","date":"2024-03-01","measurements":[{"lesion":"T1","long_mm":40},{"lesion":"T1","long_mm":30}]}]})",
            "duplicate-record", "visit v, lesion T1"},
        BadInput{
            R"({"id":"S",)" LESION
            R"("visits":[{"id":"baseline","date":"2024-01-01","measurements":[{"lesion":"T1","long_mm":50}]},{"id":"v","date":"2023-06-01","measurements":[{"lesion":"T1","long_mm":40}]}]})",
            "date-contradictory", "visit v"},
        BadInput{
            R"({"id":"S","reference_date":"2024-01-01",)" LESION
            R"("visits":[{"id":"v","date":"2024-03-01","target":"SD","measurements":[{"lesion":"T1","long_mm":40}]}]})",
            "baseline-missing", "subject S"},
        BadInput{R"({"id":"S","lesions":[{"id":"T1","role":"target","organ":"gizzard"}],"visits":[)" BASE R"(]})",
                 "site-unknown", "lesion T1"},
        BadInput{R"({"id":"S","policy":{"sd_min_days":"soon"},"visits":[]})", "policy-unknown", "subject S"}));

#undef LESION
#undef BASE

ResponseSubject subject_of(const std::string& json) {
  response_document::Reader reader(ByteSource::from_memory(json), "memory");
  response_document::Record record;
  EXPECT_TRUE(*reader.next(record));
  EXPECT_TRUE(record.subject);
  return record.subject ? view_of(*record.subject) : ResponseSubject{};
}

const statement::Endpoint& endpoint_of(const statement::ResponseResult& result, std::string_view name) {
  static const statement::Endpoint kNone;
  for (const statement::Endpoint& endpoint : result.endpoints)
    if (endpoint.name == name) return endpoint;
  ADD_FAILURE() << name;
  return kNone;
}

TEST_F(ResponseInput, TheTableOfTheGuideIsReadAsWritten) {
  const std::string csv = text_of("formats/response_document/samples/subject.csv");
  EXPECT_NE(text_of("docs/response-document.md").find(csv), std::string::npos) << "the guide shows another sample";
  EXPECT_TRUE(response_document::looks_like_visit_table(csv));
  const auto table = response_document::read_visit_table(csv, "subject.csv");
  ASSERT_EQ(table.subjects.size(), 1u);
  const ResponseSubject subject = view_of(table.subjects[0]);
  EXPECT_TRUE(table.issues.empty());
  EXPECT_TRUE(subject.issues.empty());
  EXPECT_EQ(subject.lesions.size(), 3u);
  EXPECT_EQ(subject.last_alive.text(), "2024-06-30");
  const auto found = library->find("recist-1.1");
  const auto result = rsp::assess(subject, **found, rsp::Policy(**found));
  ASSERT_EQ(result.visits.size(), 1u);
  // 42.5 + 18 = 60.5 at baseline; 28 + 9.5 = 37.5 is 38 % less; the non-target lesion is gone.
  EXPECT_EQ(result.baseline_sum, Decimal::parse("60.5"));
  EXPECT_EQ(result.visits[0].sum, Decimal::parse("37.5"));
  EXPECT_EQ(result.visits[0].overall, "PR");
}

TEST(VisitTable, ABrokenQuoteLeavesOutItsLineAndSaysSo) {
  const auto table = response_document::read_visit_table(
      "subject,visit,date,lesion,role,long_mm\nA,\"b,2024-01-01,T1,target,12\nB,b,2024-01-01,T1,target,\"15\"\n",
      "t.csv");
  ASSERT_EQ(table.issues.size(), 1u);
  EXPECT_EQ(table.issues[0].path, "t.csv: line 2");
  ASSERT_EQ(table.subjects.size(), 1u);
  EXPECT_EQ(view_of(table.subjects[0]).visits[0].measurements[0].long_mm, Decimal::parse("15"));
}

TEST(VisitTable, TroubleNamesLineSubjectVisitAndLesionAndTheRestIsDone) {
  const auto table = response_document::read_visit_table(
      "Subject;Visit;Date;Lesion;Role;Long mm;PET\nA;b;2024-01-01;T1;target;12 "
      "mm;\nA;b;2024-01-01;T2;target;;x\n;b;2024-01-01;T1;;5;\nB;b;2024-13-01;T1;goal;7.5;\n",
      "t.csv");
  ASSERT_EQ(table.subjects.size(), 2u);
  ASSERT_EQ(table.issues.size(), 1u);
  EXPECT_EQ(table.issues[0].code, IssueCode::SubjectUnknown);
  const ResponseSubject first = view_of(table.subjects[0]);
  ASSERT_EQ(first.issues.size(), 1u);
  EXPECT_EQ(first.issues[0].path, "t.csv: line 2: subject A, visit b, lesion T1");
  EXPECT_EQ(first.visits[0].measurements[0].state, ResponseMeasurement::State::NotEvaluable);
  EXPECT_EQ(first.visits[0].measurements[1].state, ResponseMeasurement::State::Measured);
  EXPECT_FALSE(first.visits[0].measurements[1].long_mm);  // blank is not zero
  EXPECT_EQ(*find_value(first.visits[0].components, "pet"), "x");
  const ResponseSubject second = view_of(table.subjects[1]);
  ASSERT_EQ(second.issues.size(), 2u);
  EXPECT_EQ(second.issues[0].code, IssueCode::DateImpossible);
  EXPECT_EQ(second.issues[1].code, IssueCode::ValueUnreadable);
  EXPECT_EQ(second.visits[0].measurements[0].long_mm, Decimal::parse("7.5"));
}

TEST_F(ResponseInput, ScansOfSeveralDaysDateProgressionFirstAndResponseLast) {
  const ResponseSubject subject = subject_of(
      R"({"id":"S","treatment_start":"2024-01-01","visits":[)"
      R"({"id":"1","date":"2024-03-05","date_first":"2024-03-04","date_last":"2024-03-08","overall":"PR"},)"
      R"({"id":"2","date":"2024-05-05","date_first":"2024-05-04","date_last":"2024-05-08","overall":"PR"},)"
      R"({"id":"3","date":"2024-07-05","date_first":"2024-07-04","date_last":"2024-07-08","overall":"PD"}]})");
  const auto found = library->find("recist-1.1");
  rsp::Policy policy(**found);
  auto result = rsp::assess(subject, **found, policy);
  EXPECT_EQ(endpoint_of(result, "TTR").date.text(), "2024-03-08");
  EXPECT_EQ(endpoint_of(result, "PFS").date.text(), "2024-07-04");
  EXPECT_EQ(result.best_confirmed.date.text(), "2024-03-08");
  ASSERT_TRUE(policy.set("pd_date", "visit"));
  ASSERT_TRUE(policy.set("resp_date", "first"));
  result = rsp::assess(subject, **found, policy);
  EXPECT_EQ(endpoint_of(result, "TTR").date.text(), "2024-03-04");
  EXPECT_EQ(endpoint_of(result, "PFS").date.text(), "2024-07-05");
}

fhir::CriterionFacts facts_of(const rsp::Criterion& criterion) {
  return {criterion.id, criterion.version, criterion.content_hash, criterion.measure,
          [&criterion](std::string_view response) { return criterion.kind_of(response); }};
}

TEST_F(ResponseInput, DiseaseStatusGoesOutAndIsReadBack) {
  const ResponseSubject subject = subject_of(
      R"({"id":"S","reader":"R1","treatment_start":"2024-01-01","visits":[{"id":"1","date":"2024-03","overall":"PR"},)"
      R"({"id":"2","date":"2024-05-05","overall":"SD"},{"id":"3","overall":"NE"},{"id":"4","date":"2024-07-05","overall":"PD"}]})");
  const auto found = library->find("recist-1.1");
  const std::string bundle =
      fhir::response_bundle({rsp::assess(subject, **found, rsp::Policy(**found))}, facts_of(**found));
  // SOURCE: mCODE STU4 CancerDiseaseStatus values; a stated call names no evidence.
  for (const std::string_view code :
       {"268910001", "359746009", "271299001", "709137006", "LA28369-9", "LA28370-7", "97509-4"})
    EXPECT_NE(bundle.find(code), std::string::npos) << code;
  EXPECT_EQ(bundle.find("evidence-type"), std::string::npos);
  EXPECT_NE(bundle.find("data-absent-reason"), std::string::npos);
  EXPECT_EQ(bundle.find("effectivePeriod"), std::string::npos);
  const ReadResult read = fhir::reader().read("bundle.json", bundle, {});
  EXPECT_FALSE(read.refused);
  ASSERT_EQ(read.courses.size(), 1u);
  std::string events;
  for (const Fact& fact : read.courses[0].facts)
    if (const auto* event = std::get_if<Event>(&fact.payload))
      events += event->kind == Event::Kind::Response      ? "response "
                : event->kind == Event::Kind::Stable      ? "stable "
                : event->kind == Event::Kind::Progression ? "progression "
                                                          : "other ";
  EXPECT_NE(events.find("response stable"), std::string::npos) << events;
  EXPECT_NE(events.find("progression"), std::string::npos) << events;
}

TEST_F(ResponseInput, MeasuredVisitsNameImagingAsTheirEvidence) {
  const auto table =
      response_document::read_visit_table(text_of("formats/response_document/samples/subject.csv"), "subject.csv");
  ASSERT_EQ(table.subjects.size(), 1u);
  const auto found = library->find("recist-1.1");
  const std::string bundle = fhir::response_bundle(
      {rsp::assess(view_of(table.subjects[0]), **found, rsp::Policy(**found))}, facts_of(**found));
  EXPECT_NE(bundle.find("mcode-cancer-disease-status-evidence-type"), std::string::npos);
  EXPECT_NE(bundle.find("363679005"), std::string::npos);
}

}  // namespace
}  // namespace restage
