// SPDX-License-Identifier: Apache-2.0
#include "staging/value_order.h"

#include <gtest/gtest.h>

#include "rules/run/pack_library.h"

namespace restage::staging {
namespace {

TEST(Compatible, CoarserFormsAreNoContradiction) {
  EXPECT_TRUE(is_compatible("T2a", "T2"));
  EXPECT_TRUE(is_compatible("IIIA", "III"));
  EXPECT_TRUE(is_compatible("N1mi", "N1"));
  EXPECT_TRUE(is_compatible("IA1", "IA"));
  EXPECT_TRUE(is_compatible("M0", "M0(i+)"));
  EXPECT_FALSE(is_compatible("II", "I"));
  EXPECT_FALSE(is_compatible("IV", "I"));
  EXPECT_FALSE(is_compatible("T2", "T3"));
  EXPECT_FALSE(is_compatible("IIA", "IIB"));
}

class OrderOfPacks : public testing::Test {
 protected:
  OrderOfPacks() {
    auto library = rules::PackLibrary::embedded();
    library_ = std::move(*library);
    breast_ = *library_->by_id("ajcc-8-breast");
  }
  std::unique_ptr<rules::PackLibrary> library_;
  const rules::Pack* breast_ = nullptr;
};

TEST_F(OrderOfPacks, ACoarseValueIsNarrowedByWhatItCoversAndByNothingElse) {
  const ValueOrder grade(breast_, "grade"), t(breast_, "t");
  for (const char* fine : {"G1", "G2", "G3"}) {
    EXPECT_TRUE(grade.narrows(fine, "GX"));
    EXPECT_FALSE(grade.narrows("GX", fine));
    EXPECT_LT(grade.compare("GX", fine), 0);
  }
  EXPECT_TRUE(t.narrows("T1c", "T1"));
  EXPECT_TRUE(t.narrows("T1", "TX"));
  EXPECT_FALSE(t.narrows("T2", "T1"));
  EXPECT_TRUE(t.is_open("TX"));
  EXPECT_FALSE(t.is_open("T1"));
}

TEST_F(OrderOfPacks, TheOrderIsThatOfThePackNotOfTheSpelling) {
  const ValueOrder t(breast_, "t"), n(breast_, "n");
  EXPECT_LT(t.compare("Tis(DCIS)", "T1a"), 0);  // i comes after 1
  EXPECT_LT(t.compare("T1mi", "T1a"), 0);
  EXPECT_LT(n.compare("N1mi", "N1a"), 0);
  EXPECT_GT(n.compare("N2a", "N1c"), 0);
  EXPECT_LT(ValueOrder(breast_, "group").compare("IIIC", "IV"), 0);
}

TEST_F(OrderOfPacks, WhatNoPackListsIsReadAsTnmWritesIt) {
  const ValueOrder none(nullptr, "t");
  EXPECT_LT(none.compare("Ta", "T1"), 0);
  EXPECT_LT(none.compare("T0", "Tis"), 0);
  EXPECT_LT(none.compare("N1mi", "N1a"), 0);
  EXPECT_TRUE(none.narrows("T2a", "T2"));
  EXPECT_TRUE(none.narrows("T2", "TX"));
  EXPECT_FALSE(none.narrows("TX", "T2"));
  EXPECT_LT(ValueOrder(breast_, "grade").compare("high", "G1"), 0);  // not a grade of the pack
}

}  // namespace
}  // namespace restage::staging
