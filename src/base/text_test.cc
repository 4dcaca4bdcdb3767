// SPDX-License-Identifier: Apache-2.0
#include "base/text.h"
#include "base/printable.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

TEST(Text, SplitsKeepingEmptyParts) {
  EXPECT_EQ(text::split("a,,b", ',').size(), 3u);
  EXPECT_EQ(text::split("", ',').size(), 1u);
  EXPECT_EQ(text::trim(" \t x \n"), "x");
}

TEST(Text, KnowsWellFormedUtf8) {
  EXPECT_TRUE(
      text::is_utf8("Gr\xC3\xB6\xC3\x9F"
                    "e \xE2\x82\xAC \xF0\x9F\x99\x82"));
  EXPECT_FALSE(text::is_utf8("\xC0\xAF"));      // overlong
  EXPECT_FALSE(text::is_utf8("\xED\xA0\x80"));  // surrogate
  EXPECT_FALSE(text::is_utf8("\xE2\x82"));      // cut short
  EXPECT_FALSE(
      text::is_utf8("Gr\xF6\xDF"
                    "e"));  // Latin-1
}

TEST(Text, KeepsControlCharactersOffTheTerminal) {
  EXPECT_EQ(text::printable("a\x1b[2J\x1b]0;t\x07 b\tc\n", false), "a?[2J?]0;t? b\tc\n");
  EXPECT_EQ(text::printable("\x1b[1;36mJ\xC3\xB6rg\x1b[0m\x1b[2J", true), "\x1b[1;36mJ\xC3\xB6rg\x1b[0m?[2J");
  EXPECT_EQ(text::printable("\xC2\x9B"
                            "31m",
                            false),
            "?31m");
}

TEST(Text, EscapesMarkup) { EXPECT_EQ(text::escape_markup("<a b='\"&'>"), "&lt;a b=&#39;&quot;&amp;&#39;&gt;"); }

}  // namespace
}  // namespace restage
