// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "rules/pack/pack_choice.h"
#include "rules/pack/system_name.h"
#include "rules/pack/value_order.h"
#include "rules/run/pack_library.h"

namespace restage::rules {
namespace {

constexpr std::string_view kToml =
    "id = \"x-1-lung\"\ntitle = \"Lung\"\nsystem = \"X\"\nedition = \"1\"\nsite = \"lung\"\nkind = \"stage\"\nversion "
    "= \"1.0.0\"\n"
    "diagnosed_from = 2018-01-01   # in force\ndiagnosed_until = 2024-12-31\nclassifications = [\"c\"]\n"
    "[[applies]]\ntopography = [\"C34\", \"C33.9\", \"C00.0-C00.6\"]\nhistology = [\"8010-8576\", \"8972\"]\nreason = "
    "\"lung\"\n"
    "[[applies]]\ntopography = [\"C10\"]\nhistology = [\"8070\"]\nwhen = { p16 = [\"pos\"], age = [\"<18\"] }\nreason "
    "= \"child\"\n";

Match match(std::string topography, std::string histology, std::string behavior = "3",
            std::vector<GivenInput> facts = {}, std::string_view date = "2020-05-01") {
  SiteQuery query{std::move(topography), std::move(histology), std::move(behavior),
                  PartialDate::parse(date).value_or(PartialDate{}), std::move(facts)};
  return match_pack(scan_head(kToml, "staging/x/1/lung"), kToml, query);
}

TEST(PackChoice, ReadsTheHeadWithoutTheRest) {
  const PackHead head = scan_head(kToml, "staging/x/1/lung");
  EXPECT_EQ(head.id, "x-1-lung");
  EXPECT_EQ(head.edition, "1");
  EXPECT_EQ(head.diagnosed_from.text(), "2018-01-01");
  EXPECT_FALSE(head.is_risk);
  EXPECT_TRUE(scan_head(kToml, "risk/x/1").is_risk);
}

TEST(PackChoice, MatchesTopographyByPrefixCodeAndRange) {
  EXPECT_TRUE(match("C34.1", "8140").applies);
  EXPECT_TRUE(match("C339", "8140").applies);
  EXPECT_FALSE(match("C33.8", "8140").applies);
  EXPECT_TRUE(match("C00.6", "8140").applies);
  EXPECT_FALSE(match("C00.7", "8140").applies);
  EXPECT_EQ(match("C34", "8140").depends_on, "");
  EXPECT_FALSE(match("C33", "8140").depends_on.empty());
}

TEST(PackChoice, MatchesHistologyAndBehavior) {
  EXPECT_TRUE(match("C34.1", "8576").applies);
  EXPECT_FALSE(match("C34.1", "8577").applies);
  EXPECT_TRUE(match("C34.1", "8972").applies);
  EXPECT_FALSE(match("C34.1", "8140", "0").applies);
  EXPECT_EQ(match("C34.1", "").depends_on, "histology: 8010-8576 or 8972");
}

TEST(PackChoice, AsksForFactsThatDecide) {
  EXPECT_EQ(match("C10.9", "8070").depends_on, "age: <18; p16: pos");
  EXPECT_TRUE(match("C10.9", "8070", "3", {{"p16", "pos"}, {"age", "17"}}).depends_on.empty());
  EXPECT_FALSE(match("C10.9", "8070", "3", {{"p16", "neg"}}).applies);
  EXPECT_FALSE(match("C10.9", "8070", "3", {{"age", "18"}}).applies);
}

/// The ids chosen, or the reason why there are none.
std::string chosen(const PackLibrary& library, std::string topography, std::string histology, std::string_view date,
                   std::vector<GivenInput> facts = {}) {
  const auto choices = library.choose({std::move(topography), std::move(histology), "3",
                                       PartialDate::parse(date).value_or(PartialDate{}), std::move(facts)},
                                      "");
  if (!choices) return choices.error().message;
  std::string ids;
  for (const PackChoice& choice : *choices)
    ids += (ids.empty() ? "" : " ") + choice.pack->identity().id + (choice.certain ? "" : "?");
  return ids;
}

// SOURCE: AJCC 8, chapters 6, 9 and 10: nodes of unknown primary with p16 go to the oropharynx, with EBV to the
// nasopharynx, as T0; germ cell tumors of the mediastinum are not in chapter 42; leukemias have no TNM.
TEST(PackChoice, SendsPrimariesWhereTheChaptersSay) {
  const auto library = PackLibrary::embedded();
  ASSERT_TRUE(library);
  const auto first = [&](const char* topography, const char* histology, std::string_view date,
                         std::vector<GivenInput> facts = {}) {
    const std::string all = chosen(**library, topography, histology, date, std::move(facts));
    return all.starts_with("no system") ? all : all.substr(0, all.find(' '));
  };
  EXPECT_EQ(first("C77.0", "8070", "2024-05", {{"p16", "pos"}, {"ebv", "neg"}}), "ajcc-8-oropharynx-p16pos");
  EXPECT_EQ(first("C77.0", "8070", "2026-05", {{"p16", "pos"}, {"ebv", "neg"}}), "ajcc-9-oropharynx-p16pos");
  EXPECT_EQ(first("C77.0", "8070", "2025-05", {{"ebv", "pos"}}), "ajcc-9-nasopharynx");
  EXPECT_EQ(first("C77.0", "8070", "2025-05", {{"p16", "neg"}, {"ebv", "neg"}}), "ajcc-8-unknown-primary-head-neck");
  EXPECT_EQ(first("C10.9", "8070", "2024-05", {{"p16", "neg"}}), "ajcc-8-oropharynx-p16neg");
  EXPECT_EQ(first("C16.0", "8140", "2024-05", {{"epicentre", "esophagus"}}), "ajcc-8-esophagus-adeno");
  EXPECT_EQ(first("C18.1", "8240", "2025-05"), "ajcc-9-net-appendix");
  EXPECT_EQ(first("C16.2", "8936", "2025-05"), "ajcc-8-gist-gastric-omental");
  EXPECT_EQ(first("C34.1", "8140", "2025-03"), "ajcc-9-lung");
  EXPECT_EQ(chosen(**library, "C38.1", "9064", "2020-05").find("soft-tissue"), std::string::npos);
  EXPECT_EQ(first("C42.1", "9811", "2024-05", {{"age", "46"}}),
            "no system: the packs for this primary apply only with age: <20");
  EXPECT_NE(chosen(**library, "C42.1", "9811", "2024-05", {{"age", "9"}}).find("toronto-2022-leukemia-lymphoblastic"),
            std::string::npos);
  EXPECT_NE(chosen(**library, "C42.1", "9861", "2024-05", {{"age", "9"}}).find("toronto-2016-leukemia-myeloid"),
            std::string::npos);
  EXPECT_EQ(chosen(**library, "C42.1", "9861", "2024-05", {{"age", "40"}}).find("toronto-2016-leukemia-myeloid"),
            std::string::npos);
}

// SOURCE: SEER EOD 3.3, schema selection: sarcoma of the cervix goes with the corpus from 2021, the anterior epiglottis
// with the oropharynx from 2026; lymphoma of the brain has the chapter of the brain; AJCC 8 chapter 10 is for squamous
// carcinoma.
TEST(PackChoice, FollowsCodesThatChangedTheirChapter) {
  const auto library = PackLibrary::embedded();
  ASSERT_TRUE(library);
  EXPECT_EQ(chosen(**library, "C53.9", "8890", "2020-06", {{"age", "60"}}), "ajcc-8-soft-tissue-abdomen-thorax");
  EXPECT_EQ(chosen(**library, "C53.9", "8890", "2021-06", {{"age", "60"}}), "ajcc-8-uterine-sarcoma-lms-ess");
  EXPECT_EQ(chosen(**library, "C10.1", "8070", "2025-12-31"), "ajcc-8-larynx-supraglottis");
  EXPECT_EQ(chosen(**library, "C10.1", "8070", "2026-01-01", {{"p16", "neg"}}),
            "ajcc-8-oropharynx-p16neg uicc-9-oropharynx-p16neg");
  EXPECT_EQ(chosen(**library, "C10.9", "8200", "2024", {{"p16", "pos"}}), "ajcc-8-oropharynx-p16neg");
  EXPECT_EQ(chosen(**library, "C71.9", "9680", "2024", {{"age", "60"}}).substr(0, 12), "ajcc-9-brain");
  EXPECT_EQ(chosen(**library, "C71.9", "9680", "2024", {{"age", "60"}}).find("lugano"), std::string::npos);
  EXPECT_EQ(chosen(**library, "C52.9", "8720", "2024"), "no system: packs for C52.9 do not cover histology 8720/3");
}

TEST(PackChoice, LooksAtTheDateOfDiagnosis) {
  EXPECT_TRUE(match("C34.1", "8140", "3", {}, "2018-01-01").in_force);
  EXPECT_FALSE(match("C34.1", "8140", "3", {}, "2017-12-31").in_force);
  EXPECT_FALSE(match("C34.1", "8140", "3", {}, "2025").in_force);
  EXPECT_EQ(match("C34.1", "8140", "3", {}, "2024-12").depends_on, "");
  EXPECT_FALSE(match("C34.1", "8140", "3", {}, "").depends_on.empty());
}

TEST(PackLibrary, AFolderOverridesABuiltInPackWithItsId) {
  namespace fs = std::filesystem;
  const fs::path root = fs::path(testing::TempDir()) / "restage_pack_library_test";
  const fs::path folder = root / "staging" / "x" / "1" / "lung";
  fs::create_directories(folder / "tables");
  std::ofstream(folder / "pack.toml")
      << "id='x-1-lung'\ntitle='Lung'\nsystem='X'\nedition='x1'\nsite='lung'\nkind='stage'\nversion='7'\n"
         "[[input]]\nname='m'\nrole='category'\ntype='code'\nvalues=['M0','M1']\nmeaning='m'\n"
         "[[table]]\nid='group'\n[[source]]\nid='q'\ncitation='q'\nstatus='unverified'\n";
  std::ofstream(folder / "tables" / "group.tsv") << "row\tm\t=group\tsource\n1\tM1\tIV\tq\n";
  const auto library = PackLibrary::with_folder(root.string());
  ASSERT_TRUE(library) << library.error().text();
  const auto pack = (*library)->find("x1", "lung");
  ASSERT_TRUE(pack) << pack.error().text();
  ASSERT_NE(*pack, nullptr);
  EXPECT_EQ((*pack)->identity().version, "7");
  EXPECT_EQ((*pack)->identity().content_hash.size(), 64u);
  const GivenInput m1{"m", "M1"};
  const Evaluation stage = (*pack)->evaluate("c", {&m1, 1}, Pack::Start::Categories);
  EXPECT_EQ(stage.single("group"), "IV");
  EXPECT_TRUE(stage.rests_on_unverified);
  ASSERT_EQ(stage.rules.size(), 1u);
  EXPECT_EQ(stage.rules.front().row, "1");
  fs::remove_all(root);
  EXPECT_FALSE(PackLibrary::with_folder((root / "absent").string()));
}

TEST(SystemName, ASystemIsNamedOnce) {
  EXPECT_EQ(system_name("AJCC", "8"), "AJCC 8");
  EXPECT_EQ(system_name("FIGO", "FIGO2018"), "FIGO 2018");
  EXPECT_EQ(system_name("D'Amico", "DAmico"), "D'Amico");
  EXPECT_EQ(system_name("Ann Arbor", "AnnArbor"), "Ann Arbor");
  EXPECT_EQ(system_name("COG", "COG-Wilms"), "COG-Wilms");
  EXPECT_EQ(system_name("IRSG", "IRS-Group"), "IRS-Group");
  EXPECT_EQ(system_name("NCCN style", "Prostate6"), "NCCN style Prostate6");
}

class OrderOfPacks : public testing::Test {
 protected:
  OrderOfPacks() {
    auto library = PackLibrary::embedded();
    library_ = std::move(*library);
    breast_ = *library_->by_id("ajcc-8-breast");
  }
  std::unique_ptr<PackLibrary> library_;
  const Pack* breast_ = nullptr;
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
}  // namespace restage::rules
