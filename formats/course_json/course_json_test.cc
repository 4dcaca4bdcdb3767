// SPDX-License-Identifier: Apache-2.0
// The course format: everything that a course can hold, written, read back and written again.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/byte_source.h"
#include "core/fact_content.h"
#include "formats/any/any_reader.h"
#include "formats/course_json/reader.h"
#include "formats/course_json/writer.h"

namespace restage::course_json {
namespace {

namespace fs = std::filesystem;

std::string lines_of(const std::vector<Course>& courses, int indent = 0) {
  std::string lines;
  for (const Course& course : courses) lines += write_course(course, indent) + "\n";
  return lines;
}

Fact fact_of(std::string id, Payload payload) {
  Fact fact{std::move(id), "t", *PartialDate::of(2024, 3), *PartialDate::of(2024, 5, 17), {}, std::move(payload)};
  fact.source = {"a.json", "Observation/1", "value", "FHIR"};
  return fact;
}

Symptom full_symptom() {
  Symptom symptom{"pain", "back", "mild", true};
  symptom.severity_score = Decimal::of(7);
  symptom.duration_days = Decimal::of(10);
  symptom.features = {"night"};
  symptom.trend = "rising";
  symptom.size_cm = Decimal::of(2);
  symptom.volume_ml_24h = Decimal::of(500);
  symptom.stools_over_baseline = Decimal::of(5);
  return symptom;
}

std::vector<Fact> response_facts() {
  const LesionIdentification identified{"l",    "r",  "target",       "liver", false, "l0",
                                        "cyst", "CT", Decimal::of(5), true,    false, true};
  const ResponseAssessment assessment{
      "week 8", "r/1", "r",  3,      *PartialDate::of(2024, 3, 4), *PartialDate::of(2024, 3),
      "PR",     "NE",  "no", "iUPD", Decimal::of(375, 1),          {{"pet", "CMR"}, {"ct", ""}},
      true,     true};
  return {fact_of("b", identified), fact_of("c", assessment)};
}

std::vector<Fact> circumstance_facts() {
  return {fact_of("x", Study{"CT", {"chest"}, "motion", "iodinated", {"band-like"}, "rib", "staging", "rib"}),
          fact_of("w", Visit{{"visit", "CEA"}, "well"}),
          fact_of("d", Risk{"high"}),
          fact_of("e", Vital{"weight_kg", Decimal::of(80), Decimal::of(2)}),
          fact_of("f", Triage{"UKONS", Decimal::of(2), Decimal::of(1)}),
          fact_of("g", Medication{"insulin", "rapid-acting", "07:30", "increased"}),
          fact_of("h", Condition{"cirrhosis", Decimal::of(3)}),
          fact_of("i", Exposure{"smoking", "cigarettes", "lung", Decimal::of(40), false}),
          fact_of("j", Plan{"imaging", "CT", "iodinated", "staging", "n", *PartialDate::of(2025), "07:30", "2",
                            Decimal::of(4), Decimal::of(5)}),
          fact_of("k", Allergy{"iodine", "hives", "mild"}),
          fact_of("l", Implant{"pacemaker", "unsafe", true, false}),
          fact_of("m", Pregnancy{"pregnant", Decimal::of(16)}),
          fact_of("n", Access{"PET-CT", false})};
}

/// A course with every member filled by something else than its usual value.
Course full_course() {
  Course course;
  course.patient = "p \"1\"\n\x7F \xC3\xBC";
  course.birth_date = "1961-03";
  course.sex = "other";
  course.death = *PartialDate::of(2030);
  course.study = {*PartialDate::of(2024, 1, 9), *PartialDate::of(2024, 1),
                  *PartialDate::of(2029),       {*PartialDate::of(2026), *PartialDate::of(2025, 2)},
                  {{"pr_drift", "keep"}},       {{"ypT", "ypT0"}}};
  course.tumors = {{"t",
                    {"C50.4", "8500", "3", "left", "text", "breast"},
                    *PartialDate::of(2024),
                    true,
                    {"a.xml", "row 1", "x", "oBDS"}}};
  Finding set{"nodes", {}, {}, {"a", "b"}, true, Method::Biopsy, "CT", "l", "s", "o", "x"};
  Finding empty_set{"invades", {}, {}, {}, true, Method::Unknown, {}, {}, {}, {}};
  Finding number{"size_mm", Decimal::of(12345678901234567, 9), "words", {}, false, Method::Patient, {}, {}, {}, {}};
  LesionMeasurement lesion{
      "l",   "liver",  true, true,    LesionMeasurement::State::Merged, Decimal::of(-105, 1), Decimal::of(7),
      "MRI", "target", "r",  "week 8"};
  lesion.enhancing_mm = Decimal::of(71, 1);
  lesion.density_hu = Decimal::of(-5);
  lesion.sul_peak = Decimal::of(81, 1);
  lesion.tlg = Decimal::of(140);
  lesion.organ_at_visit = "left lung";
  StatedCategory stated{Axis::Group, "IIB",  "(m)", Classification::PostTherapyPathological,
                        "prefix",    "AJCC", "8",   "ypIIB",
                        {"x"},       true,   "y"};
  course.facts = {fact_of("1", set),
                  fact_of("2", empty_set),
                  fact_of("3", number),
                  fact_of("4", lesion),
                  fact_of("5", LabValue{"psa", Decimal::of(999999999999999999), "ng/mL", Decimal::of(4), "t", "week 8",
                                        "<", Decimal::of(1), "assay", "method"}),
                  fact_of("6", Treatment{Treatment::Kind::Radiation, "n", "curative", "C50", *PartialDate::of(2025, 1),
                                         false, true, "adjuvant", Decimal::of(60), "SRS", "brain"}),
                  fact_of("7", stated),
                  fact_of("8", Event{Event::Kind::Suspicion, "local", "lung", "PR", true, "r", "week 8", "2"}),
                  fact_of("9", full_symptom()),
                  fact_of("a", MetastasisFinding{"liver", false, Method::Autopsy, "s"})};
  for (const std::vector<Fact>& facts : {response_facts(), circumstance_facts()})
    course.facts.insert(course.facts.end(), facts.begin(), facts.end());
  course.facts.front().note = "words";
  for (const IssueCode code : all_issue_codes())
    course.issues.push_back({code, Severity::Information, std::string(to_string(code)), "m", "r"});
  sort_course(course);
  return course;
}

const ResponseAssessment& assessment_of(const Course& course) {
  for (const Fact& fact : course.facts)
    if (const auto* assessment = std::get_if<ResponseAssessment>(&fact.payload)) return *assessment;
  static const ResponseAssessment kNone;
  return kNone;
}

bool same(const Source& left, const Source& right) {
  return left.file == right.file && left.record == right.record && left.element == right.element &&
         left.system == right.system;
}

TEST(CourseJson, EveryFieldComesBack) {
  const Course course = full_course();
  for (const int indent : {0, 2}) {
    const auto again = read_course(write_course(course, indent));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(write_course(*again, indent), write_course(course, indent));
    EXPECT_EQ(again->patient, course.patient);
    EXPECT_EQ(again->death, course.death);
    EXPECT_EQ(again->study, course.study);
    EXPECT_EQ(again->issues, course.issues);
    EXPECT_TRUE(same(again->tumors.at(0).source, course.tumors[0].source));
    ASSERT_EQ(again->facts.size(), course.facts.size());
    for (std::size_t i = 0; i < course.facts.size(); ++i) {
      EXPECT_EQ(again->facts[i].effective, course.facts[i].effective);
      EXPECT_EQ(again->facts[i].recorded, course.facts[i].recorded);
      EXPECT_EQ(again->facts[i].payload.index(), course.facts[i].payload.index());
      EXPECT_EQ(content_of(again->facts[i]), content_of(course.facts[i])) << course.facts[i].id;
      EXPECT_TRUE(same(again->facts[i].source, course.facts[i].source));
    }
    for (const Fact& fact : again->facts) {
      if (fact.id == "3") {
        EXPECT_EQ(std::get<Finding>(fact.payload).number, Decimal::of(12345678901234567, 9));
      }
      if (fact.id == "b") {
        EXPECT_EQ(std::get<LesionIdentification>(fact.payload).node, false);
        EXPECT_EQ(std::get<LesionIdentification>(fact.payload).reproducible, true);
      }
      if (fact.id == "c") {
        const auto& read = std::get<ResponseAssessment>(fact.payload);
        EXPECT_EQ(read.sequence, 3);
        EXPECT_EQ(read.components, assessment_of(course).components);
        EXPECT_EQ(read.sum_mm, Decimal::of(375, 1));
      }
      if (fact.id == "2") {
        EXPECT_TRUE(std::get<Finding>(fact.payload).is_set);
      }
      if (fact.id == "6") {
        EXPECT_FALSE(std::get<Treatment>(fact.payload).definitive);
      }
      if (fact.id == "a") {
        EXPECT_FALSE(std::get<MetastasisFinding>(fact.payload).present);
      }
    }
  }
}

TEST(CourseJson, AllSamplesComeBackByteForByte) {
  std::size_t files = 0;
  for (const char* format : {"course", "fhir", "obds", "course_json"})
    for (const auto& entry : fs::directory_iterator(fs::path(RESTAGE_SOURCE_DIR) / "formats" / format / "samples")) {
      const auto first = read_course_file(entry.path().string());
      ASSERT_TRUE(first) << entry.path();
      ASSERT_FALSE(first->courses.empty()) << entry.path();
      for (const int indent : {0, 2}) {
        const std::string written = lines_of(first->courses, indent);
        const ReadResult second = read_courses("-", written);
        EXPECT_EQ(second.format, "course-json");
        EXPECT_EQ(lines_of(second.courses, indent), written) << entry.path();
        EXPECT_EQ(second.refused, first->refused);
      }
      ++files;
    }
  EXPECT_GE(files, 9U);
}

TEST(CourseJson, CoursesOfOnePatientAreJoined) {
  Course one, two;
  one.patient = two.patient = "p";
  one.facts = {fact_of("1", Symptom{"pain", {}, {}, false})};
  two.facts = {fact_of("2", Symptom{"cough", {}, {}, false})};
  Course unnamed;
  unnamed.facts = one.facts;
  const ReadResult result = read_courses("x", lines_of({two, unnamed, one, unnamed}));
  ASSERT_EQ(result.courses.size(), 3U) << "those without a patient stay apart";
  EXPECT_EQ(result.courses[2].facts.size(), 2U);
  EXPECT_EQ(result.records, 4U);
}

TEST(CourseJson, WhatIsWrongIsSaidAndTheRestIsUsed) {
  const std::string good = write_course(full_course());
  std::string other_version = good;
  other_version.replace(other_version.find("\"version\":1"), 11, "\"version\":2");
  const ReadResult mixed = read_courses("x.json", good + "\n{\"format\":\"restage-course\" 1}\n" + other_version +
                                                      "\n" + good.substr(0, good.size() / 2));
  EXPECT_TRUE(mixed.refused);
  ASSERT_EQ(mixed.courses.size(), 1U);
  ASSERT_EQ(mixed.issues.size(), 3U);
  EXPECT_EQ(mixed.issues[0].path, "x.json: line 2");
  EXPECT_EQ(mixed.issues[1].path, "x.json: line 3");

  for (const auto& [from, to] : {std::pair<std::string, std::string>{"\"kind\":\"radiation\"", "\"kind\":\"magic\""},
                                 {"\"short_mm\":7", "\"short_mm\":true"},
                                 {"\"effective\":\"2024-03\"", "\"effective\":\"2024-13\""},
                                 {"\"symptom\":", "\"unheard\":"},
                                 {"\"sequence\":3", "\"sequence\":3.5"},
                                 {"\"pr_drift\":\"keep\"", "\"pr_drift\":1"},
                                 {"[\"2026\",\"2025-02\"]", "[\"2026\",\"soon\"]"},
                                 {"\"members\":[\"a\",\"b\"]", "\"members\":{}"},
                                 {"\"tissue_proven\":true", "\"tissue_proven\":\"perhaps\""}}) {
    std::string text = good;
    const std::size_t at = text.find(from);
    ASSERT_NE(at, std::string::npos) << from;
    const ReadResult result = read_courses("x.json", text.replace(at, from.size(), to));
    ASSERT_EQ(result.courses.size(), 1U);
    EXPECT_EQ(result.courses[0].issues.size(), full_course().issues.size() + 1) << to;
    EXPECT_FALSE(read_course(text)) << to;
  }
}

TEST(CourseJson, NewMembersArePassedOver) {
  std::string text = write_course(full_course());
  text.insert(text.find("\"patient\""), "\"later\":{\"a\":[1]},");
  const auto course = read_course(text);
  ASSERT_TRUE(course);
  EXPECT_EQ(write_course(*course), write_course(full_course()));
}

}  // namespace
}  // namespace restage::course_json
