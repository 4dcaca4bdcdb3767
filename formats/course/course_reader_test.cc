// SPDX-License-Identifier: Apache-2.0
#include "formats/course/course_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "base/byte_source.h"
#include "core/fact_content.h"

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

TEST(CourseFile, EverySampleIsClean) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(RESTAGE_SOURCE_DIR "/formats/course/samples")) {
    const ReadResult result = read(*read_file(entry.path().string()));
    EXPECT_FALSE(result.refused) << entry.path();
    EXPECT_TRUE(result.issues.empty()) << entry.path() << (result.issues.empty() ? "" : result.issues[0].message);
    ASSERT_EQ(result.courses.size(), 1U) << entry.path();
    EXPECT_EQ(result.courses[0].tumors.size(), 1U) << entry.path();
    EXPECT_GE(result.courses[0].facts.size(), 10U) << entry.path();
    EXPECT_TRUE(result.courses[0].issues.empty()) << entry.path();
    EXPECT_TRUE(reader().recognises(*read_file(entry.path().string())));
    ++files;
  }
  EXPECT_GE(files, 6U);
}

TEST(CourseFile, NodesAreATopographyAndM0IsNoOrgan) {
  const ReadResult result = read(R"([patient]
id = "P"
[[tumor]]
site = "C77.2"
histology = "9680/3"
[[imaging]]
date = 2021-03-12
metastasis = "M0"
[[imaging]]
date = 2021-04-12
metastasis = "M1"
)");
  ASSERT_EQ(result.courses.size(), 1U);
  EXPECT_EQ(result.courses[0].tumors.at(0).site.topography, "C77.2");
  EXPECT_FALSE(payload_of<MetastasisFinding>(result, "imaging-2021-03-12#metastasis-M0")->present);
  const auto* present = payload_of<MetastasisFinding>(result, "imaging-2021-04-12#metastasis-M1");
  ASSERT_NE(present, nullptr);
  EXPECT_TRUE(present->present);
  EXPECT_EQ(present->organ, "");
}

TEST(CourseFile, EveryTableBecomesFacts) {
  const ReadResult result = read(kHead + R"(
[[pathology]]
date = 2021-03-05
known = 2021-03-10
method = "biopsy"
er = "pos"
size_mm = 7.5
ulceration = true
invades = ["skin-nodules", "chest-wall"]
nodes = []
[[imaging]]
date = 2021-03-12
modality = "CT"
metastasis = ["liver"]
no_metastasis = ["lung"]
lesions = [{ name = "L1", organ = "liver", long_mm = 22.5 }]
[[lab]]
date = 2021-3
name = "CEA"
value = "<0.5"
unit = "ng/mL"
)");
  EXPECT_TRUE(result.refused) << "2021-3 is no TOML";
  ASSERT_EQ(result.issues.size(), 1U);
  EXPECT_NE(result.issues[0].path.find("line 23, column"), std::string::npos) << result.issues[0].path;

  const ReadResult good = read(kHead + R"(
[[pathology]]
date = 2021-03-05
known = 2021-03-10
method = "biopsy"
er = "pos"
size_mm = 7.5
ulceration = true
invades = ["skin-nodules", "chest-wall"]
nodes = []
[[imaging]]
date = 2021-03-12
modality = "CT"
metastasis = ["liver"]
no_metastasis = ["lung"]
lesions = [{ name = "L1", organ = "liver", long_mm = 22.5 }]
[[lab]]
date = "2021-03"
name = "CEA"
value = "<0.5"
unit = "ng/mL"
[[stated]]
date = 2021-03-20
tnm = "ypT1a(m) N0(sn) cM0"
group = "IA"
[[treatment]]
start = 2021-04-01
kind = "systemic"
name = "letrozole"
[[event]]
date = 2022
kind = "recurrence"
extent = "local"
[[symptom]]
date = 2021-01-01
name = "lump"
)");
  EXPECT_FALSE(good.refused) << (good.issues.empty() ? "" : good.issues[0].message);
  EXPECT_EQ(payload_of<Finding>(good, "pathology-2021-03-05#size_mm")->number, Decimal::of(75, 1));
  EXPECT_EQ(payload_of<Finding>(good, "pathology-2021-03-05#ulceration")->text, "yes");
  EXPECT_EQ(payload_of<Finding>(good, "pathology-2021-03-05#invades")->members,
            (std::vector<std::string>{"chest-wall", "skin-nodules"}));
  EXPECT_TRUE(payload_of<Finding>(good, "pathology-2021-03-05#nodes")->is_set);
  EXPECT_EQ(payload_of<Finding>(good, "pathology-2021-03-05#er")->method, Method::Biopsy);
  EXPECT_TRUE(payload_of<MetastasisFinding>(good, "imaging-2021-03-12-CT#metastasis-liver")->present);
  EXPECT_FALSE(payload_of<MetastasisFinding>(good, "imaging-2021-03-12-CT#no-metastasis-lung")->present);
  EXPECT_EQ(payload_of<LesionMeasurement>(good, "imaging-2021-03-12-CT#lesion-L1")->long_mm, Decimal::of(225, 1));
  EXPECT_EQ(payload_of<LabValue>(good, "lab-2021-03-cea")->text, "<0.5");
  const auto* t = payload_of<StatedCategory>(good, "stated-2021-03-20#ypT");
  ASSERT_NE(t, nullptr);
  EXPECT_EQ(t->suffixes, "(m)");
  const auto* n = payload_of<StatedCategory>(good, "stated-2021-03-20#ypN");
  ASSERT_NE(n, nullptr) << "N without a prefix follows the T beside it";
  EXPECT_EQ(n->classification_basis, "neighbor");
  EXPECT_EQ(payload_of<StatedCategory>(good, "stated-2021-03-20#cM")->classification, Classification::Clinical);
  EXPECT_EQ(payload_of<StatedCategory>(good, "stated-2021-03-20#ypgroup")->value, "IA");
  EXPECT_EQ(payload_of<Event>(good, "event-2022-recurrence-local")->extent, "local");
  for (const Fact& fact : good.courses[0].facts)
    EXPECT_EQ(fact.tumor.empty(), fact.id.starts_with("lab") || fact.id.starts_with("symptom")) << fact.id;
}

