// SPDX-License-Identifier: Apache-2.0
// The tables a primary is staged by when its histology is not on record: a sweep over every topography.
#include "staging/site_tables.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/site_codes.h"
#include "rules/run/pack_library.h"
#include "staging/choose_packs.h"
#include "staging/morphology.h"

namespace restage::staging {
namespace {

const rules::PackLibrary& library() {
  static const auto packs = rules::PackLibrary::embedded();
  return **packs;
}

const course::RuleSet& rules_of_time() {
  static const auto rules = course::RuleSet::load(library());
  return *rules;
}

struct Asked {
  ChosenPacks chosen;
  std::vector<DataIssue> issues;
};

Asked ask(const std::string& topography, const std::string& histology, bool strict, const std::string& sex = "female") {
  Course course;
  course.sex = sex;
  Tumor tumor;
  tumor.id = "t";
  tumor.site.topography = topography;
  tumor.site.histology = histology;
  tumor.site.behavior = "3";
  tumor.site.category = site_category(topography);
  tumor.diagnosed = *PartialDate::parse("2024-06-01");
  course.tumors.push_back(tumor);
  const course::Calendar calendar = course::make_calendar(course, tumor, {}, rules_of_time());
  PackMemory memory;
  Options options;
  options.strict = strict;
  Asked asked;
  asked.chosen = choose_packs(library(), course, tumor, calendar, options, memory, asked.issues);
  return asked;
}

std::vector<std::string> all_topographies() {
  std::vector<std::string> codes;
  for (int site = 0; site <= 80; ++site)
    for (int part = 0; part <= 9; ++part) {
      const std::string number = std::to_string(site);
      codes.push_back("C" + std::string(number.size() < 2 ? "0" : "") + number + "." + std::to_string(part));
    }
  return codes;
}

/// Tables for disease that may lie in any organ: without a histology none of them is meant.
/// SOURCE: AJCC 8, chapters 81, 43 and 41 (their lists of primary sites).
bool lies_anywhere(const std::string& site, const std::string& topography) {
  const bool skin = topography.starts_with("C44");
  const bool soft_tissue = topography >= "C38" && topography < "C50" && !skin;
  return (site == "mycosis-fungoides-sezary" && !skin) || (site == "merkel-cell" && !skin) ||
         (site == "melanoma-skin" && !skin) || site.starts_with("gist-") ||
         (site.starts_with("soft-tissue-") && !soft_tissue);
}

TEST(SiteTables, WithoutHistologyNoTopographyGetsATableOfAnotherOrgan) {
  for (const bool strict : {false, true})
    for (const std::string& topography : all_topographies()) {
      const Asked asked = ask(topography, "", strict);
      const SiteTables* own = site_tables(topography);
      for (const ChosenPack& pack : asked.chosen.packs) {
        const std::string& site = pack.pack->identity().site;
        EXPECT_FALSE(lies_anywhere(site, topography)) << topography << " " << site;
        ASSERT_NE(own, nullptr) << topography << " " << site;
        EXPECT_NE(std::find(own->tables.begin(), own->tables.end(), site), own->tables.end())
            << topography << " " << site;
        // Without a histology a table stands under a condition, or the histology is said to be assumed.
        EXPECT_TRUE(!pack.conditions.empty() || !asked.chosen.assumed_histology.empty()) << topography << " " << site;
        EXPECT_TRUE(!strict || asked.chosen.assumed_histology.empty()) << topography;
      }
      EXPECT_FALSE(asked.chosen.packs.empty() && asked.issues.empty()) << topography << " is passed over in silence";
    }
}

TEST(SiteTables, EveryTableOfAListIsGivenToSomeTopographyOfIt) {
  EXPECT_EQ(site_tables("C99.9"), nullptr);
  EXPECT_EQ(site_tables(""), nullptr);
  ASSERT_NE(site_tables("C18.1"), nullptr);
  EXPECT_EQ(site_tables("C18.1")->tables, std::vector<std::string_view>{"appendix-carcinoma"});
  EXPECT_EQ(site_tables("C18.2")->tables, std::vector<std::string_view>{"colon"});
}

TEST(SiteTables, ThyroidWithoutHistologyHasEveryTableUnderItsCondition) {
  std::vector<std::string> sites;
  const Asked asked = ask("C73.9", "", false);
  for (const ChosenPack& pack : asked.chosen.packs) {
    sites.push_back(pack.pack->identity().site);
    ASSERT_EQ(pack.conditions.size(), 1u);
    EXPECT_EQ(pack.conditions.front().first, "histology");
  }
  EXPECT_EQ(sites, (std::vector<std::string>{"thyroid-anaplastic", "thyroid-differentiated", "thyroid-medullary"}));
}

TEST(SiteTables, CarcinomaGoesWithoutSayingWhereTheSiteIsStagedAsOne) {
  for (const auto& [topography, site] : {std::pair<std::string, std::string>{"C18.2", "colon"},
                                         {"C20.9", "rectum"},
                                         {"C50.4", "breast"},
                                         {"C34.1", "lung"},
                                         {"C61.9", "prostate"}}) {
    const Asked asked = ask(topography, "", false, topography == "C61.9" ? "male" : "female");
    ASSERT_FALSE(asked.chosen.packs.empty()) << topography;
    EXPECT_EQ(asked.chosen.packs.front().pack->identity().site, site);
    EXPECT_TRUE(asked.chosen.packs.front().conditions.empty());
    EXPECT_EQ(asked.chosen.assumed_histology, "8010");
  }
}

TEST(SiteTables, WithoutASiteThereIsNoTable) {
  const Asked asked = ask("", "8140", false, "male");
  EXPECT_TRUE(asked.chosen.packs.empty());
  ASSERT_EQ(asked.issues.size(), 1u);
  EXPECT_EQ(asked.issues.front().code, IssueCode::SiteUnknown);
}

TEST(SiteTables, BeforeTheFirstTableIsNotTheSameAsNoTable) {
  Course course;
  Tumor tumor;
  tumor.id = "t";
  tumor.site = {"C50.9", "8500", "3", "", "", ""};
  tumor.diagnosed = *PartialDate::parse("2014-11-25");
  const course::Calendar calendar = course::make_calendar(course, tumor, {}, rules_of_time());
  PackMemory memory;
  std::vector<DataIssue> issues;
  const ChosenPacks chosen = choose_packs(library(), course, tumor, calendar, {}, memory, issues);
  EXPECT_TRUE(chosen.packs.empty());
  EXPECT_EQ(chosen.instead, "");
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_NE(issues.front().message.find("in force on 2014-11-25"), std::string::npos);
}

Fact report(const std::string& id, const std::string& morphology) {
  Fact fact;
  fact.id = id;
  fact.effective = *PartialDate::parse("2024-06-02");
  Finding finding;
  finding.name = "histology";
  finding.text = morphology;
  finding.method = Method::Biopsy;
  fact.payload = finding;
  return fact;
}

TEST(Morphology, InvasiveAndSpecificStandBeforeInSituAndGeneralWhateverTheOrder) {
  for (const bool turned : {false, true}) {
    const Fact one = report(turned ? "b" : "a", "8500/2"), two = report(turned ? "a" : "b", "8520/3");
    const Fact three = report("c", "8010/3");
    Tumor tumor;
    tumor.diagnosed = *PartialDate::parse("2024-06-01");
    std::vector<const Fact*> facts = {&one, &two, &three};
    if (turned) std::reverse(facts.begin(), facts.end());
    const course::Calendar calendar = course::make_calendar({}, tumor, facts, rules_of_time());
    std::vector<DataIssue> issues;
    settle_morphology(tumor, calendar, issues);
    EXPECT_EQ(tumor.site.histology, "8520");
    EXPECT_EQ(tumor.site.behavior, "3");
    ASSERT_EQ(issues.size(), 1u);
    EXPECT_EQ(issues.front().code, IssueCode::HistologyContradictory);
    EXPECT_NE(issues.front().message.find("8500/2"), std::string::npos);
  }
}

}  // namespace
}  // namespace restage::staging
