// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/course_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace restage::sdtm {
namespace {

/// A folder with the tables of one small study, removed at the end.
class SdtmCourse : public testing::Test {
 protected:
  void SetUp() override {
    write("dm.csv",
          "USUBJID,SEX,BRTHDTC,RFXSTDTC,RFXENDTC,ACTARM,DTHDTC,RFPENDTC\n"
          "S-1,F,1960-05-17,2024-01-09,2024-06-01,Drug A,2024-09-01,2024-08-20T10:30\n"
          "S-2,M,1971,NA,NA,Screen Failure,NA,NA\n");
    write("cm.csv",
          "USUBJID,CMSEQ,CMTRT,CMDECOD,CMCAT,CMSTDTC,CMENDTC\n"
          "S-1,1,folfox,FOLFOX,PRIOR CHEMOTHERAPY,2022-03,2022-08\n"
          "S-1,2,aspirin,ACETYLSALICYLIC ACID,GENERAL CONCOMITANT MEDICATIONS,2024-01-02,NA\n");
    write("tu.csv",
          "USUBJID,TULNKID,TUTESTCD,TUSTRESC,TULOC,TUMETHOD,TUEVAL,TUEVALID\n"
          "S-1,T01,TUMIDENT,TARGET,LIVER,CT SCAN,INVESTIGATOR,\n"
          "S-1,NT01,TUMIDENT,NON-TARGET,LYMPH NODE,CT SCAN,INVESTIGATOR,\n"
          "S-1,T01,TUMIDENT,TARGET,LIVER,CT SCAN,INDEPENDENT ASSESSOR,READER 1\n");
    write("tr.csv",
          "USUBJID,TRLNKID,TRTESTCD,TRSTRESC,TRSTRESN,TRSTRESU,TREVAL,TREVALID,VISIT,TRDTC\n"
          "S-1,T01,LDIAM,4.25,4.25,cm,INVESTIGATOR,,SCREENING,2024-01\n"
          "S-1,T01,LPERP,20,20,mm,INVESTIGATOR,,SCREENING,2024-01-02\n"
          "S-1,NT01,TUMSTATE,PRESENT,NA,NA,INVESTIGATOR,,SCREENING,2024-01-02\n"
          "S-1,T01,LDIAM,40,40,mm,INDEPENDENT ASSESSOR,READER 1,SCREENING,2024-01-03\n"
          "S-1,T01,LDIAM,28,28,mm,INVESTIGATOR,,WEEK 8,2024-03-04\n"
          "S-1,T01,SUMDIAM,28,28,mm,INVESTIGATOR,,WEEK 8,2024-03-04\n"
          "S-1,T01,LDIAM,12,12,furlong,INDEPENDENT ASSESSOR,READER 1,WEEK 8,2024-03-04\n");
    write("rs.csv",
          "USUBJID,RSSEQ,RSTESTCD,RSCAT,RSSTRESC,RSEVAL,RSEVALID,VISIT,RSDTC\n"
          "S-1,1,TRGRESP,RECIST 1.1,PR,INVESTIGATOR,,WEEK 8,2024-03-04\n"
          "S-1,2,OVRLRESP,RECIST 1.1,PR,INVESTIGATOR,,WEEK 8,2024-03-04\n"
          "S-1,3,OVRLRESP,RECIST 1.1,NE,INDEPENDENT ASSESSOR,READER 1,WEEK 8,2024-03-04\n");
    write("lb.csv",
          "USUBJID,LBSEQ,LBTESTCD,LBSTRESC,LBSTRESN,LBSTRESU,LBSTNRHI,LBDTC\n"
          "S-1,7,CA125AG,410,410,U/mL,35,2024-01-02T08:10\n");
    auto result = read_courses(folder_.string(), [&](Course&& course) { courses.push_back(std::move(course)); });
    ASSERT_TRUE(result) << result.error().text();
    read = std::move(*result);
    ASSERT_EQ(courses.size(), 2u);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  void write(const char* name, std::string_view text) {
    std::filesystem::create_directories(folder_);
    std::ofstream(folder_ / name) << text;
  }
  const Fact* find(std::string_view id) const {
    const auto& facts = courses[0].facts;
    const auto found = std::find_if(facts.begin(), facts.end(), [&](const Fact& fact) { return fact.id == id; });
    return found == facts.end() ? nullptr : &*found;
  }
  template <class Part>
  std::size_t count() const {
    return static_cast<std::size_t>(
        std::count_if(courses[0].facts.begin(), courses[0].facts.end(),
                      [](const Fact& fact) { return std::holds_alternative<Part>(fact.payload); }));
  }

  std::vector<Course> courses;
  ReadResult read;

 private:
  std::filesystem::path folder_ =
      std::filesystem::temp_directory_path() /
      (std::string("restage_sdtm_course_") + testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(SdtmCourse, DemographicsAndSurvivalAreOfThePatient) {
  EXPECT_EQ(courses[0].patient, "S-1");
  EXPECT_EQ(courses[0].sex, "female");
  EXPECT_EQ(courses[0].birth_date, "1960-05-17");
  EXPECT_EQ(courses[0].death.text(), "2024-09-01");
  ASSERT_NE(find("dm/RFPENDTC"), nullptr);
  EXPECT_EQ(std::get<Event>(find("dm/RFPENDTC")->payload).kind, Event::Kind::LastContact);
  EXPECT_EQ(courses[1].patient, "S-2");
  EXPECT_EQ(courses[1].birth_date, "1971");
  EXPECT_TRUE(courses[1].facts.empty());
  EXPECT_TRUE(courses[1].tumors.empty()) << "nothing was read of a tumor";
}

TEST_F(SdtmCourse, RowsOfOneLesionVisitAndReaderAreOneMeasurement) {
  EXPECT_EQ(count<LesionMeasurement>(), 5u);
  const Fact* fact = find("tr/INVESTIGATOR/T01/SCREENING");
  ASSERT_NE(fact, nullptr);
  const auto& measured = std::get<LesionMeasurement>(fact->payload);
  EXPECT_EQ(measured.long_mm->text(), "42.5") << "4.25 cm";
  EXPECT_EQ(measured.short_mm->text(), "20");
  EXPECT_EQ(measured.role, "target");
  EXPECT_EQ(measured.organ, "liver");
  EXPECT_EQ(measured.visit, "SCREENING");
  EXPECT_EQ(fact->effective.text(), "2024-01-02") << "the exact date of the visit wins";
  EXPECT_EQ(fact->source.record, "lines 2, 3");
  EXPECT_EQ(fact->source.system, "SDTM");
  EXPECT_EQ(fact->tumor, courses[0].tumors.at(0).id);
  const Fact* node = find("tr/INVESTIGATOR/NT01/SCREENING");
  ASSERT_NE(node, nullptr);
  EXPECT_TRUE(std::get<LesionMeasurement>(node->payload).node);
  EXPECT_EQ(std::get<LesionMeasurement>(node->payload).state, LesionMeasurement::State::Present);
}

TEST_F(SdtmCourse, ReadersAreKeptApart) {
  const Fact* fact = find("tr/INDEPENDENT ASSESSOR/READER 1/T01/SCREENING");
  ASSERT_NE(fact, nullptr);
  const auto& measured = std::get<LesionMeasurement>(fact->payload);
  EXPECT_EQ(measured.reader, "INDEPENDENT ASSESSOR/READER 1");
  EXPECT_EQ(measured.long_mm->text(), "40");
}

TEST_F(SdtmCourse, ASizeWhoseUnitIsNotKnownIsToldAndNotUsed) {
  const Fact* fact = find("tr/INDEPENDENT ASSESSOR/READER 1/T01/WEEK 8");
  ASSERT_NE(fact, nullptr);
  EXPECT_FALSE(std::get<LesionMeasurement>(fact->payload).long_mm);
  EXPECT_EQ(std::get<LesionMeasurement>(fact->payload).state, LesionMeasurement::State::NotEvaluable);
  ASSERT_EQ(courses[0].issues.size(), 1u);
  EXPECT_EQ(courses[0].issues[0].code, IssueCode::UnitUnknown);
  EXPECT_NE(courses[0].issues[0].path.find("line 8"), std::string::npos) << courses[0].issues[0].path;
  EXPECT_TRUE(read.refused);
}

TEST_F(SdtmCourse, OnlyAnOverallResponseIsAFact) {
  const Fact* fact = find("rs/2");
  ASSERT_NE(fact, nullptr);
  const auto& event = std::get<Event>(fact->payload);
  EXPECT_EQ(event.kind, Event::Kind::Response);
  EXPECT_EQ(event.text, "PR");
  EXPECT_EQ(event.reader, "INVESTIGATOR");
  EXPECT_EQ(event.visit, "WEEK 8");
  EXPECT_EQ(find("rs/1"), nullptr) << "a part of a response";
  ASSERT_NE(find("rs/3"), nullptr);
  EXPECT_EQ(std::get<Event>(find("rs/3")->payload).text, "NE");
  EXPECT_EQ(std::get<Event>(find("rs/3")->payload).reader, "INDEPENDENT ASSESSOR/READER 1");
}

TEST_F(SdtmCourse, TreatmentsAndLaboratoryValuesAreNamedAsFactsNameThem) {
  ASSERT_EQ(count<Treatment>(), 3u);
  const auto& study = std::get<Treatment>(find("dm/RFXSTDTC")->payload);
  EXPECT_EQ(study.kind, Treatment::Kind::Systemic);
  EXPECT_EQ(study.name, "Drug A");
  EXPECT_EQ(study.end.text(), "2024-06-01");
  const auto& prior = std::get<Treatment>(find("cm/1")->payload);
  EXPECT_EQ(prior.kind, Treatment::Kind::Systemic);
  EXPECT_EQ(prior.timing, "prior");
  const auto& aspirin = std::get<Treatment>(find("cm/2")->payload);
  EXPECT_EQ(aspirin.kind, Treatment::Kind::Other);
  EXPECT_EQ(aspirin.intent, "supportive");
  EXPECT_FALSE(aspirin.definitive);
  const auto& lab = std::get<LabValue>(find("lb/7")->payload);
  EXPECT_EQ(lab.analyte, "ca125");
  EXPECT_EQ(lab.value->text(), "410");
  EXPECT_EQ(lab.upper_limit->text(), "35");
}

}  // namespace
}  // namespace restage::sdtm
