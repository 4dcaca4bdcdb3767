// SPDX-License-Identifier: Apache-2.0
// Disagreements among public implementations of the staging tables (tests/discrepancies.tsv): the packs give
// the answer that the better source gives. The T rules of discrepancy 26 are cases of the breast pack.
#include <gtest/gtest.h>

#include "base/byte_source.h"
#include "base/text.h"
#include "base/tsv.h"
#include "rules/run/pack_library.h"

namespace restage {
namespace {

TEST(Discrepancies, HaveTheRightAnswer) {
  const auto library = rules::PackLibrary::embedded();
  ASSERT_TRUE(library) << library.error().text();
  const std::string file = read_file(RESTAGE_SOURCE_DIR "/tests/discrepancies.tsv").value();
  int rows = 0;
  const Tsv table = read_tsv(file);
  for (const auto& [line, cells] : table.lines) {
    ASSERT_EQ(cells.size(), 6u) << line;
    const auto pack = (*library)->by_id(cells[1]);
    ASSERT_TRUE(pack && *pack != nullptr) << line;
    std::vector<rules::GivenInput> given;
    bool categories = false;
    for (const std::string_view input : text::split(cells[3], ' ')) {
      const std::size_t equals = input.find('=');
      ASSERT_NE(equals, std::string_view::npos) << line;
      given.push_back({input.substr(0, equals), input.substr(equals + 1)});
      categories |= input.starts_with("t=");
    }
    const auto start = categories ? rules::Pack::Start::Categories : rules::Pack::Start::Findings;
    const auto result = (*pack)->evaluate(cells[2], given, start);
    EXPECT_TRUE(result.problems.empty()) << line << ": " << result.problems.front().message;
    EXPECT_EQ(result.single("group"), cells[4]) << line;
    ++rows;
  }
  EXPECT_GT(rows, 40);
}

}  // namespace
}  // namespace restage
