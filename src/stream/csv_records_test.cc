// SPDX-License-Identifier: Apache-2.0
#include "stream/csv_records.h"

#include <gtest/gtest.h>

#include <random>

#include "base/csv.h"

namespace restage::stream {
namespace {

// One line a record: its line number, its cells, and the problem if there is one.
std::string read(const std::string& text, std::size_t columns) {
  CsvRecords records(',', columns);
  records.begin(text, 2);
  std::string out;
  while (records.next()) {
    out += std::to_string(records.line()) + ":";
    for (const CsvCell& cell : records.cells()) out += "[" + std::string(cell.text) + "]";
    out += records.problem().empty() ? "\n" : " " + records.problem() + "\n";
  }
  return out;
}

TEST(CsvRecords, KeepsDamageToItsLine) {
  EXPECT_EQ(read("a,\"open\nb,2\r\n\nc,3\n", 2), "2:[a][\"open] a quoted cell does not end\n3:[b][2]\n5:[c][3]\n");
  EXPECT_EQ(read("a,\"open\nb,\"x\"\nc,3\n", 2),
            "2:[a][\"open] text follows the closing quote of a cell\n3:[b][x]\n4:[c][3]\n");
  EXPECT_EQ(read("a,1,2\nb\nc,3\n", 2),
            "2:[a][1] the record has 3 cells, the header has 2; too many: '2'\n3:[b][] the record has 1 cells, the "
            "header has 2\n4:[c][3]\n");
}

TEST(CsvRecords, TakesWhatSpreadsheetsAndRegistrarsWrite) {
  EXPECT_EQ(read("a,b,,\n", 2), "2:[a][b]\n") << "empty cells beyond the header";
  EXPECT_EQ(read("5\" mass,x\ny,z\n", 2), "2:[5\" mass][x]\n3:[y][z]\n") << "an inch mark is text";
  EXPECT_EQ(read("\"two\r\nlines\",\"say \"\"hi\"\"\"\r\ny,z", 2), "2:[two\r\nlines][say \"hi\"]\n4:[y][z]\n");
}

// Records written by the writer come back whatever stands before them, and blocks end behind whole records.
TEST(CsvRecords, BlocksEndBehindWholeRecords) {
  std::mt19937 random(11);
  std::string text;
  std::size_t count = 0;
  while (text.size() < (std::size_t{3} << 20)) {
    std::string cell(random() % 200, 'x');
    for (char& c : cell) c = "ab\n\",;\r "[random() % 8];
    append_csv_row(text, {std::to_string(count++), cell});
  }
  const auto blocks = make_csv_blocks(std::make_unique<LineBlocks>(ByteSource::from_memory(text)), ',');
  std::size_t seen = 0;
  std::size_t blocks_seen = 0;
  CsvRecords records(',', 2);
  for (TextBlock block; *blocks->next(block); ++blocks_seen) {
    records.begin(block.input, block.first_record);
    while (records.next()) {
      ASSERT_EQ(records.problem(), "");
      ASSERT_EQ(records.cells()[0].text, std::to_string(seen++));
    }
  }
  EXPECT_EQ(seen, count);
  EXPECT_GT(blocks_seen, 1U);
}

}  // namespace
}  // namespace restage::stream
