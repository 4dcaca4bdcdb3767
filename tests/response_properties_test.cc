// SPDX-License-Identifier: Apache-2.0
// What must hold for every subject, tried on generated ones.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "report/json/response_json.h"
#include "response/assess.h"
#include "response/select_targets.h"
#include "response/series.h"

namespace restage::response {
namespace {

class Properties : public testing::Test {
 protected:
  void SetUp() override {
    auto embedded = CriterionLibrary::embedded();
    ASSERT_TRUE(embedded);
    library = std::move(*embedded);
  }

  ResponseSubject random_subject(const std::string& reader = "R1") {
    ResponseSubject subject;
    subject.id = "S";
    subject.reader = reader;
    subject.reference_date = *PartialDate::of(2024, 1, 10);
    const std::size_t lesions = 1 + random() % 4;
    for (std::size_t i = 0; i < lesions + 2; ++i) {
      ResponseLesion& lesion = subject.lesions.emplace_back();
      lesion.id = "L" + std::to_string(i);
      lesion.role = i < lesions ? ResponseLesion::Role::Target : ResponseLesion::Role::NonTarget;
      lesion.organ = i % 2 == 0 ? "liver" : "lymph node";
    }
    const std::size_t visits = 2 + random() % 6;
    for (std::size_t v = 0; v < visits; ++v) {
      ResponseVisit& visit = subject.visits.emplace_back();
      visit.id = v == 0 ? "baseline" : "V" + std::to_string(v);
      visit.date = PartialDate::from_day(subject.reference_date.earliest() - 5 + static_cast<Day>(v) * 42);
      for (const ResponseLesion& lesion : subject.lesions) {
        ResponseMeasurement& m = visit.measurements.emplace_back();
        m.lesion = lesion.id;
        if (lesion.role == ResponseLesion::Role::NonTarget) {
          m.state = v > 0 && random() % 4 == 0 ? State::Absent : State::Present;
        } else if (v > 0 && random() % 6 == 0) {
          m.state = random() % 2 == 0 ? State::Absent : State::NotAssessed;
        } else {
          m.long_mm = Decimal::of(static_cast<std::int64_t>(150 + random() % 500), 1);
          m.short_mm = m.long_mm->times(Decimal::of(9, 1));
        }
      }
    }
    return subject;
  }

  std::string json(const ResponseSubject& subject, const std::string& criterion) {
    const auto found = library->find(criterion);
    std::string out;
    JsonWriter writer(out);
    report::write_subject(writer, assess(subject, **found, Policy(**found)));
    return out;
  }

