// SPDX-License-Identifier: Apache-2.0
// The suspicion of recurrence from the course file to the answer: label, what else explains it, what confirms it.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "base/text.h"
#include "base/tsv.h"
#include "service/suspicion/suspect.h"

namespace restage::service {
namespace {

using statement::RecurrenceSuspicion;

RulePacks packs() {
  static const Result<RulePacks> opened = open_packs();
  return opened ? *opened : nullptr;
}

RecurrenceSuspicion suspicion_of(const std::string& course, std::string_view day, std::string_view policy = {}) {
  SuspectRequest request;
  request.inputs.push_back(Input::memory("course.toml", course));
  request.as_of = day;
  request.packs = packs();
  if (const std::size_t at = policy.find('='); at != std::string_view::npos)
    request.policy.emplace_back(policy.substr(0, at), policy.substr(at + 1));
  RecurrenceSuspicion suspicion;
  const auto done = suspect(request, [&](statement::PatientSuspicion&& patient) {
    EXPECT_TRUE(patient.recurrence);
    if (patient.recurrence) suspicion = std::move(*patient.recurrence);
    return true;
  });
  EXPECT_TRUE(done) << (done ? "" : done.error().text()) << "\n" << course;
  return suspicion;
}

std::string course_of(std::string_view site, std::string_view histology, std::vector<std::string_view> keys) {
  std::string course;
  for (const std::string_view key : keys) course.append(key).append("\n");
  return course + "[patient]\nid = \"p\"\nborn = \"1958\"\n[[tumor]]\nsite = \"" + std::string(site) +
         "\"\nhistology = \"" + std::string(histology) + "\"\ndiagnosed = 2017-03-01\n";
}

std::vector<std::string_view> keys_of(std::string_view cell) {
  std::vector<std::string_view> keys;
  for (std::size_t at = 0; at <= cell.size();) {
    const std::size_t end = std::min(cell.find(" ; ", at), cell.size());
    keys.push_back(cell.substr(at, end - at));
    at = end + 3;
  }
  return keys;
}

bool holds(std::string_view text, std::string_view part) {
  return text::to_lower(text).find(text::to_lower(part)) != std::string::npos;
}

std::string said(const RecurrenceSuspicion& suspicion) {
  std::string words(to_string(suspicion.label));
  for (const auto& each : suspicion.explanations) words += "; " + each.name;
  for (const std::string& test : suspicion.confirm_with) words += "; " + test;
  return words + "; " + suspicion.detail;
}

const std::string& cases_text() {
  static const std::string text = [] {
    std::stringstream file;
    file << std::ifstream(RESTAGE_SOURCE_DIR "/tests/recurrence_courses.tsv").rdbuf();
    return file.str();
  }();
  return text;
}

// SOURCE: the last column names the section of the clinical rules that each course was written from.
TEST(Suspicion, CoursesByTheirSources) {
  const Tsv cases = read_tsv(cases_text());
  ASSERT_GT(cases.lines.size(), 80U);
  for (const TsvLine& line : cases.lines) {
    ASSERT_EQ(line.cells.size(), 11U) << line.number;
    const auto& cell = line.cells;
    const RecurrenceSuspicion suspicion = suspicion_of(course_of(cell[3], cell[4], keys_of(cell[5])), cell[1], cell[2]);
    const std::string context = std::string(cell[0]) + ": " + said(suspicion);
    EXPECT_EQ(to_string(suspicion.label), cell[6]) << context;
    if (!cell[7].empty()) {
      EXPECT_EQ(suspicion.detail, cell[7]) << context;
    }
    if (!cell[8].empty()) {
      ASSERT_FALSE(suspicion.explanations.empty()) << context;
      EXPECT_TRUE(holds(suspicion.explanations.front().name, cell[8])) << context;
    }
    const auto has_test = [&](const std::string& test) { return holds(test, cell[9]); };
    if (!cell[9].empty()) {
      EXPECT_TRUE(std::any_of(suspicion.confirm_with.begin(), suspicion.confirm_with.end(), has_test)) << context;
    }
    for (std::size_t i = 0; i < suspicion.explanations.size(); ++i) {
      EXPECT_EQ(suspicion.explanations[i].rank, static_cast<int>(i) + 1) << context;
      EXPECT_FALSE(suspicion.explanations[i].source.document.empty()) << context;
      EXPECT_FALSE(suspicion.explanations[i].settled_by.empty()) << context;
    }
  }
}

TEST(Suspicion, TheOrderOfEntriesNeverMatters) {
  const Tsv cases = read_tsv(cases_text());
  for (const TsvLine& line : cases.lines) {
    const auto& cell = line.cells;
    std::vector<std::string_view> keys = keys_of(cell[5]);
    const std::string before = said(suspicion_of(course_of(cell[3], cell[4], keys), cell[1], cell[2]));
    std::reverse(keys.begin(), keys.end());
    EXPECT_EQ(said(suspicion_of(course_of(cell[3], cell[4], keys), cell[1], cell[2])), before) << cell[0];
  }
}

constexpr std::string_view kProstatectomy =
    R"(treatment = [{kind = "surgery", name = "radical prostatectomy", start = 2020-02-10}])";

// SOURCE: course contract: only what had been recorded by the day counts.
TEST(Suspicion, WhatIsRecordedLaterIsNotKnown) {
  const std::string course = course_of(
      "C61.9", "8140/3",
      {kProstatectomy,
       R"(lab = [{date = 2022-03-01, name = "psa", value = 0.3, unit = "ng/mL"}, {date = 2022-06-01, known = 2022-07-01, name = "psa", value = 0.4, unit = "ng/mL"}])"});
  EXPECT_EQ(to_string(suspicion_of(course, "2022-06-30").label), "not_suspected");
  EXPECT_EQ(to_string(suspicion_of(course, "2022-07-01").label), "suspected");
}

// SOURCE: tumor-markers 1: the second value is due; a first look again after four weeks is a setting of this project.
TEST(Suspicion, SaysWhenToLookAgain) {
  const std::string course = course_of(
      "C61.9", "8140/3", {kProstatectomy, R"(lab = [{date = 2022-06-01, name = "psa", value = 0.3, unit = "ng/mL"}])"});
  EXPECT_EQ(suspicion_of(course, "2022-06-30").repeat_from.text(), "2022-06-29");
}

// SOURCE: EV19, RC07: a place that no imaging saw is a gap; prostate cancer goes to bone.
TEST(Suspicion, NamesThePlacesThatNobodyLookedAt) {
  const std::string labs =
      R"(lab = [{date = 2022-03-01, name = "psa", value = 0.3, unit = "ng/mL"}, {date = 2022-06-01, name = "psa", value = 0.4, unit = "ng/mL"}])";
  const auto missing = [&](std::string_view imaging) {
    std::string all;
    const std::string course = course_of("C61.9", "8140/3", {kProstatectomy, labs, imaging});
    for (const std::string& each : suspicion_of(course, "2022-06-30").missing) all += each + ";";
    return all;
  };
  EXPECT_EQ(missing(""), "skeleton;pelvis;");
  EXPECT_EQ(missing(R"(imaging = [{date = 2022-06-10, modality = "CT", coverage = ["pelvis"]}])"), "skeleton;");
}

}  // namespace
}  // namespace restage::service
