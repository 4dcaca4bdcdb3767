// SPDX-License-Identifier: Apache-2.0
#include "followup/history.h"

#include <gtest/gtest.h>

#include <deque>

#include "followup/activity.h"

namespace restage::followup {
namespace {

Day day(std::string_view date) { return PartialDate::parse(date)->latest(); }

class HistoryTest : public testing::Test {
 protected:
  void add(std::string_view date, Payload payload) {
    Fact& fact = facts_.emplace_back();
    fact.id = "f" + std::to_string(facts_.size());
    fact.effective = *PartialDate::parse(date);
    fact.payload = std::move(payload);
  }
  void operate(std::string_view date, std::string name = "resection") {
    Treatment treatment;
    treatment.kind = Treatment::Kind::Surgery;
    treatment.name = std::move(name);
    treatment.intent = "curative";
    add(date, treatment);
  }
  void irradiate(std::string_view date, std::string_view end) {
    Treatment treatment;
    treatment.kind = Treatment::Kind::Radiation;
    treatment.name = "radiation";
    if (!end.empty()) treatment.end = *PartialDate::parse(end);
    add(date, treatment);
  }
  void happens(std::string_view date, Event::Kind kind) {
    Event event;
    event.kind = kind;
    add(date, event);
  }
  void visit(std::string_view date, std::string done) { add(date, Visit{{std::move(done)}, {}}); }
  History history(std::string_view as_of) {
    std::vector<const Fact*> facts;
    for (const Fact& fact : facts_) facts.push_back(&fact);
    return History(facts, day(as_of));
  }
  std::deque<Fact> facts_;
};

TEST_F(HistoryTest, TheGuidelineNamesWhatMonthsAreCountedFrom) {
  operate("2021-03-15");
  irradiate("2021-04-26", "2021-06-07");
  const History known = history("2022-01-01");
  EXPECT_EQ(known.choose_anchor("surgery").anchor.date.text(), "2021-03-15");
  EXPECT_EQ(known.choose_anchor("end of treatment").anchor.date.text(), "2021-06-07");
  EXPECT_EQ(history("2021-05-01").choose_anchor("end of treatment").anchor.date.text(), "2021-03-15")
      << "radiation had not ended";
}

TEST_F(HistoryTest, ARecurrenceEndsTheScheduleAndANewDiseaseFreeDateBeginsOne) {
  operate("2021-03-15");
  happens("2021-03-15", Event::Kind::NoEvidenceOfDisease);
  happens("2022-06-01", Event::Kind::Recurrence);
  const AnchorChoice none = history("2022-07-01").choose_anchor("surgery");
  EXPECT_FALSE(none.anchor.date.is_known());
  ASSERT_TRUE(none.issue);
  EXPECT_NE(none.issue->message.find("came back"), std::string::npos);
  happens("2022-12-05", Event::Kind::NoEvidenceOfDisease);
  EXPECT_EQ(history("2023-01-01").choose_anchor("surgery").anchor.date.text(), "2022-12-05");
}

TEST_F(HistoryTest, AnAnchorBeforeARecurrenceIsKeptAndSaid) {
  operate("2021-03-15");
  happens("2022-06-01", Event::Kind::Recurrence);
  const auto surgery = *PartialDate::parse("2021-03-15");
  EXPECT_FALSE(history("2022-05-01").name_anchor(surgery).issue);
  const AnchorChoice late = history("2022-07-01").name_anchor(surgery);
  EXPECT_EQ(late.anchor.date.text(), "2021-03-15");
  ASSERT_TRUE(late.issue);
  EXPECT_NE(late.issue->message.find("came back"), std::string::npos);
  EXPECT_FALSE(history("2022-07-01").name_anchor(*PartialDate::parse("2022-06-20")).issue);
}

TEST_F(HistoryTest, NothingIsDueAfterDeath) {
  operate("2021-03-15");
  happens("2022-06-01", Event::Kind::Death);
  EXPECT_FALSE(history("2022-07-01").choose_anchor("surgery").anchor.date.is_known());
  const AnchorChoice named = history("2022-07-01").name_anchor(*PartialDate::parse("2021-03-15"));
  EXPECT_FALSE(named.anchor.date.is_known());
  ASSERT_TRUE(named.issue);
  EXPECT_NE(named.issue->message.find("died"), std::string::npos);
  EXPECT_TRUE(history("2022-05-01").name_anchor(*PartialDate::parse("2021-03-15")).anchor.date.is_known());
}

TEST_F(HistoryTest, AnAnchorBeforeTheTreatmentIsRefusedUnlessItIsTheDiagnosticMammogram) {
  visit("2023-02-20", "mammogram");
  operate("2023-03-10");
  const History known = history("2024-01-01");
  EXPECT_EQ(known.name_anchor(*PartialDate::parse("2023-02-20")).anchor.kind, "diagnostic mammogram");
  const AnchorChoice refused = known.name_anchor(*PartialDate::parse("2023-01-01"));
  EXPECT_FALSE(refused.anchor.date.is_known());
  ASSERT_TRUE(refused.issue);
  EXPECT_EQ(refused.issue->code, IssueCode::DateContradictory);
  EXPECT_EQ(known.name_anchor(*PartialDate::parse("2023-03-10")).anchor.kind, "surgery");
  EXPECT_EQ(known.day_of("diagnostic mammogram", day("2023-03-10")), day("2023-02-20"));
}

TEST_F(HistoryTest, WithoutTreatmentOrDiseaseFreeDateThereIsNoAnchor) {
  visit("2023-02-20", "visit");
  const AnchorChoice none = history("2024-01-01").choose_anchor("surgery");
  ASSERT_TRUE(none.issue);
  EXPECT_NE(none.issue->remedy.find("--anchor"), std::string::npos);
}

TEST_F(HistoryTest, WhatWasDoneIsFoundUnderAnyWords) {
  operate("2021-03-15");
  visit("2021-09-01", "CT of chest and abdomen");
  add("2021-10-01", LabValue{"cea", Decimal::parse("2.1"), "ng/mL", {}, {}, {}, {}, {}, {}});
  const History known = history("2022-01-01");
  const auto last = [&](std::string_view activity) {
    const Done* done = known.last_done(activity_of(activity), day("2021-03-15"));
    return done == nullptr ? std::string("never") : done->fact->effective.text();
  };
  EXPECT_EQ(last("CT abdomen and chest"), "2021-09-01");
  EXPECT_EQ(last("CT pelvis"), "never");
  EXPECT_EQ(last("CEA"), "2021-10-01");
  EXPECT_EQ(last("colonoscopy"), "never");
}

TEST(Activities, ShareTestsAndDoNotContradictInTheBodyPart) {
  const auto is_done = [](std::string_view asked, std::string_view done) {
    return is_done_by(activity_of(asked), activity_of(done));
  };
  EXPECT_TRUE(is_done("visit (history and physical examination)", "visit"));
  EXPECT_TRUE(is_done("CT or MRI of the abdomen", "MRI abdomen"));
  EXPECT_FALSE(is_done("visit with blood tests", "blood tests")) << "the visit is what counts";
  EXPECT_FALSE(is_done("chest CT", "CT abdomen"));
  EXPECT_FALSE(is_done("breast ultrasound", "mammogram"));
  EXPECT_EQ(main_test(activity_of("low-dose chest CT")), "low-dose-ct");
  EXPECT_EQ(main_test(activity_of("FDG PET-CT")), "pet");
  EXPECT_TRUE(is_done("PSA with history", "PSA"));
}

TEST(Activities, StagesAndRisksHaveAnOrder) {
  EXPECT_EQ(severity_of("IV"), 4);
  EXPECT_EQ(severity_of("IIIB"), 3);
  EXPECT_EQ(severity_of("IIA"), 2);
  EXPECT_EQ(severity_of("I"), 1);
  EXPECT_GT(severity_of("high"), severity_of("low"));
  EXPECT_EQ(severity_of("yes"), 0);
}

}  // namespace
}  // namespace restage::followup
