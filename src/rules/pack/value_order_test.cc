// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/value_order.h"

#include <gtest/gtest.h>

namespace restage::rules {
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

/// A pack that is a model only.
class ReadPack final : public Pack {
 public:
  explicit ReadPack(InputModel input) {
    input.leaf_count = static_cast<std::uint32_t>(input.declaration.values.size() - input.members.size());
    model_.inputs.push_back(std::move(input));
  }
  const PackModel* model() const override { return &model_; }
  const PackIdentity& identity() const override { return model_.identity; }
  std::span<const InputDeclaration> inputs() const override { return {}; }
  std::span<const SourceDeclaration> sources() const override { return {}; }
  Evaluation evaluate(std::string_view, std::span<const GivenInput>, Start) const override { return {}; }
  std::string question_key(std::string_view, std::span<const GivenInput>, Start) const override { return {}; }
  std::vector<Decider> deciders(std::string_view, std::span<const GivenInput>, Start, std::string_view) const override {
    return {};
  }

 private:
  PackModel model_;
};

// SOURCE: general rule of TNM grading: GX is a grade that cannot be assessed, and says less than any grade.
TEST(ValueOrder, ACoarseValueNeverOutranksAFineOne) {
  InputModel input;
  input.declaration.name = "grade";
  input.declaration.values = {"G1", "G2", "G3", "high", "GX"};
  input.members = {{1, 2}, {0, 1, 2}};
  const ReadPack pack(std::move(input));
  const ValueOrder grade(&pack, "grade");
  EXPECT_TRUE(grade.is_open("GX"));
  EXPECT_FALSE(grade.is_open("high"));
  EXPECT_FALSE(grade.is_open("G3"));
  EXPECT_FALSE(grade.is_open("G9"));
  EXPECT_LT(grade.compare("GX", "G1"), 0);
  EXPECT_GT(grade.compare("G1", "GX"), 0);
  EXPECT_LT(grade.compare("high", "G2"), 0);
  EXPECT_GT(grade.compare("high", "G1"), 0);  // whatever it covers is more advanced
  EXPECT_LT(grade.compare("G1", "G3"), 0);
  EXPECT_EQ(grade.compare("G3", "G3"), 0);
  EXPECT_LT(grade.compare("G9", "GX"), 0);
  EXPECT_TRUE(grade.narrows("G2", "high"));
  EXPECT_FALSE(grade.narrows("G1", "high"));
}

TEST(ValueOrder, IsThatOfThePackNotOfTheAlphabet) {
  InputModel input;
  input.declaration.name = "depth";
  input.declaration.values = {"mucosa", "subserosa", "adjacent-organ"};
  const ReadPack pack(std::move(input));
  EXPECT_LT(ValueOrder(&pack, "depth").compare("mucosa", "adjacent-organ"), 0);
}

}  // namespace
}  // namespace restage::rules
