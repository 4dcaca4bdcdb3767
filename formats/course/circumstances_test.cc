// SPDX-License-Identifier: Apache-2.0
// Studies and circumstances of a course file, and the new keys of its older tables.
#include "formats/course/circumstances.h"

#include <gtest/gtest.h>

#include "formats/course/course_reader.h"

namespace restage::course_file {
namespace {

ReadResult read(std::string_view text) { return reader().read("c.toml", text, {}); }

/// Of the file and of its patient.
std::vector<DataIssue> issues_of(const ReadResult& result) {
  std::vector<DataIssue> issues = result.issues;
  for (const Course& course : result.courses) issues.insert(issues.end(), course.issues.begin(), course.issues.end());
  return issues;
}

const std::string kHead = "[patient]\nid = \"x\"\n[[tumor]]\nid = \"t\"\nsite = \"C50.4\"\n";

template <class Payload>
const Payload* payload_of(const ReadResult& result, const std::string& id) {
  for (const Fact& fact : result.courses.at(0).facts)
    if (fact.id == id) return std::get_if<Payload>(&fact.payload);
  return nullptr;
}

const std::string kCourse = kHead + R"(
[[imaging]]
date = 2022-10-01
modality = "PSMA-PET-CT"
coverage = ["skull base to thigh"]
signs = ["Oedema"]
uptake = "rib focal"
ct_correlate = true
suv_max = 6
liver_lesion_mm = [22, 8.5]
note = "beside an old fracture"
[[lab]]
date = 2022-10-02
name = "psa"
value = "< 0.05"
assay = "ultrasensitive"
lower = 0.01
[[symptom]]
date = 2022-10-03
name = "diarrhoea"
severity = 7
features = ["night"]
stools_over_baseline = 5
note = "since yesterday"
[[symptom]]
date = 2022-10-03
name = "pain"
severity = "mild"
[[treatment]]
kind = "chemoradiation"
start = 2022-01-01
dose_gy = 60
technique = "SBRT"
organ = "brain"
[[event]]
kind = "recurrence"
date = 2022-01-02
organ = "axilla, left"
behaviour = "2"
[[finding]]
date = 2022-10-03
method = "exam"
papilloedema = true
[[pathology]]
date = 2022-10-04
result = "pending"
cytology = "no malignant cells"
[[visit]]
date = 2022-10-05
done = "CEA"
[[vital]]
date = 2022-10-05
name = "temperature_c"
value = 38.1
duration_h = 2
[[exposure]]
kind = "smoking"
pack_years = 40
[[implant]]
kind = "pacemaker"
abandoned_lead = false
[[plan]]
date = 2022-11-01
kind = "imaging"
modality = "CT"
[[triage]]
tool = "UKONS"
amber = 2
)";

TEST(Circumstances, AStudyHoldsWordsAndItsFindingsNameIt) {
  const ReadResult result = read(kCourse);
  EXPECT_TRUE(issues_of(result).empty()) << issues_of(result).front().message;
  const auto* study = payload_of<Study>(result, "imaging-2022-10-01-PSMA-PET-CT");
  ASSERT_NE(study, nullptr);
  EXPECT_EQ(study->uptake, "rib focal");
  EXPECT_EQ(study->signs, std::vector<std::string>{"Edema"});
  const auto* lengths = payload_of<Finding>(result, "imaging-2022-10-01-PSMA-PET-CT#liver_lesion_mm");
  ASSERT_NE(lengths, nullptr);
  EXPECT_EQ(lengths->members, (std::vector<std::string>{"22", "8.5"})) << "in the order in which they were named";
  EXPECT_EQ(lengths->study, "imaging-2022-10-01-PSMA-PET-CT");
}

TEST(Circumstances, ALimitIsANumberAndASeverityTooWhenItIsOne) {
  const ReadResult result = read(kCourse);
  const auto* psa = payload_of<LabValue>(result, "lab-2022-10-02-psa");
  EXPECT_EQ(psa->comparator, "<");
  EXPECT_EQ(psa->value, Decimal::of(5, 2));
  EXPECT_EQ(psa->lower_limit, Decimal::of(1, 2));
  const auto* diarrhea = payload_of<Symptom>(result, "symptom-2022-10-03-diarrhea");
  ASSERT_NE(diarrhea, nullptr);
  EXPECT_EQ(diarrhea->severity_score, Decimal::of(7));
  EXPECT_EQ(diarrhea->stools_over_baseline, Decimal::of(5));
  EXPECT_EQ(payload_of<Symptom>(result, "symptom-2022-10-03-pain")->severity, "mild");
}

TEST(Circumstances, OlderTablesHaveNewKeys) {
  const ReadResult result = read(kCourse);
  EXPECT_FALSE(payload_of<Treatment>(result, "treatment-2022-01-01-chemoradiation#systemic")->dose_gy);
  EXPECT_EQ(payload_of<Treatment>(result, "treatment-2022-01-01-chemoradiation#radiation")->dose_gy, Decimal::of(60));
  EXPECT_EQ(payload_of<Event>(result, "event-2022-01-02-recurrence")->behavior, "2");
  EXPECT_EQ(payload_of<Finding>(result, "finding-2022-10-03#papilledema")->text, "yes");
  EXPECT_EQ(payload_of<Finding>(result, "pathology-2022-10-04#result")->text, "pending");
}

TEST(Circumstances, EachTableIsItsPayload) {
  const ReadResult result = read(kCourse);
  EXPECT_EQ(payload_of<Visit>(result, "visit-2022-10-05-CEA")->done, std::vector<std::string>{"CEA"});
  EXPECT_EQ(payload_of<Vital>(result, "vital-2022-10-05-temperature_c")->value, Decimal::of(381, 1));
  const auto* smoking = payload_of<Exposure>(result, "exposure-undated-smoking");
  ASSERT_NE(smoking, nullptr);
  EXPECT_FALSE(smoking->current.has_value()) << "nobody said whether it goes on";
  EXPECT_EQ(payload_of<Implant>(result, "implant-undated-pacemaker")->abandoned_lead, false);
  for (const Fact& fact : result.courses.at(0).facts) {
    if (const auto* plan = std::get_if<Plan>(&fact.payload)) {
      EXPECT_EQ(plan->day.text(), "2022-11-01");
      EXPECT_FALSE(fact.effective.is_known()) << "the day planned for is not the day it was known";
    }
    const bool noted = std::holds_alternative<Study>(fact.payload) || fact.id == "symptom-2022-10-03-diarrhea";
    EXPECT_EQ(!fact.note.empty(), noted) << fact.id;
  }
}

TEST(Circumstances, TwoStudiesOfADayAreTwo) {
  const std::string chest =
      "[[imaging]]\ndate = 2020-01-01\nmodality = \"CT\"\ncoverage = [\"chest\"]\nlesion_mm = 8\n";
  const std::string pelvis =
      "[[imaging]]\ndate = 2020-01-01\nmodality = \"CT\"\ncoverage = [\"pelvis\"]\nmetastasis = [\"bone\"]\n";
  const auto studies_of = [](const ReadResult& result) {
    std::vector<std::pair<std::string, std::string>> studies;
    for (const Fact& fact : result.courses.at(0).facts)
      if (const auto* study = std::get_if<Study>(&fact.payload)) studies.emplace_back(fact.id, study->coverage.at(0));
    return studies;
  };
  const ReadResult result = read(kHead + chest + pelvis);
  EXPECT_TRUE(issues_of(result).empty());
  ASSERT_EQ(studies_of(result).size(), 2U);
  EXPECT_EQ(studies_of(result), studies_of(read(kHead + pelvis + chest)));
  for (const auto& [id, part] : studies_of(result))
    EXPECT_EQ(id, part == "chest"
                      ? payload_of<Finding>(result, "imaging-2020-01-01-CT#lesion_mm")->study
                      : payload_of<MetastasisFinding>(result, "imaging-2020-01-01-CT#metastasis-bone")->study);
}

TEST(Circumstances, MistakesAreAnsweredWithTheNearestWord) {
  for (const auto& [text, nearest] :
       {std::pair{"[[treatment]]\nkind = \"surgery\"\ndate = 2020-01-01\ndose_gi = 3\n", "did you mean dose_gy?"},
        {"[[implant]]\nkind = \"pacemaker\"\nabandoned_led = true\n", "did you mean abandoned_lead?"},
        {"[[imaging]]\ndate = 2020-01-01\nmodalty = \"CT\"\n", "did you mean modality?"},
        {"[[alergy]]\nagent = \"iodine\"\n", "did you mean allergy?"}}) {
    const ReadResult result = read(kHead + text);
    EXPECT_TRUE(result.refused) << text;
    ASSERT_EQ(issues_of(result).size(), 1U) << text;
    EXPECT_EQ(issues_of(result).front().remedy, nearest);
  }
}

TEST(Circumstances, AFindingNamedLikeAKeyStays) {
  const ReadResult result = read(kHead + "[[finding]]\ndate = 2020-01-01\norgans = [\"liver\"]\n");
  EXPECT_FALSE(result.refused) << "organs is an input of the tables of lymphoma";
  EXPECT_NE(payload_of<Finding>(result, "finding-2020-01-01#organs"), nullptr);
}

TEST(Circumstances, CircumstancesThatSayNothingAreRefused) {
  for (const char* text : {"[[visit]]\ndate = 2020-01-01\n", "[[allergy]]\nseverity = \"mild\"\n",
                           "[[vital]]\ndate = 2020-01-01\nname = \"weight_kg\"\n",
                           "[[symptom]]\ndate = 2020-01-01\nname = \"pain\"\nseverity = 11\n",
                           "[[event]]\nkind = \"ned\"\ndate = 2020-01-01\nbehavior = 2\nbehaviour = 3\n"})
    EXPECT_TRUE(read(kHead + text).refused) << text;
}

}  // namespace
}  // namespace restage::course_file
