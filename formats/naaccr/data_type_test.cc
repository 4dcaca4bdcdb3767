// SPDX-License-Identifier: Apache-2.0
// Data types: the patterns of the dictionary schema (naaccr_dictionary_1.8.xsd), and the types the dictionaries give.
#include "formats/naaccr/data_type.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/byte_source.h"
#include "formats/naaccr/items.h"
#include "formats/naaccr/token.h"

namespace restage::naaccr {
namespace {

struct Case {
  const char* type;
  std::vector<std::string_view> fit;
  std::vector<std::string_view> break_it;
};

TEST(DataTypes, FollowThePatternsOfTheSchemaAndTheCalendar) {
  const Case cases[] = {
      {"digits", {"0", "0099", "8140"}, {"x1", "81A0", "1 2", "-1", "1.0", "\xD9\xA1"}},
      {"alpha", {"A", "NY"}, {"ny", "N1", "N Y", "\xC3\x84"}},
      {"mixed", {"A", "1", "A1B2"}, {"a1", "A-1", "A 1"}},
      {"numeric", {"0", "12", "12.5", "0.05"}, {"1.", ".5", "1.2.3", "1,5", "-1", "+1", "1e3", "X"}},
      {"date",
       {"1800", "2099", "202012", "20200229", "19001231"},
       {"99999999", "20200231", "19501399", "20210229", "19000229", "17991231", "21000101", "202000", "202013",
        "20200100", "20200132", "2020013", "20201", "202", "2020-01-01", "2020XXXX", "202001010"}},
      {"dateTime",
       {"2025", "2025-01", "2025-01-31", "2025-01-31T23:59:60", "2025-01-31T10:00:00Z", "2025-01-31T10:00:00-05:00",
        "2025-01-31T10:00:00+14:00", "2025-01-31Z", "2025-01-05:00"},
       {"0000", "20250131", "2025-13", "2025-00", "2025-02-30", "2025-1-1", "2025-01-31T24:00:00",
        "2025-01-31T10:60:00", "2025-01-31T10:00", "2025-01-31 10:00:00", "2025-01-31T10:00:00+15:00",
        "2025-01-31T10:00:00+14:30", "2025-01-31T10:00:00z", "2025Z"}},
      {"text", {"anything at all", "99999999"}, {}},
      {"", {"anything at all"}, {}},
  };
  for (const Case& one : cases) {
    for (const std::string_view value : one.fit) EXPECT_TRUE(fits(data_type_of(one.type), value)) << one.type << value;
    for (const std::string_view value : one.break_it)
      EXPECT_FALSE(fits(data_type_of(one.type), value)) << one.type << " " << value;
  }
}

TEST(DataTypes, TheBuiltInItemsHaveTheTypeAndLevelOfEachDictionary) {
  const std::string folder = RESTAGE_SOURCE_DIR "/../shared/data/naaccr/dictionaries/naaccr-dictionary-";
  if (!std::filesystem::exists(folder + "260.xml")) GTEST_SKIP() << "no data at " << folder;
  const ItemTable table;
  for (const int version : {18, 21, 22, 23, 24, 25, 26}) {
    const auto xml = read_file(folder + std::to_string(10 * version) + ".xml", std::size_t{64} << 20);
    ASSERT_TRUE(xml) << version;
    TokenReader reader(*xml);
    std::size_t seen = 0;
    for (Token token = reader.next(); token.kind != TokenKind::End; token = reader.next()) {
      ASSERT_NE(token.kind, TokenKind::Error);
      if (local_name(token.name) != "ItemDef" || token.kind == TokenKind::EndTag) continue;
      const ItemDefinition* item = table.find(reader.attribute("naaccrId"), version);
      ASSERT_NE(item, nullptr) << reader.attribute("naaccrId");
      EXPECT_EQ(item->type, data_type_of(reader.attribute("dataType"))) << item->id << " " << version;
      EXPECT_EQ(to_string(item->level), reader.attribute("parentXmlElement")) << item->id << " " << version;
      ++seen;
    }
    EXPECT_GT(seen, 700U) << version;
  }
}

TEST(DataTypes, AUserDictionaryGivesItsOwn) {
  ItemTable table;
  ASSERT_TRUE(table.add_dictionary(
      "<NaaccrDictionary dictionaryUri='http://x/mine.xml'><ItemDefs>"
      "<ItemDef naaccrId='mySize' naaccrNum='95001' length='5' parentXmlElement='Tumor' dataType='numeric'/>"
      "<ItemDef naaccrId='myNote' naaccrNum='95002' length='5' parentXmlElement='Patient'/>"
      "</ItemDefs></NaaccrDictionary>"));
  EXPECT_EQ(table.find("mySize", 24)->type, DataType::Numeric);
  EXPECT_EQ(table.find("myNote", 24)->type, DataType::Text);
}

}  // namespace
}  // namespace restage::naaccr
