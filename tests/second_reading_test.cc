// SPDX-License-Identifier: Apache-2.0
// The second, independent reading: group tables written down from a source other than the one the pack was
// written from (tests/second_reading/<site>.tsv), compared cell by cell with the packs.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>

#include "base/byte_source.h"
#include "base/text.h"
#include "rules/pack.h"
#include "rules/tsv.h"

namespace restage {
namespace {

namespace fs = std::filesystem;

struct Row {
  std::vector<std::string> header;
  std::vector<std::string> cells;
  std::string cell(std::string_view name) const {
    for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i)
      if (header[i] == name) return cells[i];
    return {};
  }
};

std::vector<Row> read_rows(const fs::path& path) {
  const std::string text = read_file(path.string()).value();
  const rules::Tsv table = rules::read_tsv(text);
  std::vector<Row> rows;
  for (const rules::TsvLine& line : table.lines) {
    Row& row = rows.emplace_back();
    row.header.assign(table.header.begin(), table.header.end());
    for (const std::string_view cell : line.cells) row.cells.emplace_back(text::trim(cell));
  }
  return rows;
}

class SecondReading : public testing::TestWithParam<fs::path> {};

TEST_P(SecondReading, AgreesWithThePack) {
  const auto library = rules::PackLibrary::embedded();
  ASSERT_TRUE(library) << library.error().text();
  std::size_t equal = 0;
  std::size_t total = 0;
  for (const Row& row : read_rows(GetParam())) {
    const auto pack = (*library)->find(row.cell("edition"), row.cell("site"));
    ASSERT_TRUE(pack && *pack != nullptr) << row.cell("edition") << " " << row.cell("site");
    std::vector<rules::GivenInput> given;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      const std::string& name = row.header[i];
      if (name == "edition" || name == "site" || name == "classification" || name == "source" || name == "note" || name.front() == '=') continue;
      given.push_back({name, row.cells[i]});
    }
    const bool from_findings = row.cell("t").empty() && row.cell("n").empty() && row.cell("m").empty();
    const auto result = (*pack)->evaluate(row.cell("classification"), given,
                                         from_findings ? rules::Pack::Start::Findings : rules::Pack::Start::Categories);
    std::string got(result.single("group"));
    if (got.empty() && result.output("group") != nullptr) {
      std::vector<std::string> possible(result.output("group")->possible.begin(), result.output("group")->possible.end());
      got = text::join(possible, ";");
    }
    ++total;
    if (got == row.cell("=group")) ++equal;
    EXPECT_EQ(got, row.cell("=group")) << text::join(row.cells, " ");
  }
  EXPECT_GT(total, 0u);
  RecordProperty("equal", static_cast<int>(equal));
  RecordProperty("total", static_cast<int>(total));
}

std::vector<fs::path> reading_files() {
  std::vector<fs::path> files;
  const fs::path folder = fs::path(RESTAGE_SOURCE_DIR) / "tests/second_reading";
  if (fs::exists(folder))
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().extension() == ".tsv") files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

std::string test_name(const testing::TestParamInfo<fs::path>& info) {
  std::string name = info.param.stem().string();
  std::replace_if(name.begin(), name.end(), [](char c) { return !text::is_digit(c) && !text::is_lower(c) && !text::is_upper(c); }, '_');
  return name;
}

INSTANTIATE_TEST_SUITE_P(Sites, SecondReading, testing::ValuesIn(reading_files()), test_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SecondReading);

}  // namespace
}  // namespace restage
