// SPDX-License-Identifier: Apache-2.0
#include "report/words/editions.h"

#include <gtest/gtest.h>

#include "report/html/page.h"
#include "report/terminal/terminal.h"
#include "timeline/test_course.h"

namespace restage::report {
namespace {

statement::PatientTimeline lung(std::string t, std::string n, std::vector<std::string> editions) {
  Course course;
  course.patient = "p";
  Tumor tumor;
  tumor.id = "t1";
  tumor.site = {"C34.1", "8140", "3", "left", "", "lung"};
  tumor.diagnosed = timeline::date("2025-02-01");
  course.tumors.push_back(tumor);
  course.facts.push_back(timeline::stated("t", "2025-02-01", Axis::T, std::move(t), Classification::Clinical));
  course.facts.push_back(timeline::stated("n", "2025-02-01", Axis::N, std::move(n), Classification::Clinical));
  course.facts.push_back(timeline::stated("m", "2025-02-01", Axis::M, "M0", Classification::Clinical));
  timeline::Options options;
  options.editions = std::move(editions);
  return timeline::build(std::move(course), options);
}

// SOURCE: the published ninth edition of lung moves T1 N1 from IIB to IIA and leaves T2a N0 at IB.
TEST(Editions, TheSameFactsByTwoEditionsAreComparedPartByPart) {
  const statement::PatientTimeline moved = lung("T1c", "N1", {"8", "9"});
  const auto differences = edition_differences(moved.tumors.at(0));
  ASSERT_EQ(differences.size(), 1u);
  EXPECT_EQ(differences[0].text, "AJCC 8 IIB, AJCC 9 IIA: differs");
  ASSERT_EQ(differences[0].differing.size(), 1u);
  EXPECT_EQ(differences[0].differing[0].name, "group");
  EXPECT_NE(render_terminal(moved, {false, 80}).find("AJCC 8 IIB, AJCC 9 IIA: differs"), std::string::npos);
  EXPECT_NE(page_patient(moved, "p1").find("<b>AJCC 8 IIB, AJCC 9 IIA: differs</b>"), std::string::npos);

  const statement::PatientTimeline kept = lung("T2a", "N0", {"8", "9"});
  const auto none = edition_differences(kept.tumors.at(0));
  ASSERT_EQ(none.size(), 1u);
  EXPECT_EQ(none[0].text, "AJCC 8 IB, AJCC 9 IB: the same");
  EXPECT_TRUE(none[0].differing.empty());
}

TEST(Editions, OneEditionIsComparedWithNothing) {
  EXPECT_TRUE(edition_differences(lung("T1c", "N1", {}).tumors.at(0)).empty());
  EXPECT_TRUE(edition_differences(timeline::build(timeline::neoadjuvant_course()).tumors.at(0)).empty())
      << "two tables of one edition are no two editions";
}

}  // namespace
}  // namespace restage::report
