// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/study_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "formats/sdtm/course_reader.h"

namespace restage::sdtm {
namespace {

constexpr int kSubjects = 4000;

/// A folder with a DM and a TR of many subjects, in order of subject or backwards.
class Folder {
 public:
  explicit Folder(bool backwards)
      : path_(std::filesystem::temp_directory_path() /
              (backwards ? "restage_sdtm_backwards" : "restage_sdtm_in_order")) {
    std::filesystem::create_directories(path_);
    std::ofstream people(path_ / "dm.csv"), sizes(path_ / "tr.csv");
    people << "USUBJID,RFSTDTC\n";
    sizes << "USUBJID,TRSEQ,TRGRPID,TRLNKID,TRTESTCD,TRSTRESN,TRSTRESU,TREVAL,VISIT,TRDTC\n";
    for (int i = 0; i < kSubjects; ++i) {
      const std::string id = "S" + std::to_string(10000 + (backwards ? kSubjects - 1 - i : i));
      people << id << ",2020-01-02\n";
      for (int visit = 1; visit <= 4; ++visit)
        sizes << id << ',' << visit << ",TARGET,T1,LDIAM," << 20 + visit << ",mm,INVESTIGATOR,V" << visit << ",2020-0"
              << visit << "-02\n";
    }
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

std::vector<Course> courses_of(const Folder& folder) {
  std::vector<Course> courses;
  const auto read = read_set(folder.path(), "", [&](Course&& course) { courses.push_back(std::move(course)); });
  EXPECT_TRUE(read) << read.error().text();
  return courses;
}

TEST(StudyTables, AStudyInOrderOfSubjectComesInPartsAndAnyOtherAtOnce) {
  const Folder in_order(false), backwards(true);
  for (const Folder* folder : {&in_order, &backwards}) {
    StudyTables tables(folder->path(), "");
    ASSERT_TRUE(tables.plan({tables.common("dm"), tables.path("tr")}));
    std::size_t parts = 0, largest = 0, all = 0;
    do {
      std::size_t people = 0;
      Table* const table = tables.open(tables.common("dm"));
      ASSERT_NE(table, nullptr);
      while (tables.next_row(*table, table->column("USUBJID"))) ++people;
      ++parts;
      all += people;
      largest = std::max(largest, people);
    } while (tables.next_part());
    EXPECT_EQ(all, static_cast<std::size_t>(kSubjects));
    if (folder == &in_order) {
      EXPECT_GE(parts, 3u);
      EXPECT_LT(largest, 1500u);
    } else {
      EXPECT_EQ(parts, 1u);
    }
  }
}

TEST(StudyTables, TheOrderOfRowsChangesNoCourse) {
  const Folder in_order(false), backwards(true);
  const auto courses = courses_of(in_order), others = courses_of(backwards);
  ASSERT_EQ(courses.size(), static_cast<std::size_t>(kSubjects));
  ASSERT_EQ(others.size(), courses.size());
  for (std::size_t i = 0; i < courses.size(); ++i) {
    EXPECT_EQ(courses[i].patient, others[i].patient);
    EXPECT_TRUE(courses[i].issues.empty());
    EXPECT_TRUE(courses[i].study.reference_date.is_known());
    // Four measurements, four assessments, one lesion.
    EXPECT_EQ(courses[i].facts.size(), 9u);
    EXPECT_EQ(others[i].facts.size(), 9u);
  }
}

}  // namespace
}  // namespace restage::sdtm
