// SPDX-License-Identifier: Apache-2.0
// response: documents, tables and courses in, results out; the forms that leave; and inputs that fail.
#include "service/response/response.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "formats/course_json/writer.h"
#include "formats/response_document/reader.h"
#include "service/response/response_output.h"

namespace restage::service {
namespace {

using testing::HasSubstr;

// SOURCE: Eisenhauer 2009: a sum at least 30 % smaller than at baseline is a partial response (50 to 30 mm: -40 %).
constexpr std::string_view kDocument = R"({"id": "S1", "lesions": [{"id": "T1", "role": "target", "organ": "liver"}],
 "visits": [{"id": "baseline", "date": "2024-01-02", "measurements": [{"lesion": "T1", "long_mm": 50}]},
            {"id": "W8", "date": "2024-03-04", "new_lesion": "no", "measurements": [{"lesion": "T1", "long_mm": 30}]}]})";

struct Answer {
  std::vector<statement::ResponseResult> results;
  std::vector<statement::TargetProposal> proposals;
  std::vector<DataIssue> issues;
  Result<ResponseOutcome> outcome = ResponseOutcome{};
};

Answer ask(ResponseRequest& request) {
  Answer answer;
  ResponseSinks sinks;
  sinks.result = [&](statement::ResponseResult&& result) { answer.results.push_back(std::move(result)); };
  sinks.issues = [&](const std::vector<DataIssue>& issues) {
    answer.issues.insert(answer.issues.end(), issues.begin(), issues.end());
  };
  sinks.proposal = [&](statement::TargetProposal&& proposal) { answer.proposals.push_back(std::move(proposal)); };
  answer.outcome = response(request, sinks);
  return answer;
}

ResponseRequest request_of(std::string_view bytes) {
  ResponseRequest request;
  request.criterion = *open_criterion("recist-1.1");
  request.inputs.push_back(Input::memory("subject.json", bytes));
  return request;
}

TEST(ResponseQuestion, DocumentInResultOut) {
  ResponseRequest request = request_of(kDocument);
  const Answer answer = ask(request);
  ASSERT_TRUE(answer.outcome);
  EXPECT_EQ(answer.outcome->subjects, 1u);
  ASSERT_EQ(answer.results.size(), 1u);
  ASSERT_EQ(answer.results[0].visits.size(), 1u);  // the baseline is none
  EXPECT_EQ(answer.results[0].visits[0].overall, "PR");

  std::string out;
  ResponseDocument document(out, request.criterion, "0");
  document.add(answer.results[0]);
  document.finish(nullptr);
  EXPECT_THAT(out, HasSubstr("\"criterion\":\"recist-1.1\""));
  EXPECT_THAT(response_table(request.criterion, answer.results[0], false), HasSubstr("PR"));
  EXPECT_THAT(response_file(ResponseFile::Rs, request.criterion, answer.results, "0"), HasSubstr(",OVRLRESP,"));
  EXPECT_THAT(response_file(ResponseFile::Waterfall, request.criterion, answer.results, "0"), HasSubstr("<svg"));
  EXPECT_THAT(response_file(ResponseFile::Fhir, request.criterion, answer.results, "0"), HasSubstr("Bundle"));
}

TEST(ResponseQuestion, ACourseAnswersAsTheDocumentItCameFrom) {
  response_document::Reader reader(ByteSource::from_memory(kDocument), "subject.json");
  response_document::Record record;
  ASSERT_TRUE(*reader.next(record));
  ASSERT_TRUE(record.subject);
  const std::string course = course_json::write_course(record.subject->course);
  ResponseRequest request = request_of(course);
  const Answer answer = ask(request);
  ASSERT_TRUE(answer.outcome);
  EXPECT_EQ(answer.outcome->status, Status::Done);
  ASSERT_EQ(answer.results.size(), 1u);
  EXPECT_EQ(answer.results[0].subject, "S1");
  ASSERT_EQ(answer.results[0].visits.size(), 1u);
  EXPECT_EQ(answer.results[0].visits[0].id, "W8");
  EXPECT_EQ(answer.results[0].visits[0].overall, "PR");
}

