// SPDX-License-Identifier: Apache-2.0
// Red flags from the course file to the answer: what words, values and days of a course mean.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>
#include <sstream>

#include "base/text.h"
#include "base/tsv.h"
#include "service/suspicion/suspect.h"

namespace restage::service {
namespace {

using statement::Mechanism;
using statement::RedFlags;
using statement::Urgency;

RulePacks packs() {
  static const Result<RulePacks> opened = open_packs();
  return opened ? *opened : nullptr;
}

RedFlags flags_of(const std::string& course, std::string day = "2024-05-10") {
  SuspectRequest request;
  request.inputs.push_back(Input::memory("course.toml", course));
  request.as_of = std::move(day);
  request.packs = packs();
  RedFlags flags;
  const auto done = suspect(request, [&](statement::PatientSuspicion&& patient) {
    EXPECT_TRUE(patient.issues.empty()) << patient.issues.front().message << "\n" << course;
    flags = std::move(patient.red_flags);
    return true;
  });
  EXPECT_TRUE(done) << (done ? "" : done.error().text()) << "\n" << course;
  if (done) {
    EXPECT_EQ(done->patients, 1U) << course;
  }
  return flags;
}

std::string names_of(const RedFlags& flags) {
  std::string names;
  for (const Mechanism& each : flags.mechanisms) names += each.name + " (" + std::string(to_string(each.level)) + ") ";
  return names;
}

std::string course_of(std::string_view tumor, std::string_view facts) {
  return std::string(facts) + "\n[patient]\nid = \"p\"\nborn = \"1955\"\n" + std::string(tumor);
}

constexpr std::string_view kBreast =
    "[[tumor]]\nid = \"t1\"\nsite = \"C50.4\"\nhistology = \"8500/3\"\ndiagnosed = 2021-03-01\n";

/// Entries of the cell as inline tables, those without a day on the day that is asked for.
std::string entries_of(std::string_view table, std::string_view cell) {
  if (cell.empty()) return {};
  std::string entries(cell);
  const std::string dated = table == "treatment" ? "" : "date = 2024-05-10, ";
  for (std::size_t at = entries.find('{'); at != std::string::npos; at = entries.find('{', at + 1))
    if (entries.find("date = ", at) != at + 1) entries.insert(at + 1, dated);
  return std::string(table) + " = [" + entries + "]\n";
}

// SOURCE: the last column; levels without a guideline are settings of this project (docs/suspect.md).
TEST(RedFlags, CoursesAsPeopleWriteThem) {
  std::stringstream file;
  file << std::ifstream(RESTAGE_SOURCE_DIR "/tests/suspicion_courses.tsv").rdbuf();
  const std::string text = file.str();
  const Tsv cases = read_tsv(text);
  ASSERT_GT(cases.lines.size(), 150U);
  const std::size_t level = cases.header.size() - 4;
  for (const TsvLine& line : cases.lines) {
    ASSERT_EQ(line.cells.size(), cases.header.size()) << line.number;
    std::string facts;
    for (std::size_t column = 3; column < level; ++column)
      facts += entries_of(cases.header[column], line.cells[column]);
    const std::string tumor = "[[tumor]]\nsite = \"" + std::string(line.cells[1]) + "\"\nhistology = \"" +
                              std::string(line.cells[2]) + "\"\ndiagnosed = 2021-03-01\n";
    const RedFlags flags = flags_of(course_of(tumor, facts));
    const std::string place = std::string(line.cells[0]) + ": " + names_of(flags);
    EXPECT_EQ(to_string(flags.level), line.cells[level]) << place;
    if (line.cells[level + 1] == "-") continue;
    const auto means = [&](const Mechanism& each) {
      return each.level == flags.level && each.name.find(line.cells[level + 1]) != std::string::npos;
    };
    const auto found = std::find_if(flags.mechanisms.begin(), flags.mechanisms.end(), means);
    ASSERT_NE(found, flags.mechanisms.end()) << place;
    EXPECT_FALSE(found->evidence.empty()) << place;
    EXPECT_FALSE(found->source.document.empty() || found->source.year.empty() || found->source.section.empty())
        << place;
    if (line.cells[level + 2] != "-") {
      EXPECT_NE(text::join(found->first_test, "; ").find(line.cells[level + 2]), std::string::npos) << place;
    }
  }
}

TEST(RedFlags, NothingReportedIsNotTheSameAsNothingAlarming) {
  EXPECT_EQ(flags_of(course_of(kBreast, "")).level, Urgency::None);
  const RedFlags cold = flags_of(course_of(kBreast, "symptom = [{date = 2024-05-10, name = \"runny nose\"}]"));
  EXPECT_EQ(cold.level, Urgency::NextVisit);
  EXPECT_TRUE(cold.mechanisms.empty());
  EXPECT_EQ(flags_of(course_of(kBreast, "symptom = [{date = 2024-04-01, name = \"runny nose\"}]")).level,
            Urgency::None);
}

TEST(RedFlags, NothingLeaksFromLaterDaysAndLaterReports) {
  const std::string weak = "symptom = [{date = 2024-05-10, name = \"limb weakness\"}]";
  EXPECT_EQ(flags_of(course_of(kBreast, weak), "2024-05-09").level, Urgency::None);
  EXPECT_EQ(flags_of(course_of(kBreast, weak), "2024-05-10").level, Urgency::Immediate);
  const std::string late = "symptom = [{date = 2024-05-10, known = 2024-05-12, name = \"limb weakness\"}]";
  EXPECT_EQ(flags_of(course_of(kBreast, late), "2024-05-11").level, Urgency::None);
  EXPECT_EQ(flags_of(course_of(kBreast, late), "2024-05-12").level, Urgency::Immediate);
}

TEST(RedFlags, TheWorstWinsAndAllAreListed) {
  const RedFlags flags = flags_of(
      course_of(kBreast,
                "symptom = [{date = 2024-05-10, name = \"breast lump\"}, {date = 2024-05-10, name = \"jaundice\"}, "
                "{date = 2024-05-10, name = \"melaena\"}]"));
  EXPECT_EQ(flags.level, Urgency::Immediate);
  EXPECT_TRUE(std::is_sorted(flags.mechanisms.begin(), flags.mechanisms.end(),
                             [](const Mechanism& a, const Mechanism& b) { return a.level > b.level; }));
  const std::string names = names_of(flags);
  for (const std::string_view name : {"gastrointestinal bleeding (immediate)", "biliary obstruction (same_day)",
                                      "suspected local or regional recurrence (two_weeks)"})
    EXPECT_NE(names.find(name), std::string::npos) << names;
}

TEST(RedFlags, AnUnknownThatWouldRaiseTheLevelIsAskedFor) {
  const RedFlags flags =
      flags_of(course_of(kBreast, "vital = [{date = 2024-05-10, name = \"temperature_c\", value = 38.4}]"));
  EXPECT_EQ(flags.level, Urgency::NextVisit);
  const auto asks_for = [&](std::string_view input) {
    return std::any_of(flags.ask.begin(), flags.ask.end(), [&](const auto& each) { return each.input == input; });
  };
  EXPECT_TRUE(asks_for("neutrophils"));
  EXPECT_FALSE(asks_for("limb_weakness")) << "nothing said points there";
}

TEST(RedFlags, SeverityNoughtSaysThatAComplaintIsNotThere) {
  EXPECT_EQ(flags_of(course_of(kBreast, "symptom = [{date = 2024-05-10, name = \"melaena\", severity = 0}]")).level,
            Urgency::NextVisit);
}

TEST(RedFlags, TheComplaintOfTheDiagnosisWeighsMoreAndIsSaid) {
  const std::string treated =
      ", {date = 2024-05-10, name = \"cough\", duration_days = 10}]\n"
      "treatment = [{kind = \"surgery\", name = \"mastectomy\", start = 2021-03-20}]";
  const RedFlags again = flags_of(course_of(kBreast, "symptom = [{date = 2021-02-20, name = \"cough\"}" + treated));
  EXPECT_EQ(again.level, Urgency::TwoWeeks) << names_of(again);
  EXPECT_EQ(again.as_at_diagnosis.size(), 1U);
  const RedFlags other = flags_of(course_of(kBreast, "symptom = [{date = 2021-02-20, name = \"headache\"}" + treated));
  EXPECT_EQ(other.level, Urgency::NextVisit) << names_of(other);
  EXPECT_TRUE(other.as_at_diagnosis.empty());
}

TEST(RedFlags, FactsOfOneTumorSpeakForThePerson) {
  const std::string two = std::string(kBreast) +
                          "[[tumor]]\nid = \"t2\"\nsite = \"C34.1\"\nhistology = \"8140/3\"\ndiagnosed = 2023-03-01\n";
  const std::string facts =
      "treatment = [{tumor = \"t2\", kind = \"systemic\", name = \"carboplatin, pemetrexed\", start = 2024-04-20}]\n"
      "symptom = [{date = 2024-05-10, tumor = \"t1\", name = \"rigors\"}, {date = 2024-05-10, name = \"haemoptysis\"}]";
  const RedFlags flags = flags_of(course_of(two, facts));
  const std::string names = names_of(flags);
  EXPECT_NE(names.find("neutropenic sepsis (immediate)"), std::string::npos) << names;
  EXPECT_NE(names.find("hemoptysis (same_day)"), std::string::npos) << names;
}

TEST(RedFlags, TheOrderOfFactsNeverMatters) {
  std::vector<std::string> parts = {
      "[[symptom]]\ndate = 2024-05-10\nname = \"thirst\"\n",
      "[[symptom]]\ndate = 2024-05-09\nname = \"back pain\"\nfeatures = [\"night\"]\n",
      "[[symptom]]\ndate = 2024-05-10\nname = \"cough\"\n",
      "[[lab]]\ndate = 2024-05-10\nname = \"calcium\"\nvalue = 11.0\nunit = \"mg/dL\"\nupper = 10.5\n",
      "[[vital]]\ndate = 2024-05-10\nname = \"temperature_c\"\nvalue = 38.2\n",
      "[[treatment]]\nkind = \"systemic\"\nname = \"nivolumab\"\nstart = 2024-04-01\n",
  };
  const auto answer = [&] {
    const RedFlags flags = flags_of(course_of(kBreast, "") + text::join({parts.begin(), parts.end()}, "\n"));
    std::string text = names_of(flags);
    for (const Mechanism& each : flags.mechanisms)
      text += text::join({each.evidence.begin(), each.evidence.end()}, ",");
    for (const auto& question : flags.ask) text += question.meaning;
    return text;
  };
  const std::string expected = answer();
  EXPECT_NE(expected.find("hypercalcemia (same_day)"), std::string::npos) << expected;
  std::mt19937 random(5);
  for (int round = 0; round < 10; ++round) {
    std::shuffle(parts.begin(), parts.end(), random);
    EXPECT_EQ(answer(), expected);
  }
}

TEST(RedFlags, AValueWithoutUnitIsAskedForAndNeverGreen) {
  SuspectRequest request;
  const std::string course = course_of(kBreast,
                                       "lab = [{date = 2024-05-10, name = \"sodium\", value = 117}, "
                                       "{date = 2024-05-10, name = \"calcium\", value = 2.3, unit = \"mmol/L\"}]");
  request.inputs.push_back(Input::memory("course.toml", course));
  request.as_of = "2024-05-10";
  request.packs = packs();
  const auto done = suspect(request, [](statement::PatientSuspicion&& patient) {
    EXPECT_EQ(patient.issues.size(), 1U);
    EXPECT_EQ(patient.issues.front().code, IssueCode::UnitUnknown);
    EXPECT_EQ(patient.red_flags.ask.back().meaning, "unit of sodium");
    return true;
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(done->status, Status::DoneWithRefusals);
}

TEST(RedFlags, AVitalSignThatNoRuleReadsIsAnIssue) {
  SuspectRequest request;
  const std::string course = course_of(kBreast,
                                       "vital = [{date = 2024-05-10, name = \"temperature\", value = 38.6}, "
                                       "{date = 2024-05-10, name = \"spo2\", value = 97}]");
  request.inputs.push_back(Input::memory("course.toml", course));
  request.as_of = "2024-05-10";
  request.packs = packs();
  const auto done = suspect(request, [](statement::PatientSuspicion&& patient) {
    EXPECT_EQ(patient.issues.size(), 1U);
    EXPECT_EQ(patient.issues.front().code, IssueCode::CodeUnknown);
    EXPECT_NE(patient.issues.front().remedy.find("temperature c"), std::string::npos) << patient.issues.front().remedy;
    return true;
  });
  ASSERT_TRUE(done);
}

TEST(RedFlags, ADayIsNeeded) {
  for (const char* day : {"", "2024-05", "soon"}) {
    SuspectRequest request;
    request.inputs.push_back(Input::memory("course.toml", course_of(kBreast, "")));
    request.as_of = day;
    const auto done = suspect(request, [](statement::PatientSuspicion&&) { return true; });
    ASSERT_FALSE(done) << day;
    EXPECT_EQ(done.error().code, ErrorCode::InvalidArgument);
  }
}

}  // namespace
}  // namespace restage::service
