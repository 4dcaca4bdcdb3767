// SPDX-License-Identifier: Apache-2.0
// From SDTM files and bad documents to responses: what crosses formats and the engine.
#include <gtest/gtest.h>

#include <filesystem>
#include <set>

#include "formats/response_document/reader.h"
#include "formats/sdtm/study.h"
#include "response/assess.h"
#include "response/check_stored.h"

namespace restage {
namespace {

namespace rsp = response;

const std::string kSdtm = RESTAGE_SOURCE_DIR "/../shared/data/sdtm";

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
    const auto study = sdtm::read_study(kSdtm, set, true);
    EXPECT_TRUE(study);
    if (!study) return comparison;
    for (const ResponseSubject& subject : study->subjects)
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
  const auto study = sdtm::read_study(kSdtm, "onco_recist", false);
  ASSERT_TRUE(study);
  const auto found = library->find("recist-1.1");
  std::set<std::string> series;
  for (const ResponseSubject& subject : study->subjects) EXPECT_TRUE(series.insert(subject.id + "|" + subject.reader).second);
  EXPECT_EQ(series.size(), 24u);
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
  const auto result = rsp::assess(*record.subject, **found, rsp::Policy(**found));
  std::vector<DataIssue> issues = result.issues;
  for (const rsp::VisitResult& visit : result.visits) issues.insert(issues.end(), visit.issues.begin(), visit.issues.end());
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
        BadInput{R"({"id":"S",)" LESION R"("visits":[{"id":"baseline","date":"2024-01-01","measurements":[{"lesion":"T1"}]}]})", "value-missing", "visit baseline, lesion T1"},
        BadInput{R"({"id":"S",)" LESION R"("visits":[)" BASE R"(,{"id":"v","date":"2024-03-01","measurements":[{"lesion":"T1","long_mm":-5}]}]})", "value-out-of-range", "visit v, lesion T1"},
        BadInput{R"({"id":"S",)" LESION R"("visits":[)" BASE R"(,{"id":"v","date":"2024-03-01","measurements":[{"lesion":"T1","long_mm":5000}]}]})", "value-out-of-range", "visit v, lesion T1"},
        BadInput{R"({"id":"S",)" LESION R"("visits":[)" BASE R"(,{"id":"v","date":"2024-03-01","measurements":[{"lesion":"T1","long_mm":40},{"lesion":"T1","long_mm":30}]}]})", "duplicate-record", "visit v, lesion T1"},
        BadInput{R"({"id":"S",)" LESION R"("visits":[{"id":"baseline","date":"2024-01-01","measurements":[{"lesion":"T1","long_mm":50}]},{"id":"v","date":"2023-06-01","measurements":[{"lesion":"T1","long_mm":40}]}]})", "date-contradictory", "visit v"},
        BadInput{R"({"id":"S","reference_date":"2024-01-01",)" LESION R"("visits":[{"id":"v","date":"2024-03-01","target":"SD","measurements":[{"lesion":"T1","long_mm":40}]}]})", "baseline-missing", "subject S"},
        BadInput{R"({"id":"S","lesions":[{"id":"T1","role":"target","organ":"gizzard"}],"visits":[)" BASE R"(]})", "site-unknown", "lesion T1"},
        BadInput{R"({"id":"S","policy":{"sd_min_days":"soon"},"visits":[]})", "policy-unknown", "subject S"}));

}  // namespace
}  // namespace restage
