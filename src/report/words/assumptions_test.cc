// SPDX-License-Identifier: Apache-2.0
#include "report/words/assumptions.h"

#include <gtest/gtest.h>

namespace restage::report {
namespace {

using Because = statement::Assumption::Because;

TEST(Assumptions, GoWithAStatementIntoOtherPrograms) {
  statement::Statement statement;
  EXPECT_EQ(statement_note(statement), "");
  statement.assumed = {{"n", "N0", Because::RarelyInvolved}, {"oncotype_dx", "11", Because::NamedByPack}};
  EXPECT_EQ(statement_note(statement), "assumed: N0, not mentioned; nodes are rarely involved in this disease");
  statement.provisional = "staged by operation";
  EXPECT_EQ(statement_note(statement),
            "provisional: staged by operation; assumed: N0, not mentioned; nodes are rarely involved in this disease");
}

}  // namespace
}  // namespace restage::report
