// SPDX-License-Identifier: Apache-2.0
// Every criterion folder: it loads, its rules have sources, its case files hold, and they reach every table row.
#include <gtest/gtest.h>

#include <set>

#include "core/response_words.h"
#include "response/assess.h"
#include "response/case_file.h"
#include "response/measure.h"

namespace restage::response {
namespace {

class Criteria : public testing::Test {
 protected:
  void SetUp() override {
    auto embedded = CriterionLibrary::embedded();
    ASSERT_TRUE(embedded) << embedded.error().text();
    library = std::move(*embedded);
  }
  std::vector<ResponseCase> cases_of(const std::string& id) {
    std::vector<ResponseCase> all;
    const std::string folder = library->folder_of(id) + "cases/";
    for (const auto& [path, content] : library->files()) {
      if (!path.starts_with(folder)) continue;
      auto cases = parse_cases(content, path);
      EXPECT_TRUE(cases) << cases.error().text();
      if (cases) all.insert(all.end(), cases->begin(), cases->end());
    }
    return all;
  }
  std::unique_ptr<CriterionLibrary> library;
};

TEST_F(Criteria, AHeaderWithoutAKeyIsAnErrorNamingItsLine) {
  const auto criterion = load_criterion({{"x/criterion.toml", "id = \"x\"\n[[ ]]\n"}}, "x/");
  ASSERT_FALSE(criterion);
  EXPECT_NE(criterion.error().text().find("line 2"), std::string::npos) << criterion.error().text();
}

TEST_F(Criteria, AllTwelveLoadWithMeasureAndSources) {
  const std::set<std::string> wanted = {"recist-1.1",  "irecist",   "mrecist-hcc", "percist-1.0",
                                        "lugano-2014", "lyric",     "rano-2010",   "pcwg3",
                                        "gcig-ca125",  "imwg-2016", "choi",        "neoadjuvant"};
  const auto ids = library->ids();
  EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()), wanted);
  for (const std::string& id : ids) {
    const auto criterion = library->find(id);
    ASSERT_TRUE(criterion) << criterion.error().text();
    EXPECT_NE(find_measure((*criterion)->measure), nullptr) << id;
    EXPECT_FALSE((*criterion)->policies.empty()) << id;
    for (const CriterionRule& rule : (*criterion)->rules) {
      EXPECT_FALSE(rule.meaning.empty()) << id << " " << rule.id;
      const std::string source = rule.source.substr(0, rule.source.find('#'));
      bool known = false;
      for (const CriterionSource& each : (*criterion)->sources) known = known || each.id == source;
      EXPECT_TRUE(known) << id << " " << rule.id << " names source '" << rule.source << "'";
    }
  }
}

TEST_F(Criteria, EveryResponseIsAWordThatReadersUnderstand) {
  for (const std::string& id : library->ids()) {
    const auto criterion = library->find(id);
    ASSERT_TRUE(criterion);
    for (const ResponseCategory& category : (*criterion)->responses)
      EXPECT_TRUE(meaning_of_response(category.name)) << id << ": " << category.name;
  }
}

TEST_F(Criteria, CasesHold) {
  for (const std::string& id : library->ids()) {
    const auto criterion = library->find(id);
    ASSERT_TRUE(criterion);
    const auto cases = cases_of(id);
    EXPECT_FALSE(cases.empty()) << id << " has no cases";
    for (const ResponseCase& test : cases)
      if (const std::string differences = run_case(test, **criterion); !differences.empty())
        ADD_FAILURE() << differences;
  }
}

TEST_F(Criteria, CasesReachEveryRuleOfTheTables) {
  for (const std::string& id : library->ids()) {
    const auto criterion = library->find(id);
    ASSERT_TRUE(criterion);
    std::set<std::string> reached;
    for (const ResponseCase& test : cases_of(id)) {
      Policy policy(**criterion);
      for (const auto& [key, value] : test.policy) ASSERT_TRUE(policy.set(key, value));
      const statement::ResponseResult result = assess(test.subject, **criterion, policy);
      reached.insert(result.rules.begin(), result.rules.end());
      for (const statement::VisitResult& visit : result.visits) {
        reached.insert(visit.rules.begin(), visit.rules.end());
        for (const std::string& rule : visit.rules)
          EXPECT_NE((*criterion)->rule(rule), nullptr) << id << " uses rule " << rule << " that no file names";
      }
    }
    for (const CriterionRule& rule : (*criterion)->rules)
      EXPECT_TRUE(reached.contains(rule.id)) << id << ": no case reaches " << rule.id;
  }
}

}  // namespace
}  // namespace restage::response
