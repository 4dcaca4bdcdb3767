// SPDX-License-Identifier: Apache-2.0
#include "report/words/remarks.h"

#include <gtest/gtest.h>

#include "report/words/wording.h"

namespace restage::report {
namespace {

TEST(Remarks, ConditionsAreSaidTogetherWhateverTheirValuesContain) {
  statement::Statement statement;
  EXPECT_EQ(conditions_text(statement), "");
  // Neither a colon nor a semicolon in a value may cut a condition in two.
  statement.applies_if = {{"p16", "pos"}, {"epicentre", "oral; base: tongue"}};
  EXPECT_EQ(conditions_text(statement), "p16: pos; epicentre: oral; base: tongue");
  EXPECT_EQ(condition_text(statement), "if p16 pos and epicentre oral; base: tongue");
}

TEST(Remarks, ContradictionsNameEveryValueStillPossible) {
  EXPECT_EQ(difference_text({Axis::T, {"T2", "T3"}, "T1"}), "findings give T2 or T3, stated is T1");
  EXPECT_EQ(difference_text({Axis::Group, {"IIA"}, "IV"}), "computed is IIA, stated is IV");
  EXPECT_EQ(difference_text({Axis::Group, {"IA", "IB", "IIA", "IIB", "IIIA"}, "IV"}),
            "computed is IA to IIIA, stated is IV");
}

TEST(Remarks, ANoteIsMadeOfItsParts) {
  const statement::Statement statement;
  EXPECT_EQ(note_text(statement, statement::note::LargestOfSeveral{3}),
            "3 tumors are on record; T is that of the largest");
  EXPECT_EQ(note_text(statement, statement::note::ByMorphology{"8500", "2", {{"t", "Tis(DCIS)"}, {"n", "N0"}}}),
            "by the morphology of the tumor, 8500/2: t Tis(DCIS), n N0");
  EXPECT_EQ(note_text(statement, statement::note::ByTopography{"C15.4", {{"location", "middle"}}}),
            "by the topography of the tumor, C15.4: location middle");
}

}  // namespace
}  // namespace restage::report
