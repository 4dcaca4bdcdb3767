// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

#include <gtest/gtest.h>

#include "base/csv_stream.h"

namespace restage {
namespace {

TEST(Csv, TellsQuotedFromBareAndUndoesQuoting) {
  const auto source = ByteSource::from_memory(
      "\xEF\xBB\xBF"
      "a,\"b \"\"q\"\", c\",NA,\"NA\"\r\n\r\n1,,\"two\nlines\"\n");
  CsvStream rows(*source);
  ASSERT_TRUE(*rows.next());
  ASSERT_EQ(rows.cells().size(), 4u);
  EXPECT_EQ(rows.cells()[0], "a");
  EXPECT_EQ(rows.cells()[1], "b \"q\", c");
  EXPECT_FALSE(rows.is_quoted(2));
  EXPECT_TRUE(rows.is_quoted(3));
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(rows.line(), 3u);
  ASSERT_EQ(rows.cells().size(), 3u);
  EXPECT_EQ(rows.cells()[1], "");
  EXPECT_EQ(rows.cells()[2], "two\nlines");
  EXPECT_FALSE(*rows.next());
}

TEST(Csv, WhatIsWrittenIsReadBack) {
  const std::vector<std::string> cells = {"plain", "with,comma;and\tmore", "with \"quotes\"", " edge",
                                          "",      "line\nbreak"};
  for (const char separator : {',', ';', '\t'}) {
    std::string text;
    append_csv_row(text, cells, separator);
    const auto source = ByteSource::from_memory(text);
    CsvStream rows(*source, separator);
    ASSERT_TRUE(*rows.next());
    ASSERT_EQ(rows.cells().size(), cells.size());
    for (std::size_t i = 0; i < cells.size(); ++i) EXPECT_EQ(rows.cells()[i], cells[i]);
  }
}

TEST(Csv, AnUnclosedQuoteEndsWithItsLine) {
  const auto source = ByteSource::from_memory("\"a\"b,c\n\"open,x\n1,2\n");
  CsvStream rows(*source);
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(rows.cells(), (std::vector<std::string_view>{"\"a\"b", "c"})) << "as written";
  ASSERT_TRUE(*rows.next());
  EXPECT_TRUE(rows.has_open_quote());
  EXPECT_EQ(rows.cells(), (std::vector<std::string_view>{"\"open", "x"}));
  ASSERT_TRUE(*rows.next());
  EXPECT_EQ(rows.cells(), (std::vector<std::string_view>{"1", "2"}));
  EXPECT_FALSE(*rows.next());
}

}  // namespace
}  // namespace restage
