// SPDX-License-Identifier: Apache-2.0
// A result that rests on a rule whose source was not read says so wherever it is shown.
#include <gtest/gtest.h>

#include "formats/fhir/writer/timeline_bundle.h"
#include "report/html/page.h"
#include "report/terminal/explain.h"
#include "report/terminal/terminal.h"
#include "report/words/wording.h"
#include "timeline/test_course.h"

namespace restage::report {
namespace {

statement::PatientTimeline course_of(TumorSite site) {
  Course course;
  course.patient = "p";
  Tumor tumor;
  tumor.id = "t1";
  tumor.site = std::move(site);
  tumor.diagnosed = timeline::date("2025-02-01");
  course.tumors.push_back(tumor);
  course.facts.push_back(timeline::stated("t", "2025-02-01", Axis::T, "T2", Classification::Clinical));
  course.facts.push_back(timeline::stated("n", "2025-02-01", Axis::N, "N0", Classification::Clinical));
  course.facts.push_back(timeline::stated("m", "2025-02-01", Axis::M, "M0", Classification::Clinical));
  return timeline::build(std::move(course), {});
}

TEST(Unverified, IsSaidInEveryForm) {
  // SOURCE: packs/staging/ajcc/9/net-pancreas names the AJCC version 9 protocol, which was not read, for its groups.
  const statement::PatientTimeline patient = course_of({"C25.1", "8240", "3", "", "", "pancreas"});
  const statement::Statement& statement = patient.tumors.front().statements.front();
  ASSERT_EQ(statement.group, "II");
  const std::string text = unverified_text(statement);
  EXPECT_TRUE(text.starts_with("rests on a source that was not read: group row ")) << text;
  EXPECT_TRUE(text.ends_with("(ajcc-9-net)")) << text;
  EXPECT_NE(render_terminal(patient, {false, 200}).find("rests on a source that was not read"), std::string::npos);
  EXPECT_NE(explain(statement, patient.course, {false, 200}).find("rests on a source that was not read"),
            std::string::npos);
  const std::string page = page_patient(patient, "p1");
  EXPECT_NE(page.find("<b>Not verified:</b> rests on a source that was not read"), std::string::npos);
  EXPECT_NE(page.find("source not read</span>"), std::string::npos);
  const fhir::FhirOptions options{
      "0", "2026-01-01T00:00:00Z", {categories_text, group_text, edition_text, caution_text, tumor_title}};
  EXPECT_NE(fhir::fhir_bundle(patient, options).find("\"note\":[{\"text\":\"rests on a source that was not read"),
            std::string::npos);
}

TEST(Unverified, IsNotSaidOfAVerifiedPack) {
  const statement::PatientTimeline patient = course_of({"C34.1", "8140", "3", "left", "", "lung"});
  const statement::Statement& statement = patient.tumors.front().statements.front();
  EXPECT_EQ(unverified_text(statement), "");
  EXPECT_EQ(render_terminal(patient, {false, 200}).find("not read"), std::string::npos);
  EXPECT_EQ(page_patient(patient, "p1").find("not read"), std::string::npos);
}

}  // namespace
}  // namespace restage::report
