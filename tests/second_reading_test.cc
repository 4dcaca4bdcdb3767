// SPDX-License-Identifier: Apache-2.0
// The second, independent reading: group tables written down from a source other than the one the pack was
// written from (tests/second_reading/<site>.tsv), compared cell by cell with the packs.
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <set>

#include "base/byte_source.h"
#include "base/text.h"
#include "base/tsv.h"
#include "rules/run/pack_library.h"
#include "rules/run/program.h"

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
  const Tsv table = read_tsv(text);
  std::vector<Row> rows;
  for (const TsvLine& line : table.lines) {
    Row& row = rows.emplace_back();
    row.header.assign(table.header.begin(), table.header.end());
    for (const std::string_view cell : line.cells) row.cells.emplace_back(text::trim(cell));
  }
  return rows;
}

/// The pack of a row, evaluated as the row says.
rules::Evaluation evaluate(const rules::Pack& pack, const Row& row) {
  std::vector<rules::GivenInput> given;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    const std::string& name = row.header[i];
    if (name == "edition" || name == "site" || name == "classification" || name == "source" || name == "note" ||
        name.front() == '=')
      continue;
    given.push_back({name, row.cells[i]});
  }
  const bool from_findings = row.cell("t").empty() && row.cell("n").empty() && row.cell("m").empty();
  return pack.evaluate(row.cell("classification"), given,
                       from_findings ? rules::Pack::Start::Findings : rules::Pack::Start::Categories);
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
    const rules::Evaluation result = evaluate(**pack, row);
    std::string got(result.single("group"));
    if (got.empty() && result.output("group") != nullptr) {
      std::vector<std::string> possible(result.output("group")->possible.begin(),
                                        result.output("group")->possible.end());
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
  std::replace_if(
      name.begin(), name.end(), [](char c) { return !text::is_digit(c) && !text::is_lower(c) && !text::is_upper(c); },
      '_');
  return name;
}

/// The rows of the tables that give the group which some reading answers alone, as "table/row".
std::set<std::string> rows_read(const rules::Pack& pack, const std::vector<Row>& rows) {
  std::set<std::string> read;
  for (const Row& row : rows) {
    std::map<std::string, std::set<std::string>> reached;
    for (const rules::RuleReference& rule : evaluate(pack, row).rules)
      reached[std::string(rule.table)].emplace(rule.row);
    for (const auto& [table, ids] : reached)
      if (ids.size() == 1) read.insert(table + "/" + *ids.begin());
  }
  return read;
}

// Every row of every group table of the commonest sites stands in some reading, or in the list of those for which
// no second source was found, with the reason.
TEST(SecondReadingOfTheCommonestSites, LeavesNoRowOut) {
  const auto library = rules::PackLibrary::embedded();
  ASSERT_TRUE(library) << library.error().text();
  std::map<std::string, std::vector<Row>> readings;
  for (const fs::path& file : reading_files())
    for (Row& row : read_rows(file)) readings[row.cell("edition") + " " + row.cell("site")].push_back(std::move(row));
  for (const Row& wanted : read_rows(fs::path(RESTAGE_SOURCE_DIR) / "tests/second_reading_sites.tsv")) {
    const std::string name = wanted.cell("edition") + " " + wanted.cell("site");
    const auto pack = (*library)->find(wanted.cell("edition"), wanted.cell("site"));
    ASSERT_TRUE(pack && *pack != nullptr) << name;
    std::set<std::string> expected_unread, unread;
    const std::string not_read = wanted.cell("not_read");
    for (const std::string_view each : text::split(not_read, ' '))
      if (!each.empty()) expected_unread.emplace(each);
    const std::set<std::string> read = rows_read(**pack, readings[name]);
    for (const rules::TableModel& table : (*pack)->program()->model().tables) {
      if (std::find(table.results.begin(), table.results.end(), "group") == table.results.end()) continue;
      for (const rules::RowModel& row : table.rows)
        if (!read.contains(table.id + "/" + row.id)) unread.insert(table.id + "/" + row.id);
    }
    EXPECT_EQ(text::join({unread.begin(), unread.end()}, " "),
              text::join({expected_unread.begin(), expected_unread.end()}, " "))
        << name;
  }
}

INSTANTIATE_TEST_SUITE_P(Sites, SecondReading, testing::ValuesIn(reading_files()), test_name);
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(SecondReading);

}  // namespace
}  // namespace restage
