// SPDX-License-Identifier: Apache-2.0
// stage and migrate: a table in, rows or values out, in order; and tables that fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/cases/migrate.h"
#include "service/cases/stage.h"

namespace restage::service {
namespace {

using testing::HasSubstr;

// SOURCE of the groups: NCI PDQ, non-small cell lung cancer, AJCC 8: T1c N0 M0 is IA3, T2a N0 M0 is IB.
constexpr std::string_view kCases =
    "id,edition,site,classification,t,n,m,grad\n"
    "a,8,lung,c,T1c,N0,M0,\n"
    "b,8,lung,c,T9,N0,M0,\n"
    "c,8,lung,c,T1c,,M0,\n"
    "d,8,lung,c,T2a,N0,M0,\n";

StageRequest request_of(std::string_view bytes) { return {Input::memory("cases.csv", bytes), false, "", "", {}}; }

TEST(StageQuestion, RowsInOrderWithTheirResultBehind) {
  StageRequest request = request_of(kCases);
  std::string out;
  const auto done = stage_table(request, [&](std::string_view bytes) {
    out += bytes;
    return true;
  });
  ASSERT_TRUE(done);
  EXPECT_EQ(done->rows, 4u);
  EXPECT_EQ(done->refused, 1u);
  EXPECT_EQ(done->status, Status::DoneWithRefusals);
  EXPECT_THAT(out, testing::StartsWith("id,edition,site,classification,t,n,m,grad,group,possible,status,message\n"));
  EXPECT_THAT(out, HasSubstr("\na,8,lung,c,T1c,N0,M0,,IA3,IA3,determined,\n"));
  EXPECT_THAT(out, HasSubstr("\nd,8,lung,c,T2a,N0,M0,,IB,IB,determined,\n"));
  ASSERT_EQ(done->unused_columns.size(), 1u);  // id is carried without a word
  EXPECT_EQ(done->unused_columns[0].name, "grad");
}

// SOURCE of the values: packs/course/conventions; of the groups: NCI PDQ, AJCC 8: breast T2 N0 M0 is IIA, colon T3 N1b
// M0 IIIB, in situ 0; a colon without a word on nodes stays open.
TEST(StageQuestion, EmptyCellsCountByConventionOnlyWhenAsked) {
  constexpr std::string_view kTable =
      "site,edition,classification,table,size_mm,invades,nodes,nodes_positive,depth\n"
      "breast,8,c,anatomic,28,,none,,\n"
      "colon,8,p,,,,,2,pericolorectal-tissue\n"
      "colon,8,p,,,,,,submucosa\n"
      "colon,8,p,,,,,,in-situ\n"
      "colon,8,p,,,,,,nonsense\n";
  for (const bool conventions : {true, false}) {
    StageRequest request = request_of(kTable);
    request.from_findings = true;
    request.conventions = conventions;
    std::string out;
    const auto done = stage_table(request, [&](std::string_view bytes) {
      out += bytes;
      return true;
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(done->refused, 1u);
    if (!conventions) {
      EXPECT_THAT(out, testing::Not(HasSubstr("assumed")));
      EXPECT_THAT(out, testing::Not(HasSubstr(",IIA,IIA,determined,")));
      continue;
    }
    EXPECT_THAT(out, HasSubstr("message,t,n,m,assumed\n"));
    EXPECT_THAT(out, HasSubstr(",IIA,IIA,determined,"));
    EXPECT_THAT(out, HasSubstr("invades none; m M0\n"));
    EXPECT_THAT(out, HasSubstr(",IIIB,IIIB,determined,"));
    EXPECT_THAT(out, HasSubstr("tumor_deposits 0; m M0\n"));
    EXPECT_THAT(out, HasSubstr(",I;IIIA;IIIB,ambiguous,"));
    EXPECT_THAT(out, HasSubstr(",0,0,determined,"));
    EXPECT_THAT(out, HasSubstr("n N0; m M0\n"));
  }
}

// SOURCE of the values: as above.
TEST(StageQuestion, ValuesSayWhatConventionsGave) {
  StageRequest request = request_of(
      "site,edition,classification,table,size_mm,nodes\n"
      "breast,8,c,anatomic,28,none\n"
      "breast,8,c,anatomic,nonsense,none\n");
  request.from_findings = true;
  request.conventions = true;
  std::vector<statement::StagedCase> cases;
  ASSERT_TRUE(stage_cases(request, [&](const statement::StagedCase& staged) {
    cases.push_back(staged);
    return true;
  }));
  ASSERT_EQ(cases.size(), 2u);
  EXPECT_EQ(cases[0].group, "IIA");
  ASSERT_FALSE(cases[0].assumed.empty());
  EXPECT_EQ(cases[0].assumed.back().input, "m");
  EXPECT_EQ(cases[0].assumed.back().value, "M0");
  EXPECT_FALSE(cases[0].assumed.back().source.empty());
  EXPECT_TRUE(cases[1].refused);
  EXPECT_TRUE(cases[1].assumed.empty());
}

TEST(StageQuestion, TheSameByAnyNumberOfThreads) {
  std::string table = "edition,site,classification,t,n,m,note\n";
  for (int i = 0; i < 20000; ++i)
    table += i % 5 == 0   ? "8,lung,c,T9,N0,M0,\n"
             : i % 5 == 1 ? "8,lung,c,\"T2a\",N0,M0,\"a, b\"\n"
             : i % 5 == 2 ? "9,lung,c,T1c,,M0\n"
             : i % 5 == 3 ? "8,thymus,c,T1,N0,M0,5\" mass\n"
                          : "\n";
  std::vector<std::string> outputs;
  for (const std::size_t threads : {1, 2, 7}) {
    StageRequest request = request_of(table);
    request.threads = threads;
    std::string& out = outputs.emplace_back();
    const auto done = stage_table(request, [&](std::string_view bytes) {
      out += bytes;
      return true;
    });
    ASSERT_TRUE(done);
    EXPECT_EQ(done->rows, 16000u);  // an empty line is no row
    EXPECT_EQ(done->refused, 4000u);
    ASSERT_EQ(done->unused_columns.size(), 0u);
  }
  EXPECT_EQ(outputs[0], outputs[1]);
  EXPECT_EQ(outputs[0], outputs[2]);
}

TEST(StageQuestion, ValuesSayTheSameAndWhatWouldDecide) {
  StageRequest request = request_of(kCases);
  std::vector<statement::StagedCase> cases;
  const auto done = stage_cases(request, [&](const statement::StagedCase& staged) {
    cases.push_back(staged);
    return true;
  });
  ASSERT_TRUE(done);
  ASSERT_EQ(cases.size(), 4u);
  EXPECT_EQ(cases[0].group, "IA3");
  EXPECT_EQ(cases[0].pack_id, "ajcc-8-lung");
  EXPECT_FALSE(cases[0].rules.empty());
  EXPECT_TRUE(cases[1].refused);
  EXPECT_EQ(cases[1].line, 3u);
  EXPECT_EQ(cases[2].status, "ambiguous");
  ASSERT_EQ(cases[2].would_decide.size(), 1u);
  EXPECT_EQ(cases[2].would_decide[0].input, "n");
}

TEST(StageQuestion, WhatCannotBeAnsweredFails) {
  StageRequest empty = request_of("");
  const auto none = stage_table(empty, [](std::string_view) { return true; });
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().context, "cases.csv");
  StageRequest pack = request_of(kCases);
  pack.pack = "nope";
  EXPECT_FALSE(stage_table(pack, [](std::string_view) { return true; }));
  StageRequest full = request_of(kCases);
  const auto not_taken = stage_table(full, [](std::string_view) { return false; });
  ASSERT_FALSE(not_taken);
  EXPECT_EQ(not_taken.error().code, ErrorCode::FileUnwritable);
}

TEST(MigrateQuestion, SitesAreCountedApart) {
  const std::string table =
      "site,classification,t,n,m\nlung,c,T1c,N0,M0\nlung,c,T1c,N2,M0\nthymus,c,T1,N0,M0\nlnug,c,T1,N0,M0\n";
  MigrateRequest request{Input::memory("cases.csv", table), "8", "9", false, "", {}};
  const auto migration = migrate(request);
  ASSERT_TRUE(migration);
  ASSERT_EQ(migration->sites.size(), 3u);
  EXPECT_EQ(migration->sites[0].site, "lnug");
  EXPECT_FALSE(migration->sites[0].is_known);
  EXPECT_EQ(migration->sites[1].table.total, 2u);
  EXPECT_FALSE(migration->all_staged);

  MigrateRequest one{Input::memory("cases.csv", table), "8", "9", false, "thymus", {}};
  const auto thymus = migrate(one);
  ASSERT_TRUE(thymus);
  ASSERT_EQ(thymus->sites.size(), 1u);
  EXPECT_EQ(thymus->sites[0].table.total, 1u);
}

TEST(MigrateQuestion, WrongRequestsFail) {
  const auto error_of = [](const std::string& from, const std::string& to, const std::string& site) {
    MigrateRequest request{Input::memory("cases.csv", kCases), from, to, false, site, {}};
    const auto done = migrate(request);
    return done ? "" : done.error().text();
  };
  EXPECT_THAT(error_of("8", "", ""), HasSubstr("name both editions"));
  EXPECT_THAT(error_of("8", "8", ""), HasSubstr("same edition"));
  EXPECT_THAT(error_of("8", "banana", ""), HasSubstr("is the edition of no pack"));
  EXPECT_THAT(error_of("8", "9", "lnug"), HasSubstr("did you mean lung?"));
}

}  // namespace
}  // namespace restage::service