TEST(ResponseQuestion, AFolderIsAStudy) {
  const auto folder = std::filesystem::temp_directory_path() / "restage_response_folder";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / "tr.csv") << "USUBJID,TRSEQ,TRGRPID,TRLNKID,TRTESTCD,TRSTRESN,TRSTRESU,TREVAL,VISIT,TRDTC\n"
                                      "S1,1,TARGET,T1,LDIAM,50,mm,INVESTIGATOR,BASELINE,2024-01-02\n"
                                      "S1,2,TARGET,T1,LDIAM,30,mm,INVESTIGATOR,W8,2024-03-04\n";
  std::ofstream(folder / "rs.csv") << "USUBJID,RSSEQ,RSTESTCD,RSSTRESC,RSEVAL,VISIT,RSDTC\n"
                                      "S1,1,OVRLRESP,SD,INVESTIGATOR,W8,2024-03-04\n";
  ResponseRequest request;
  request.criterion = *open_criterion("recist-1.1");
  request.inputs.push_back(Input::path(folder.string()));
  const Answer answer = ask(request);
  std::filesystem::remove_all(folder);
  ASSERT_TRUE(answer.outcome) << answer.outcome.error().text();
  ASSERT_EQ(answer.results.size(), 1u);
  EXPECT_EQ(answer.results[0].reader, "INVESTIGATOR");
  ASSERT_EQ(answer.results[0].visits.size(), 1u);
  EXPECT_EQ(answer.results[0].visits[0].overall, "PR");
  ASSERT_EQ(answer.outcome->comparisons.size(), 1u);
  EXPECT_EQ(answer.outcome->comparisons[0].compared, 1u);
  EXPECT_EQ(answer.outcome->comparisons[0].agree, 0u) << "SD is stored";
}

TEST(ResponseQuestion, TargetsAreProposedAndNothingIsAssessed) {
  ResponseRequest request = request_of(kDocument);
  request.propose_targets = true;
  const Answer answer = ask(request);
  ASSERT_TRUE(answer.outcome);
  EXPECT_TRUE(answer.results.empty());
  ASSERT_EQ(answer.proposals.size(), 1u);
  ASSERT_EQ(answer.proposals[0].lesions.size(), 1u);
  EXPECT_EQ(answer.proposals[0].lesions[0].verdict, "propose");
}

TEST(ResponseQuestion, WhatHoldsNoDocumentIsToldWithItsName) {
  ResponseRequest request = request_of("[1, 2]");
  const Answer answer = ask(request);
  ASSERT_TRUE(answer.outcome);
  EXPECT_EQ(answer.outcome->status, Status::DoneWithRefusals);
  ASSERT_FALSE(answer.issues.empty());
  EXPECT_THAT(answer.issues.back().path, HasSubstr("subject.json"));
}

TEST(ResponseQuestion, WrongRequestsFail) {
  EXPECT_THAT(open_criterion("recist-1.0").error().text(), HasSubstr("did you mean recist-1.1"));
  EXPECT_FALSE(open_criterion("recist-1.1", {{"no_such_policy", "1"}}));
  ResponseRequest check = request_of(kDocument);
  check.check_stored = true;
  EXPECT_FALSE(ask(check).outcome);
  ResponseRequest missing = request_of(kDocument);
  missing.inputs.push_back(Input::path("/nonexistent/x.json"));
  const Answer answer = ask(missing);
  EXPECT_FALSE(answer.outcome);
  EXPECT_TRUE(answer.results.empty());
  ResponseRequest study;
  study.criterion = *open_criterion("");
  study.study = "/nonexistent/study";
  EXPECT_FALSE(ask(study).outcome);
}

TEST(ResponseQuestion, CriteriaAndTheirPolicies) {
  const auto all = criteria();
  ASSERT_TRUE(all);
  EXPECT_EQ(all->size(), 12u);  // the criteria of the contract
  const auto choices = policies("recist-1.1");
  ASSERT_TRUE(choices);
  EXPECT_FALSE(choices->empty());
  EXPECT_FALSE(policies("nope"));
}

}  // namespace
}  // namespace restage::service
