// SPDX-License-Identifier: Apache-2.0
// What must hold for any course: arrival order changes nothing, a replay is the same as having had less, no statement
// at diagnosis uses evidence outside its window, removing a fact changes only what rests on it.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "base/json_writer.h"
#include "report/json/timeline_json.h"
#include "timeline/test_course.h"

namespace restage::timeline {
namespace {

std::string json_of(const statement::PatientTimeline& patient) {
  std::string out;
  JsonWriter json(out);
  report::write_patient(json, patient);
  return out;
}

std::string day_text(Day day) { return PartialDate::from_day(day).text(); }

/// A course of random facts on random days: sizes, nodes, metastases, treatments, events, stated categories.
Course random_course(std::mt19937& random) {
  const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  Course course;
  course.patient = "random";
  const Day start = PartialDate::parse("2019-01-10")->earliest();
  course.tumors.push_back(breast("t1", day_text(start)));
  const Method methods[] = {Method::Exam, Method::Imaging, Method::Biopsy, Method::Pathology, Method::Unknown};
  const Event::Kind events[] = {Event::Kind::NoEvidenceOfDisease, Event::Kind::Recurrence, Event::Kind::Progression,
                                Event::Kind::Suspicion, Event::Kind::Stable};
  const Treatment::Kind treatments[] = {Treatment::Kind::Surgery, Treatment::Kind::Systemic,
                                        Treatment::Kind::Radiation};
  const Classification classes[] = {Classification::Clinical, Classification::Pathological,
                                    Classification::PostTherapyPathological, Classification::Recurrence};
  const char* organs[] = {"liver", "bone", "lung"};
  const char* sizes[] = {"T1c", "T2", "T3"};
  const int count = pick(3, 18);
  for (int i = 0; i < count; ++i) {
    const Day day = start + pick(-60, 1200);
    const std::string id = "f" + std::to_string(i);
    const Method method = methods[pick(0, 4)];
    switch (pick(0, 6)) {
      case 0:
        course.facts.push_back(fact(id, day_text(day), finding_number("size_mm", pick(3, 70), method)));
        break;
      case 1:
        course.facts.push_back(fact(
            id, day_text(day),
            finding_set("nodes", pick(0, 1) == 0 ? std::vector<std::string>{} : std::vector<std::string>{"axillary"},
                        method)));
        break;
      case 2:
        course.facts.push_back(fact(id, day_text(day), MetastasisFinding{organs[pick(0, 2)], pick(0, 1) == 0, method}));
        break;
      case 3:
        course.facts.push_back(
            fact(id, day_text(day),
                 treatment(treatments[pick(0, 2)], "x", pick(0, 1) == 0 ? "" : day_text(day + pick(1, 150)))));
        break;
      case 4:
        course.facts.push_back(
            fact(id, day_text(day), event(events[pick(0, 4)], pick(0, 1) == 0 ? "" : "distant", "")));
        break;
      case 5:
        course.facts.push_back(
            stated(id, pick(0, 9) == 0 ? "" : day_text(day), Axis::T, sizes[pick(0, 2)], classes[pick(0, 3)]));
        break;
      default:
        course.facts.push_back(fact(id, day_text(day), finding_set("invades", {}, method)));
        break;
    }
    if (pick(0, 3) == 0) course.facts.back().recorded = PartialDate::from_day(day + pick(0, 40));
  }
  return course;
}

TEST(TimelineProperty, ArrivalOrderChangesNothing) {
  std::mt19937 random(1);
  for (int i = 0; i < 40; ++i) {
    Course course = random_course(random);
    const std::string wanted = json_of(build(course));
    for (int shuffle = 0; shuffle < 2; ++shuffle) {
      std::shuffle(course.facts.begin(), course.facts.end(), random);
      ASSERT_EQ(json_of(build(course)), wanted) << "course " << i;
    }
  }
}

/// Every fact used, every refusal and every rule of a statement belongs to T, N, M or the group.
TEST(TimelineProperty, TheCategoriesNameWhatTheStatementRestsOn) {
  std::mt19937 random(8);
  for (int i = 0; i < 40; ++i) {
    const statement::PatientTimeline patient = build(random_course(random));
    for (const statement::Statement& statement : patient.tumors[0].statements) {
      std::set<std::string> evidence, refused;
      std::set<std::size_t> rules;
      for (const statement::CategoryReasons& reasons : statement.categories) {
        evidence.insert(reasons.evidence.begin(), reasons.evidence.end());
        for (const statement::RefusedFact& fact : reasons.refused) refused.insert(fact.id);
        rules.insert(reasons.rules.begin(), reasons.rules.end());
      }
      EXPECT_EQ(evidence, std::set<std::string>(statement.evidence.begin(), statement.evidence.end()))
          << "course " << i << " " << statement.id;
      std::set<std::string> wanted;
      for (const statement::RefusedFact& fact : statement.refused) wanted.insert(fact.id);
      EXPECT_EQ(refused, wanted) << "course " << i << " " << statement.id;
      ASSERT_TRUE(rules.empty() || *rules.rbegin() < statement.rules.size());
      EXPECT_EQ(rules.size(), statement.rules.size()) << "course " << i << " " << statement.id;
    }
  }
}

/// A grade that was not assessed says nothing: recorded on any day and by any method, no result depends on it.
TEST(TimelineProperty, AGradeThatWasNotAssessedChangesNothing) {
  std::mt19937 random(7);
  const auto pick = [&](int from, int to) { return std::uniform_int_distribution<int>(from, to)(random); };
  const char* grades[] = {"G1", "G2", "G3"};
  const Method methods[] = {Method::Biopsy, Method::Pathology, Method::Unknown};
  for (int i = 0; i < 40; ++i) {
    Course course = random_course(random);
    const auto add = [&](const std::string& id, const char* grade) {
      course.facts.push_back(fact(id, day_text(course.tumors[0].diagnosed.earliest() + pick(-30, 300)),
                                  finding_text("grade", grade, methods[pick(0, 2)])));
    };
    for (int grade = pick(1, 3); grade > 0; --grade) add("grade" + std::to_string(grade), grades[pick(0, 2)]);
    const statement::PatientTimeline without = build(course);
    add("not-assessed", "GX");
    const statement::PatientTimeline with = build(course);
    ASSERT_EQ(with.tumors.size(), without.tumors.size());
    for (const statement::Statement& before : without.tumors[0].statements) {
      const auto& all = with.tumors[0].statements;
      const auto after =
          std::find_if(all.begin(), all.end(), [&](const statement::Statement& each) { return each.id == before.id; });
      ASSERT_NE(after, all.end()) << before.id;
      EXPECT_EQ(after->group, before.group) << "course " << i << " " << before.id;
      EXPECT_EQ(after->possible, before.possible) << "course " << i << " " << before.id;
    }
  }
}

TEST(TimelineProperty, AsOfADayIsHavingHadNoMoreThanThat) {
  std::mt19937 random(2);
  for (int i = 0; i < 40; ++i) {
    const Course course = random_course(random);
    const Day day = course.tumors[0].diagnosed.earliest() + std::uniform_int_distribution<int>(0, 1200)(random);
    Course truncated = course;
    std::erase_if(truncated.facts,
                  [&](const Fact& fact) { return !fact.effective.is_known() || fact.effective.latest() > day; });
    for (Fact& fact : truncated.facts)
      if (auto* given = std::get_if<Treatment>(&fact.payload);
          given != nullptr && given->end.is_known() && given->end.latest() > day)
        given->end = {};
    Options options;
    options.as_of = PartialDate::from_day(day);
    ASSERT_EQ(json_of(build(course, options)), json_of(build(truncated, options)))
        << "course " << i << " as of " << day_text(day);
  }
}

TEST(TimelineProperty, KnownByUsesTheRecordedClock) {
  std::mt19937 random(3);
  for (int i = 0; i < 30; ++i) {
    const Course course = random_course(random);
    const Day day = course.tumors[0].diagnosed.earliest() + std::uniform_int_distribution<int>(0, 1200)(random);
    Options options;
    options.known_by = PartialDate::from_day(day);
    const statement::PatientTimeline patient = build(course, options);
    for (const Fact& fact : patient.course.facts) {
      const PartialDate& known = fact.recorded.is_known() ? fact.recorded : fact.effective;
      ASSERT_LE(known.latest(), day) << fact.id;
    }
  }
}

// No stage at diagnosis uses evidence from after the first treatment, nor from beyond four months.
TEST(TimelineProperty, NothingLeaksIntoTheStageAtDiagnosis) {
  std::mt19937 random(4);
  int looked_at = 0;
  for (int i = 0; i < 150; ++i) {
    const Course course = random_course(random);
    const statement::PatientTimeline patient = build(course);
    const Day diagnosed = course.tumors[0].diagnosed.earliest();
    Day close = add_months(diagnosed, 4);
    for (const Fact& fact : course.facts)
      if (std::holds_alternative<Treatment>(fact.payload) && fact.effective.earliest() >= diagnosed)
        close = std::min(close, fact.effective.earliest());
    for (const statement::Statement& statement : patient.tumors[0].statements) {
      if (statement.classification != Classification::Clinical) continue;
      for (const std::string& id : statement.evidence) {
        const auto used =
            std::find_if(course.facts.begin(), course.facts.end(), [&](const Fact& fact) { return fact.id == id; });
        ASSERT_NE(used, course.facts.end());
        ++looked_at;
        const Day when = used->effective.is_known() ? used->effective.latest() : close;
        ASSERT_LE(when, close) << id << " in course " << i;
      }
    }
  }
  EXPECT_GT(looked_at, 100);
}

// A statement that names a fact nowhere does not depend on it.
TEST(TimelineProperty, RemovingAFactChangesOnlyWhatRestsOnIt) {
  const Course course = neoadjuvant_course();
  const statement::PatientTimeline whole = build(course);
  for (const Fact& removed : course.facts) {
    Course rest = course;
    std::erase_if(rest.facts, [&](const Fact& fact) { return fact.id == removed.id; });
    const statement::PatientTimeline without = build(rest);
    for (const statement::Statement& statement : whole.tumors[0].statements) {
      std::set<std::string> rests_on(statement.evidence.begin(), statement.evidence.end());
      rests_on.insert(statement.anchors.begin(), statement.anchors.end());
      for (const statement::RefusedFact& refused : statement.refused) rests_on.insert(refused.id);
      const auto same = std::find_if(without.tumors[0].statements.begin(), without.tumors[0].statements.end(),
                                     [&](const statement::Statement& other) { return other.id == statement.id; });
      if (rests_on.contains(removed.id)) continue;
      ASSERT_NE(same, without.tumors[0].statements.end()) << statement.id << " without " << removed.id;
      statement::PatientTimeline one, two;
      one.tumors.push_back({whole.tumors[0].tumor, whole.tumors[0].schema, {statement}, {}, {}, {}, {}});
      two.tumors.push_back({whole.tumors[0].tumor, whole.tumors[0].schema, {*same}, {}, {}, {}, {}});
      EXPECT_EQ(json_of(one), json_of(two)) << statement.id << " without " << removed.id;
    }
  }
}

// Every piece of evidence carries a statement: without it, the statement that used it is another one.
TEST(TimelineProperty, EvidenceUsedIsEvidenceThatMatters) {
  const Course course = neoadjuvant_course();
  const statement::PatientTimeline whole = build(course);
  for (const statement::Statement& statement : whole.tumors[0].statements)
    for (const std::string& id : statement.evidence) {
      Course rest = course;
      std::erase_if(rest.facts, [&](const Fact& fact) { return fact.id == id; });
      const statement::PatientTimeline without = build(rest);
      const auto same = std::find_if(without.tumors[0].statements.begin(), without.tumors[0].statements.end(),
                                     [&](const statement::Statement& other) { return other.id == statement.id; });
      if (same == without.tumors[0].statements.end()) continue;
      EXPECT_NE(same->evidence, statement.evidence) << id;
    }
}

}  // namespace
}  // namespace restage::timeline
