// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

TEST(Csv, TellsQuotedFromBareAndUndoesQuoting) {
  CsvCursor cursor(
      "\xEF\xBB\xBF"
      "a,\"b \"\"q\"\", c\",NA,\"NA\"\r\n\r\n1,,\"two\nlines\"\n");
  std::vector<CsvCell> row;
  ASSERT_TRUE(cursor.next(row));
  ASSERT_EQ(row.size(), 4u);
  EXPECT_EQ(row[0].text, "a");
  EXPECT_EQ(row[1].text, "b \"q\", c");
  EXPECT_FALSE(row[2].quoted);
  EXPECT_TRUE(row[3].quoted);
  ASSERT_TRUE(cursor.next(row));
  EXPECT_EQ(cursor.line(), 3u);
  ASSERT_EQ(row.size(), 3u);
  EXPECT_EQ(row[1].text, "");
  EXPECT_EQ(row[2].text, "two\nlines");
  EXPECT_FALSE(cursor.next(row));
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const std::vector<std::string> cells = {"plain", "with,comma", "with \"quotes\"", " edge", "", "line\nbreak"};
  std::string text;
  append_csv_row(text, cells);
  CsvCursor cursor(text);
  std::vector<CsvCell> row;
  ASSERT_TRUE(cursor.next(row));
  ASSERT_EQ(row.size(), cells.size());
  for (std::size_t i = 0; i < cells.size(); ++i) EXPECT_EQ(row[i].text, cells[i]);
}

TEST(Csv, AnUnclosedQuoteEndsWithTheText) {
  CsvCursor cursor("\"open,\n1,2");
  std::vector<CsvCell> row;
  ASSERT_TRUE(cursor.next(row));
  EXPECT_EQ(row.size(), 1u);
  EXPECT_FALSE(cursor.next(row));
}

}  // namespace
}  // namespace restage
