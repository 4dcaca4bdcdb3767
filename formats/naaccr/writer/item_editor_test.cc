// SPDX-License-Identifier: Apache-2.0
#include "formats/naaccr/writer/item_editor.h"

#include <gtest/gtest.h>

namespace restage::naaccr {
namespace {

// Sets grade (3843) and the derived summary stage (762) of each tumor.
class Setter final : public TumorVisitor {
 public:
  Setter(const ItemTable& table, ItemEditor& editor, std::string grade, std::string stage)
      : table_(table), editor_(editor), grade_(std::move(grade)), stage_(std::move(stage)) {}
  void tumor(const TumorPlace& place, const std::vector<ItemPlace>& items, const std::vector<ItemPlace>&) override {
    for (const auto& [number, value] : {std::pair{762, &stage_}, std::pair{3843, &grade_}}) {
      const ItemDefinition* item = table_.find_number(number, 23);
      const ItemPlace* existing = nullptr;
      for (const ItemPlace& one : items)
        if (one.definition == item) existing = &one;
      editor_.set(place, *item, existing, *value);
    }
    editor_.end_tumor(place);
  }

 private:
  const ItemTable& table_;
  ItemEditor& editor_;
  std::string grade_;
  std::string stage_;
};

std::string set_in(const std::string& block, const std::string& grade, const std::string& stage,
                   const std::string& prefix = "") {
  const ItemTable table;
  FileHead head;
  head.version = 23;
  head.prefix = prefix;
  ItemEditor editor(head);
  editor.begin(block);
  Setter setter(table, editor, grade, stage);
  BlockWalker walker(head, table);
  std::vector<DataIssue> issues;
  walker.walk(block, 0, true, setter, issues);
  std::string out;
  editor.write(out);
  return out;
}

std::string document(const std::string& items) {
  return "<Patient><Item naaccrId=\"patientIdNumber\">1</Item>\n <Tumor>" + items +
         "</Tumor> <!-- kept -->\n</Patient></NaaccrData>";
}

constexpr const char* kSite = "\n  <Item naaccrId=\"primarySite\">C509</Item>";
constexpr const char* kGrade = "\n  <Item naaccrId=\"gradeClinical\">2</Item>";
constexpr const char* kStage = "\n  <Item naaccrId=\"derivedSummaryStage2018\">1</Item>";

TEST(ItemEditor, ReplacesWhereItStandsAndAddsBehindTheLast) {
  const std::string grade = "\n  <Item naaccrId=\"gradeClinical\">3</Item>";
  EXPECT_EQ(set_in(document(std::string(kGrade) + kSite + "\n "), "3", "1"), document(grade + kSite + kStage + "\n "));
}

TEST(ItemEditor, TakesOutWhatHasNoValueWithTheBlanksBeforeIt) {
  EXPECT_EQ(set_in(document(std::string(kSite) + kGrade + kStage), "2", ""), document(std::string(kSite) + kGrade));
  EXPECT_EQ(set_in(document(kSite), "", ""), document(kSite));
}

TEST(ItemEditor, TheSameAgainChangesNothing) {
  const std::string once = set_in(document(kSite), "2", "1");
  EXPECT_NE(once, document(kSite));
  EXPECT_EQ(set_in(once, "2", "1"), once);
}

TEST(ItemEditor, FillsEmptyTagsAndEscapesWhatXmlKeepsForItself) {
  EXPECT_EQ(set_in(document(std::string(kSite) + "\n  <Item naaccrId=\"gradeClinical\"/>"), "<&", ""),
            document(std::string(kSite) + "\n  <Item naaccrId=\"gradeClinical\">&lt;&amp;</Item>"));
  const std::string nothing_fits = "<Patient><Tumor/></Patient></NaaccrData>";
  EXPECT_EQ(set_in(nothing_fits, "2", "1"), nothing_fits);
}

TEST(ItemEditor, KeepsThePrefixOfTheFile) {
  const std::string block =
      "<n:Patient><n:Tumor> <n:Item naaccrId=\"primarySite\">C509</n:Item></n:Tumor></n:Patient></n:NaaccrData>";
  EXPECT_EQ(set_in(block, "2", "", "n"),
            "<n:Patient><n:Tumor> <n:Item naaccrId=\"primarySite\">C509</n:Item> <n:Item "
            "naaccrId=\"gradeClinical\">2</n:Item></n:Tumor></n:Patient></n:NaaccrData>");
}

}  // namespace
}  // namespace restage::naaccr