TEST(CourseFile, MistakesNameTheirPlace) {
  struct Case {
    const char* text;
    IssueCode code;
    const char* place;
  };
  for (const Case& wanted :
       {Case{"[[treatment]]\nkind = \"surgery\"\ndate = 2020-01-01\ndosis = 3\n", IssueCode::ElementBroken,
             "line 9, column 9: treatment.dosis"},
        Case{"[[treatment]]\nkind = \"magic\"\ndate = 2020-01-01\n", IssueCode::ValueUnreadable, "line 6"},
        Case{"[[event]]\nkind = \"cured\"\ndate = 2020-01-01\n", IssueCode::ValueUnreadable, "line 6"},
        Case{"[[stated]]\ntnm = \"cT2 pM0\"\ndate = 2020-01-01\n", IssueCode::CategoryNotInSystem, "line 6"},
        Case{"[[stated]]\ntnm = \"cT9\"\ndate = 2020-01-01\n", IssueCode::CategoryUnreadable, "line 6"},
        Case{"[[finding]]\ndate = \"yesterday\"\nsize_mm = 2\n", IssueCode::DateImpossible,
             "line 7, column 8: finding.date"},
        Case{"[[finding]]\ndate = 2020-01-01\nsize_mm = {a=1}\n", IssueCode::ValueUnreadable, "line 8"},
        Case{"[[finding]]\ndate = 2020-01-01\ntumor = \"other\"\ner = \"pos\"\n", IssueCode::ReferenceUnresolved,
             "line 8"},
        Case{"[finding]\ndate = 2020-01-01\n", IssueCode::ElementBroken, "line 6"},
        Case{"[[surgery]]\ndate = 2020-01-01\n", IssueCode::ElementBroken, "line 6"},
        Case{"[[treatment]]\nkind = \"surgery\"\nstart = 2020-02-01\nend = 2020-01-01\n", IssueCode::DateContradictory,
             "line 9"},
        Case{"[[lab]]\ndate = 2020-01-01\nname = \"psa\"\n", IssueCode::ValueMissing, "line 6"},
        Case{"x = = 3\n", IssueCode::InputUnreadable, "line 6, column 5"}}) {
    const ReadResult result = read(kHead + wanted.text);
    EXPECT_TRUE(result.refused) << wanted.text;
    const std::vector<DataIssue> issues = issues_of(result);
    const auto found =
        std::find_if(issues.begin(), issues.end(), [&](const DataIssue& issue) { return issue.code == wanted.code; });
    ASSERT_NE(found, issues.end()) << wanted.text;
    EXPECT_NE(found->path.find(wanted.place), std::string::npos) << found->path;
    EXPECT_FALSE(found->remedy.empty());
  }
}

TEST(CourseFile, HeadersWithoutANameAreRefused) {
  for (const char* text : {"[\n", "[patient]\nid = \"x\"\n[[ \n", "[!]\n"}) {
    const ReadResult result = read(text);
    EXPECT_TRUE(result.refused);
    EXPECT_EQ(result.issues.size(), 1U) << text;
  }
}

