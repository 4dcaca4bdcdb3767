// SPDX-License-Identifier: Apache-2.0
#include "service/cases/table_header.h"

#include <gtest/gtest.h>

#include "base/text.h"

namespace restage::service {
namespace {

std::string read(const std::vector<std::string_view>& cells, bool needs_site = true) {
  const auto header = read_table_header(cells, needs_site);
  return header ? text::join(*header, ",") : header.error().message + "; " + header.error().context;
}

TEST(TableHeader, RefusesLinesThatEndWithAReturnAlone) {
  const auto read = read_table_header({"site", "t\r8", "lung"}, true);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "line 1: the lines end with a carriage return alone");
}

TEST(TableHeader, TakesNamesInAnyLetterCase) {
  EXPECT_EQ(read({"Edition", " SITE", "T", "N ", "id"}), "edition,site,t,n,id");
  EXPECT_EQ(read({"site", "S", "s"}), "site,S,s");
  EXPECT_EQ(read({"t", "n"}, false), "t,n");
  EXPECT_EQ(read({"site", "", ""}), "site,,");
}

TEST(TableHeader, SaysWhatIsWrongAndWhatToDo) {
  EXPECT_EQ(read({"edition", "t"}),
            "line 1: there is no column site; name it in the first line, or give one pack for all rows with --pack; "
            "the columns are: edition t");
  EXPECT_EQ(read({"edition;site;t"}),
            "line 1: there is no column site; the columns seem to be separated by semicolons; separate them by commas");
  EXPECT_EQ(read({"edition\tsite\tt"}),
            "line 1: there is no column site; the columns seem to be separated by tabs; separate them by commas");
  EXPECT_EQ(read({std::string_view("\xFF\xFEs\0i\0", 6)}),
            "line 1: there is no column site; the file is UTF-16; save it as UTF-8");
  EXPECT_EQ(read({"site", "t", "T", "t"}), "line 1: the column t stands twice; remove or rename one of them");
}

}  // namespace
}  // namespace restage::service
