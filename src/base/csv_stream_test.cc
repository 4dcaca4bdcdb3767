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
  for (auto more = stream.next(); more && *more; more = stream.next()) rows.emplace_back(stream.cells().begin(), stream.cells().end());
  return rows;
}

TEST(CsvStream, ReadsQuotesLineEndsAndAByteOrderMark) {
  const auto rows = read("\xEF\xBB\xBF" "a,b\r\n\"x,1\",\"say \"\"hi\"\"\"\n\n\"two\nlines\",\n,last");
  const std::vector<std::vector<std::string>> wanted = {{"a", "b"}, {"x,1", "say \"hi\""}, {"two\nlines", ""}, {"", "last"}};
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

}  // namespace
}  // namespace restage
