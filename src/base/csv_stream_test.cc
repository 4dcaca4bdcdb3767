// SPDX-License-Identifier: Apache-2.0
#include "base/csv_stream.h"

#include <gtest/gtest.h>

#include <random>

#include "base/csv.h"

namespace restage {
namespace {

/// Hands out a text in pieces of a few bytes.
class Trickle final : public ByteSource {
 public:
  Trickle(std::string_view text, std::size_t piece) : text_(text), piece_(piece) {}
  Result<std::size_t> read(char* buffer, std::size_t size) override {
    const std::size_t count = std::min({piece_, size, text_.size()});
    text_.copy(buffer, count);
    text_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view text_;
  std::size_t piece_;
};

std::vector<std::vector<std::string>> read(std::string_view text, std::size_t piece = 3) {
  Trickle source(text, piece);
  CsvStream stream(source);
  std::vector<std::vector<std::string>> rows;
  for (auto more = stream.next(); more && *more; more = stream.next())
    rows.emplace_back(stream.cells().begin(), stream.cells().end());
  return rows;
}

TEST(CsvStream, ReadsQuotesLineEndsAndAByteOrderMark) {
  const auto rows = read(
      "\xEF\xBB\xBF"
      "a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n\n\"two\nlines\",\n,last");
  const std::vector<std::vector<std::string>> wanted = {
      {"a", "b"}, {"x,1", "say \"hi\""}, {"two\nlines", ""}, {"", "last"}};
  EXPECT_EQ(rows, wanted);
}

TEST(CsvStream, RepeatsRecordsAsWrittenAndCountsLines) {
  Trickle source("h\n\"a\nb\"\r\nc\n", 2);
  CsvStream stream(source);
  ASSERT_TRUE(*stream.next());
  ASSERT_TRUE(*stream.next());
  EXPECT_EQ(stream.raw(), "\"a\nb\"");
  EXPECT_EQ(stream.line_end(), "\r\n");
  EXPECT_EQ(stream.line(), 2u);
  ASSERT_TRUE(*stream.next());
  EXPECT_EQ(stream.line(), 4u);
  EXPECT_FALSE(*stream.next());
}

TEST(CsvStream, AQuoteInsideACellIsText) {
  const std::vector<std::vector<std::string>> wanted = {{"a", "5\" mass", "b"}, {"c", "x"}};
  EXPECT_EQ(read("a,5\" mass,b\nc,x\n"), wanted);
}

TEST(CsvStream, AnOpenQuoteTakesItsLineOnly) {
  Trickle source("h,i\na,\"b\nc,d\n", 2);
  CsvStream stream(source);
  ASSERT_TRUE(*stream.next());
  ASSERT_TRUE(*stream.next());
  EXPECT_TRUE(stream.has_open_quote());
  EXPECT_EQ(stream.raw(), "a,\"b");
  ASSERT_TRUE(*stream.next());
  EXPECT_FALSE(stream.has_open_quote());
  EXPECT_EQ(stream.line(), 3u);
  EXPECT_EQ(stream.cells()[1], "d");
  EXPECT_FALSE(*stream.next());
}

TEST(CsvStream, AByteOrderMarkBeforeAQuoteIsSkipped) {
  const std::vector<std::vector<std::string>> wanted = {{"a,b", "c"}, {"1", "2"}};
  EXPECT_EQ(read("\xEF\xBB\xBF\"a,b\",c\n1,2\n"), wanted);
}

TEST(CsvStream, ReadsBackWhatTheWriterWrites) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::vector<std::string>> rows(1 + random() % 5);
    std::string text;
    for (auto& row : rows) {
      for (std::size_t i = 0; i < 3; ++i) {
        std::string& cell = row.emplace_back("x");
        for (std::size_t k = random() % 6; k > 0; --k) cell += "ab,\"\n\r "[random() % 7];
        cell += 'y';
      }
      append_csv_row(text, row);
    }
    ASSERT_EQ(read(text, 1 + random() % 7), rows);
  }
}

// Wide rows with many empty cells, of lengths around the blocks that are read at once, against a plain split.
TEST(CsvStream, FilledCellsAreThoseThatAreNotEmpty) {
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    std::vector<std::vector<std::string>> wanted;
    std::string text;
    for (int row = 0; row < 5; ++row) {
      std::vector<std::string>& cells = wanted.emplace_back(1 + random() % 80);
      for (std::string& cell : cells)
        if (random() % 3 == 0) cell.assign(1 + random() % 12, static_cast<char>('a' + random() % 26));
      if (cells.size() == 1) cells[0] = "x";  // an empty line is no row
      for (std::size_t i = 0; i < cells.size(); ++i) text += (i > 0 ? "," : "") + cells[i];
      text += random() % 3 == 0 ? "\r\n" : "\n";
    }
    if (random() % 2 == 0)
      text.erase(text.find_last_not_of("\r\n") == std::string::npos ? text.size() : text.size() - 1);
    Trickle source(text, 1 + random() % 200);
    CsvStream stream(source);
    for (const auto& cells : wanted) {
      ASSERT_TRUE(*stream.next());
      std::vector<std::string> got(stream.size());
      for (const FilledCell& cell : stream.filled()) {
        ASSERT_FALSE(cell.text.empty());
        ASSERT_EQ(cell.word, FilledCell::word_of(cell.text));
        got[cell.column] = cell.text;
      }
      ASSERT_EQ(got, cells) << text;
      ASSERT_EQ(std::vector<std::string>(stream.cells().begin(), stream.cells().end()), cells);
    }
    ASSERT_FALSE(*stream.next());
  }
}

}  // namespace
}  // namespace restage