  std::mt19937 random{20260722};
  std::unique_ptr<CriterionLibrary> library;
  const std::vector<std::string> lesion_criteria = {"recist-1.1", "irecist",     "mrecist-hcc", "pcwg3",
                                                    "gcig-ca125", "lugano-2014", "rano-2010",   "choi"};
};

TEST_F(Properties, OrderOfLesionsMeasurementsAndVisitsNeverMatters) {
  for (const std::string& criterion : lesion_criteria)
    for (int round = 0; round < 60; ++round) {
      const ResponseSubject subject = random_subject();
      ResponseSubject shuffled = subject;
      std::shuffle(shuffled.lesions.begin(), shuffled.lesions.end(), random);
      std::shuffle(shuffled.visits.begin(), shuffled.visits.end(), random);
      for (ResponseVisit& visit : shuffled.visits)
        std::shuffle(visit.measurements.begin(), visit.measurements.end(), random);
      const auto found = library->find(criterion);
      const statement::ResponseResult a = assess(subject, **found, Policy(**found));
      const statement::ResponseResult b = assess(shuffled, **found, Policy(**found));
      ASSERT_EQ(a.visits.size(), b.visits.size());
      for (std::size_t i = 0; i < a.visits.size(); ++i) {
        ASSERT_EQ(a.visits[i].overall, b.visits[i].overall) << criterion;
        ASSERT_EQ(a.visits[i].sum, b.visits[i].sum) << criterion;
        ASSERT_EQ(a.visits[i].rules, b.visits[i].rules) << criterion;
      }
      ASSERT_EQ(a.best_confirmed.response, b.best_confirmed.response);
    }
}

TEST_F(Properties, ADuplicateReadingChangesNothing) {
  for (const std::string& criterion : lesion_criteria)
    for (int round = 0; round < 40; ++round) {
      const ResponseSubject subject = random_subject();
      ResponseSubject doubled = subject;
      for (ResponseVisit& visit : doubled.visits)
        visit.measurements.push_back(visit.measurements[random() % visit.measurements.size()]);
      doubled.visits.push_back(doubled.visits[random() % doubled.visits.size()]);
      ASSERT_EQ(json(subject, criterion), json(doubled, criterion)) << criterion;
    }
}

TEST_F(Properties, ANewLesionNeverImproves) {
  for (const std::string criterion : {"recist-1.1", "mrecist-hcc", "lugano-2014", "rano-2010", "choi"}) {
    const auto found = library->find(criterion);
    const Policy policy(**found);
    for (int round = 0; round < 100; ++round) {
      const ResponseSubject subject = random_subject();
      ResponseSubject with_new = subject;
      const std::size_t at = 1 + random() % (subject.visits.size() - 1);
      with_new.visits[at].new_lesion = "yes";
      const auto before = assess(subject, **found, policy);
      const auto after = assess(with_new, **found, policy);
      EXPECT_EQ(after.visits[at - 1].overall, "PD") << criterion;
      EXPECT_GE((*found)->rank_of(after.best_unconfirmed.response) +
                    ((*found)->kind_of(before.best_unconfirmed.response) == ResponseKind::NotEvaluable ? 9 : 0),
                (*found)->rank_of(before.best_unconfirmed.response))
          << criterion;
    }
  }
}

TEST_F(Properties, UnknownNeverGivesCompleteResponse) {
  for (const std::string& criterion : lesion_criteria) {
    const auto found = library->find(criterion);
    for (int round = 0; round < 100; ++round) {
      ResponseSubject subject = random_subject();
      // Everything gone, but one target was not looked at.
      for (std::size_t v = 1; v < subject.visits.size(); ++v)
        for (ResponseMeasurement& m : subject.visits[v].measurements) {
          const std::string lesion = m.lesion;
          m = ResponseMeasurement{};
          m.lesion = lesion;
          m.state = State::Absent;
        }
      subject.visits[1].measurements[0].state = State::NotAssessed;
      const auto result = assess(subject, **found, Policy(**found));
      EXPECT_NE((*found)->kind_of(result.visits[0].overall), ResponseKind::Complete) << criterion;
    }
  }
}

TEST_F(Properties, ReplayVisitByVisitEqualsTheWholeRun) {
  for (const std::string criterion : {"recist-1.1", "irecist", "lugano-2014", "rano-2010", "choi", "mrecist-hcc"}) {
    const auto found = library->find(criterion);
    const Policy policy(**found);
    for (int round = 0; round < 60; ++round) {
      const ResponseSubject subject = random_subject();
      const auto whole = assess(subject, **found, policy);
      for (std::size_t known = 2; known <= subject.visits.size(); ++known) {
        ResponseSubject part = subject;
        part.visits.resize(known);
        // A class that no later visit fills in is judged from what is declared, so the roles stay the same.
        const auto result = assess(part, **found, policy);
        for (std::size_t i = 0; i < result.visits.size(); ++i) {
          ASSERT_EQ(result.visits[i].overall, whole.visits[i].overall) << criterion << " visit " << i;
          ASSERT_EQ(result.visits[i].rules, whole.visits[i].rules) << criterion << " visit " << i;
        }
      }
    }
  }
}

TEST_F(Properties, TargetsAreProposedWithinTheLimitsAndReasonsGiven) {
  const auto found = library->find("recist-1.1");
  ResponseSubject subject;
  subject.id = "S";
  ResponseVisit& visit = subject.visits.emplace_back();
  visit.id = "baseline";
  visit.date = *PartialDate::of(2024, 1, 1);
  const auto add_lesion = [&](const std::string& id, const std::string& organ, int size) -> ResponseLesion& {
    ResponseMeasurement& m = visit.measurements.emplace_back();
    m.lesion = id;
    m.long_mm = m.short_mm = Decimal::of(size);
    ResponseLesion& lesion = subject.lesions.emplace_back();
    lesion.id = id;
    lesion.organ = organ;
    lesion.role = ResponseLesion::Role::NonTarget;
    return lesion;
  };
  add_lesion("a", "liver", 40);
  add_lesion("b", "liver", 30);
  add_lesion("c", "liver", 20);
  add_lesion("d", "lymph node", 14);
  add_lesion("e", "lymph node", 15);
  add_lesion("f", "lung", 9);
  add_lesion("g", "lung", 10);
  add_lesion("h", "bone", 50).irradiated = true;
  add_lesion("i", "pleura", 60).kind = "effusion";
  std::string proposed;
  for (const TargetCandidate& candidate : rate_targets(subject, **found, Policy(**found))) {
    if (candidate.proposed) proposed += candidate.lesion;
    EXPECT_EQ(candidate.reason.empty(), candidate.proposed) << candidate.lesion;
  }
  EXPECT_EQ(proposed, "abeg");
}

}  // namespace
}  // namespace restage::response
