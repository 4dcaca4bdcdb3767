// SPDX-License-Identifier: Apache-2.0
#include "formats/sdtm/study.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

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

TEST(SdtmStudy, AStudyInOrderOfSubjectComesInPartsAndAnyOtherAtOnce) {
  const Folder in_order(false), backwards(true);
  auto stream = StudyStream::open(in_order.path(), "", false);
  ASSERT_TRUE(stream) << stream.error().text();
  Study part;
  std::vector<std::string> ids;
  std::size_t parts = 0, largest = 0;
  for (auto more = stream->next(part); more && *more; more = stream->next(part)) {
    ++parts;
    largest = std::max(largest, part.subjects.size());
    EXPECT_TRUE(part.issues.empty());
    for (const ResponseSubject& subject : part.subjects) {
      ids.push_back(subject.id);
      ASSERT_EQ(subject.visits.size(), 4u);
      ASSERT_TRUE(subject.reference_date.is_known());
    }
  }
  EXPECT_GE(parts, 3u);
  EXPECT_LT(largest, 1500u);
  const auto whole = read_study(backwards.path(), "", false);
  ASSERT_TRUE(whole) << whole.error().text();
  EXPECT_EQ(whole->measurement_rows, static_cast<std::size_t>(4 * kSubjects));
  std::vector<std::string> others;
  for (const ResponseSubject& subject : whole->subjects) others.push_back(subject.id);
  EXPECT_EQ(ids, others);
  EXPECT_EQ(ids.size(), static_cast<std::size_t>(kSubjects));
}

}  // namespace
}  // namespace restage::sdtm
