// SPDX-License-Identifier: Apache-2.0
#include "stream/csv_records.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>

#include "base/csv.h"
#include "base/csv_quotes.h"
#include "base/csv_stream.h"
#include "base/text.h"

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

// One line a record: its line number, whether broken quotes cut it, and its cells.
std::string describe(std::size_t line, bool is_cut, const std::vector<std::string_view>& cells) {
  std::string out = std::to_string(line) + (is_cut ? " cut:" : ":");
  for (const std::string_view cell : cells) out += "[" + std::string(cell) + "]";
  return out + "\n";
}

std::string by_stream(std::string_view text) {
  const auto source = ByteSource::from_memory(text);
  CsvStream stream(*source);
  std::string out;
  (void)*stream.next();  // the header
  while (*stream.next()) {
    if (!text::trim(stream.raw()).empty()) out += describe(stream.line(), stream.has_open_quote(), stream.cells());
  }
  return out;
}

std::string by_blocks(const std::string& text) {
  auto lines = std::make_unique<LineBlocks>(ByteSource::from_memory(text));
  (void)*lines->take_line();
  const auto blocks = make_csv_blocks(std::move(lines), ',');
  std::string out;
  CsvTaker taker(',');
  CsvSplitter splitter(',');
  for (TextBlock block; *blocks->next(block);) {
    taker.begin_block();
    std::size_t line = block.first_record;
    for (std::string_view rest = block.input; !rest.empty();) {
      const std::string_view before = rest;
      auto found = CsvTaker::Found::Whole;
      const std::string_view record = taker.take(rest, found);
      std::vector<CsvCell> cells;
      if (found != CsvTaker::Found::Whole || !splitter.split(record, cells)) splitter.split_plainly(record, cells);
      std::vector<std::string_view> texts;
      for (const CsvCell& cell : cells) texts.push_back(cell.text);
      if (!text::trim(record).empty()) out += describe(line, found != CsvTaker::Found::Whole, texts);
      const std::string_view taken = before.substr(0, before.size() - rest.size());
      line += static_cast<std::size_t>(std::count(taken.begin(), taken.end(), '\n'));
    }
  }
  return out;
}

TEST(CsvQuotes, BothReadersHoldToTheSameRules) {
  const std::pair<const char*, const char*> cases[] = {
      {"a,5\" mass\nb,1\n", "2:[a][5\" mass]\n3:[b][1]\n"},
      {"\"two\nlines\",\"say \"\"hi\"\"\"\r\nb,1", "2:[two\nlines][say \"hi\"]\n4:[b][1]\n"},
      {"\"a\"b,1\n\"a\"b\",2\n\"c, d\" e,3\n", "2:[\"a\"b][1]\n3:[\"a\"b\"][2]\n4:[\"c, d\" e][3]\n"},
      {"a,\"open\nb,2\nc,3", "2 cut:[a][\"open]\n3:[b][2]\n4:[c][3]\n"},
      {"a,\"open\nb,\"x\"\r\nc,3\n", "2 cut:[a][\"open]\n3:[b][x]\n4:[c][3]\n"},
      {"\"p, q\nr\",\"open\nb,\"x\"\n", "2 cut:[\"p][ q]\n3 cut:[r\"][\"open]\n4:[b][x]\n"},
      {"a,\"\nb,\"\"\n", "2 cut:[a][\"]\n3:[b][]\n"},
  };
  for (const auto& [text, wanted] : cases) {
    EXPECT_EQ(by_stream("h,i\n" + std::string(text)), wanted) << text;
    EXPECT_EQ(by_blocks("h,i\n" + std::string(text)), wanted) << text;
  }
}

TEST(CsvQuotes, BothReadersReadAnyTextAlike) {
  std::mt19937 random(7);
  for (int round = 0; round < 1'500; ++round) {
    std::string text = "h,i\n";
    for (unsigned length = random() % 30; length > 0; --length)
      text += std::array{"a", "b", ",", "\"", "\"", "\n", "\r\n", "\"\"", ",\"", "\",", "\"\n"}[random() % 11];
    ASSERT_EQ(by_stream(text), by_blocks(text)) << text;
  }
}

// A stray quote costs its line wherever the blocks of a file end, and up to the limit a record may take many lines.
TEST(CsvQuotes, TheLimitIsTheSame) {
  std::string filler;
  while (filler.size() < kLongestCsvRecord) filler += "line after line of a plain cell, all alike\n";
  for (const bool fits : {true, false}) {
    const std::string inside = filler.substr(0, kLongestCsvRecord - 8 + (fits ? 0 : 8));
    const std::string text = "h,i\na,\"" + inside + "\"\nlast,\"x\ny\"\n";
    const std::string stream = by_stream(text);
    EXPECT_EQ(stream.starts_with("2:[a][line"), fits);
    EXPECT_EQ(stream.starts_with("2 cut:[a][\"line"), !fits);
    EXPECT_TRUE(stream.ends_with("[last][x\ny]\n"));
    EXPECT_TRUE(stream == by_blocks(text)) << fits;
  }
}

// Quotes that make every line a candidate for the end of all before: read in linear time, nothing lost.
TEST(CsvQuotes, ManyBrokenQuotesTakeLinearTime) {
  std::string text = "h,i\n";
  std::size_t count = 0;
  for (; text.size() < (std::size_t{1} << 20); ++count) text += "1\",\"2\n";
  const std::string stream = by_stream(text);
  EXPECT_EQ(std::count(stream.begin(), stream.end(), '\n'), static_cast<std::ptrdiff_t>(count));
  const std::string blocks = by_blocks(text);
  EXPECT_EQ(std::count(blocks.begin(), blocks.end(), '\n'), static_cast<std::ptrdiff_t>(count));
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