TEST(CourseFile, EveryLineThatIsWrongIsTold) {
  const ReadResult result = read(kHead + R"([[treatment]]
kind = surgery
date = 2020-01-01
[[lab]]
date = 2020-02-30
name = "psa"
value = 4
[[event]]
kind = "cured"
date = 2020-01-01
[[symptom
name = "pain"
[[stated]]
tnm = "cT9"
date = 2020-01-01
)");
  EXPECT_TRUE(result.refused);
  EXPECT_TRUE(result.courses.empty()) << "nothing is made of a file with lines left out";
  std::vector<std::string> places;
  for (const DataIssue& issue : result.issues) places.push_back(issue.path.substr(0, issue.path.find(',')));
  EXPECT_EQ(places, (std::vector<std::string>{"c.toml: line 7", "c.toml: line 10", "c.toml: line 16", "c.toml: line 18",
                                              "c.toml: line 13"}));
}

TEST(CourseFile, AMonthNeedsNoQuotationMarks) {
  const ReadResult result = read("[patient]\nid = \"p\"\nborn = 1961-03\ndied = 2020-05 # or so\n");
  EXPECT_FALSE(result.refused);
  ASSERT_EQ(result.courses.size(), 1U);
  EXPECT_EQ(result.courses[0].birth_date, "1961-03");
  EXPECT_EQ(result.courses[0].death.text(), "2020-05");
  const ReadResult wrong = read("[patient]\nid = \"p\"\nborn = 1961-13\n");
  ASSERT_EQ(wrong.courses.size(), 1U);
  ASSERT_EQ(wrong.courses[0].issues.size(), 1U);
  EXPECT_EQ(wrong.courses[0].issues[0].code, IssueCode::DateImpossible);
}

TEST(CourseFile, ChemoradiationIsTwoTreatments) {
  const ReadResult result =
      read(kHead + "[[treatment]]\nkind = \"chemoradiation\"\nstart = 2020-01-01\nend = 2020-02-01\n");
  EXPECT_FALSE(result.refused);
  const auto* systemic = payload_of<Treatment>(result, "treatment-2020-01-01-chemoradiation#systemic");
  const auto* radiation = payload_of<Treatment>(result, "treatment-2020-01-01-chemoradiation#radiation");
  ASSERT_TRUE(systemic != nullptr && radiation != nullptr);
  EXPECT_EQ(systemic->kind, Treatment::Kind::Systemic);
  EXPECT_EQ(radiation->kind, Treatment::Kind::Radiation);
  EXPECT_EQ(systemic->end, radiation->end);
}

TEST(CourseFile, WarningsBelongToThePatient) {
  const ReadResult result = read(kHead + "[[finding]]\ndate = \"yesterday\"\nsize_mm = 2\n");
  EXPECT_TRUE(result.issues.empty());
  ASSERT_EQ(result.courses.size(), 1U);
  EXPECT_EQ(result.courses[0].issues.size(), 2U) << "an impossible date, and so no date";
}

TEST(CourseFile, CutAnywhereNeverHurts) {
  const std::string whole = *read_file(RESTAGE_SOURCE_DIR "/formats/course/samples/breast-neoadjuvant.toml");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    const ReadResult result = read(std::string_view(whole).substr(0, length));
    ASSERT_TRUE(!result.courses.empty() || !result.issues.empty()) << length;
  }
}

TEST(CourseFile, OrderOfEntriesDoesNotMatter) {
  const std::string whole = *read_file(RESTAGE_SOURCE_DIR "/formats/course/samples/colon.toml");
  const std::size_t start = whole.find("[[symptom]]");
  std::vector<std::string> entries;
  for (std::size_t at = start; at != std::string::npos;) {
    const std::size_t next = whole.find("\n[[", at);
    entries.push_back(whole.substr(at, next == std::string::npos ? next : next + 1 - at) + "\n");
    at = next == std::string::npos ? next : next + 1;
  }
  const auto text_of = [&] {
    std::string text = whole.substr(0, start);
    for (const std::string& entry : entries) text += entry;
    const ReadResult result = read(text);
    std::string facts;
    for (Fact fact : result.courses.at(0).facts) {
      fact.source.record.clear();  // the line moves with the entry
      facts += fact.id + content_of(fact);
    }
    return facts;
  };
  const std::string first = text_of();
  std::reverse(entries.begin(), entries.end());
  EXPECT_EQ(text_of(), first);
}

}  // namespace
}  // namespace restage::course_file
