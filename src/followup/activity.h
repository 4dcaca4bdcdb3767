// SPDX-License-Identifier: Apache-2.0
#pragma once
// What an activity is, in whatever words: the tests it names and the parts of the body. The words are data
// (activities.tsv). Two texts speak of one activity when they share a test and no two body parts contradict.
// Plain values; the table is read once and safe to share.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace restage::followup {

struct Activity {
  std::vector<std::uint8_t> tests;  ///< in the order of the text; places in the table
  std::uint32_t regions = 0;        ///< bit set
  bool any_of_tests = false;        ///< "CT or MRI": either does; else the first test is what counts

  bool is_known() const noexcept { return !tests.empty(); }
};

Activity activity_of(std::string_view text);

/// Whether something that was done is the activity that a guideline asks for.
bool is_done_by(const Activity& asked, const Activity& done) noexcept;

/// The test that an activity is first of all, as one word: "ct", "visit"; empty where none is named.
std::string_view main_test(const Activity& activity);

/// Who looks after a kind of task unless the pack says otherwise: a convention of this project, as data.
std::string_view owner_of(std::string_view kind);

/// How bad a stage or risk group is, 1 to 4; 0 where the value is neither.
int severity_of(std::string_view value);

}  // namespace restage::followup
