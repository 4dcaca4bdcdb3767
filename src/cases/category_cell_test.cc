// SPDX-License-Identifier: Apache-2.0
#include "cases/category_cell.h"

#include <gtest/gtest.h>

namespace restage::cases {
namespace {

rules::InputModel input(std::string name, std::vector<std::string> values, std::uint32_t leaves) {
  rules::InputModel model;
  model.declaration.name = std::move(name);
  model.declaration.values = std::move(values);
  model.leaf_count = leaves;
  return model;
}

const rules::InputModel kT = input("t", {"T0", "Tis", "Tis(DCIS)", "T1mi", "T1a", "T2a", "T2b", "T2", "TX"}, 7);
const rules::InputModel kN = input("n", {"N0", "N1mi", "N1a", "N1", "NX"}, 4);
const rules::InputModel kM = input("m", {"M0", "M1a", "M1b"}, 3);

std::string read(char axis, std::string_view text) {
  const auto cell = read_category_cell(axis, text, axis == 't' ? kT : axis == 'n' ? kN : kM);
  if (!cell) return "refused";
  return (cell->classification ? std::string(to_string(*cell->classification)) + " " : "") + cell->value;
}

TEST(CategoryCell, AcceptsPrefixesSuffixesAndBareValues) {
  EXPECT_EQ(read('t', "T2a"), "T2a");
  EXPECT_EQ(read('t', "cT2a"), "c T2a");
  EXPECT_EQ(read('t', "ypT2a(m)"), "yp T2a");
  EXPECT_EQ(read('t', "2a"), "T2a");
  EXPECT_EQ(read('t', "is"), "Tis");
  EXPECT_EQ(read('t', "X"), "TX");
  EXPECT_EQ(read('t', " pTis(DCIS) "), "p Tis(DCIS)");
  EXPECT_EQ(read('t', "T1a(3)"), "T1a");
  EXPECT_EQ(read('n', "pN1a(sn)"), "p N1a");
  EXPECT_EQ(read('n', "pN0(i+)"), "p N0");
  EXPECT_EQ(read('n', "N0(i-)(sn)"), "N0");
  EXPECT_EQ(read('m', "cM0(i+)"), "c M0");
  EXPECT_EQ(read('m', "pM1a"), "p M1a");
}

TEST(CategoryCell, AcceptsOtherLetterCaseWhereOneValueIsMeant) {
  EXPECT_EQ(read('t', "t2A"), "T2a");
  EXPECT_EQ(read('t', "T1MI"), "T1mi");
  EXPECT_EQ(read('n', "pn1MI"), "p N1mi");
}

TEST(CategoryCell, RefusesWhatDoesNotExist) {
  for (const char* text : {"MX", "cMX", "mx", "X", "pM0", "ypM0", "pM0(i+)", "M2", "1"})
    EXPECT_EQ(read('m', text), "refused") << text;
  for (const char* text : {"T9", "N1", "T2a?", "T", "T2a(foo)", "T2a N0", "(m)", "pp", "T1a-T2a"})
    EXPECT_EQ(read('t', text), "refused") << text;
  const auto mx = read_category_cell('m', "MX", kM);
  ASSERT_FALSE(mx);
  EXPECT_EQ(mx.error().message, "`MX`: the category MX does not exist");
}

}  // namespace
}  // namespace restage::cases
