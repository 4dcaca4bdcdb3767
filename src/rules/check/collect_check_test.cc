// SPDX-License-Identifier: Apache-2.0
#include "rules/check/collect_check.h"

#include <gtest/gtest.h>

#include "rules/check/pack_check.h"

namespace restage::rules {
namespace {

struct Collecting {
  std::string toml =
      "id='flags-1'\ntitle='x'\nsystem='X'\nedition='1'\nsite='flags'\nkind='convention'\nversion='1'\nsummary='s'\n"
      "classifications=['c']\n"
      "[[input]]\nname='pain'\nrole='finding'\ntype='flag'\nmeaning='m'\n"
      "[[input]]\nname='days'\nrole='finding'\ntype='integer'\nmeaning='m'\n"
      "[[input]]\nname='signs'\nrole='finding'\ntype='set'\nvalues=['weak','numb']\nmeaning='m'\n"
      "[[input]]\nname='grade'\nrole='finding'\ntype='code'\nvalues=['G1','G2','G3']\ncoarse={low=['G1','G2']}\n"
      "meaning='m'\n"
      "[[table]]\nid='flags'\nhit='collect'\n[[source]]\nid='q'\ncitation='q'\nstatus='verified'\n";
  std::string flags =
      "row\tpain\tdays\tsigns\tgrade\t=level\tsource\n"
      "1\tyes\t-\tweak\t-\tnow\tq\n"
      "2\tyes\t>=7\t-\t-\tsoon\tq\n"
      "3\t-\t-\tnone\tG1,G2\tnever\tq\n";
  std::string cases =
      "case\tpain\tdays\tsigns\tgrade\t=flags\t=flags?\tsource\n"
      "both\tyes\t7\tweak\tG3\t1;2\tnone\tq\n"
      "none\tno\t7\tnumb\tG3\tnone\tnone\tq\n"
      "coarse\tno\t\tnone\tlow\t3\tnone\tq\n"
      "asks\tyes\t\t\tG3\tnone\t1;2\tq\n";

  std::string mistakes() const {
    const std::vector<PackReport> reports =
        check_packs({{"x/flags/1", {{"cases.tsv", cases}, {"pack.toml", toml}, {"tables/flags.tsv", flags}}}});
    std::string text;
    for (const PackProblem& problem : reports.front().problems)
      text += problem.code + " " + problem.row + " " + problem.column + "\n";
    return text;
  }
};

void replace(std::string& text, std::string_view what, std::string_view by) {
  const std::size_t at = text.find(what);
  ASSERT_NE(at, std::string::npos) << what;
  text.replace(at, what.size(), by);
}

TEST(CollectCheck, CasesNameTheRowsThatHitAndThoseThatAsk) { EXPECT_EQ(Collecting().mistakes(), ""); }

TEST(CollectCheck, ARowThatIsNotHitFailsTheCase) {
  Collecting pack;
  replace(pack.cases, "\t1;2\tnone", "\t1\tnone");
  EXPECT_EQ(pack.mistakes(), "case-failed both =flags\nrow-without-case 1 \nrow-without-case 2 \n");
}

TEST(CollectCheck, ARowThatAsksForMoreFailsTheCase) {
  Collecting pack;
  replace(pack.cases, "\tnone\t1;2\tq", "\tnone\t1\tq");
  EXPECT_EQ(pack.mistakes(), "case-failed asks =flags?\n");
}

TEST(CollectCheck, EveryRowNeedsACase) {
  Collecting pack;
  replace(pack.cases, "coarse\tno\t\tnone\tlow\t3\tnone\tq\n", "");
  EXPECT_EQ(pack.mistakes(), "row-without-case 3 \n");
}

TEST(CollectCheck, AnOutputThatIsDeclaredHasItsValues) {
  Collecting pack;
  pack.toml += "[[output]]\nname='level'\nvalues=['now','soon']\n";
  EXPECT_EQ(pack.mistakes(), "code-unknown 3 =level\n");
}

TEST(CollectCheck, AConditionHoldsForEveryRow) {
  Collecting pack;
  replace(pack.toml, "hit='collect'", "hit='collect'\nwhen={ grade=['G3'] }");
  EXPECT_EQ(pack.mistakes(), "case-failed coarse =flags\nrow-without-case 3 \n");
}

}  // namespace
}  // namespace restage::rules
