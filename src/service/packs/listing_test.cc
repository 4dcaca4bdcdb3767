// SPDX-License-Identifier: Apache-2.0
// sites, inputs, which and the questions about packs: a request, its values, and requests that fail.
#include "service/packs/listing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "service/packs/pack_review.h"

namespace restage::service {
namespace {

using testing::Contains;
using testing::HasSubstr;

TEST(SitesQuestion, LungHasTheEighthAndNinthEdition) {
  const auto all = sites({});
  ASSERT_TRUE(all);
  for (const statement::SiteEditions& each : *all)
    if (each.site == "lung") {
      EXPECT_THAT(each.editions, testing::IsSupersetOf({"8", "9"}));
    }
  EXPECT_GT(all->size(), 60u);
}

TEST(InputsQuestion, BySiteByEditionAndByPack) {
  const auto both = inputs({"Lung", "", "", {}});
  ASSERT_TRUE(both);
  EXPECT_GE(both->size(), 2u);
  const auto ninth = inputs({"lung", "9", "", {}});
  ASSERT_TRUE(ninth);
  ASSERT_EQ(ninth->size(), 1u);
  EXPECT_EQ(ninth->front().pack.system_words, "AJCC 9");
  const auto by_pack = inputs({"", "", ninth->front().pack.id, {}});
  ASSERT_TRUE(by_pack);
  EXPECT_EQ(by_pack->front().inputs.size(), ninth->front().inputs.size());
}

TEST(InputsQuestion, MistypedSitesAndEditionsNameWhatIsNear) {
  const auto site = inputs({"brest", "", "", {}});
  ASSERT_FALSE(site);
  EXPECT_THAT(site.error().text(), HasSubstr("did you mean breast?"));
  const auto edition = inputs({"lung", "77", "", {}});
  ASSERT_FALSE(edition);
  EXPECT_THAT(edition.error().text(), HasSubstr("editions of it: 8 9"));
}

TEST(WhichQuestion, PacksForAPrimary) {
  WhichRequest request;
  request.topography = "c341";
  request.histology = "8140/3";
  request.diagnosed = "2025-03";
  const auto answer = which(request);
  ASSERT_TRUE(answer);
  ASSERT_FALSE(answer->packs.empty());
  EXPECT_EQ(answer->packs.front().pack.id, "ajcc-9-lung");  // in force for diagnoses from 2025
  EXPECT_TRUE(answer->no_system.empty());
}

TEST(WhichQuestion, NoSystemIsAnAnswerAndASlipOfThePenIsNot) {
  WhichRequest request;
  request.topography = "C69.4";
  request.histology = "8720/3";
  request.facts = {"epicentre=iris"};
  const auto answer = which(request);
  ASSERT_TRUE(answer);
  EXPECT_THAT(answer->no_system, HasSubstr("no system"));
  EXPECT_EQ(answer->notes.size(), 1u);

  request.topography = "xyz";
  EXPECT_THAT(which(request).error().text(), HasSubstr("is no topography of ICD-O-3"));
  request.topography = "C09.9";
  request.facts = {"p61=pos"};
  EXPECT_THAT(which(request).error().text(), HasSubstr("did you mean p16?"));
}

TEST(PackQuestions, ListedShownAndUnknown) {
  const auto packs = list_packs("");
  ASSERT_TRUE(packs);
  std::vector<std::string> ids;
  for (const statement::PackName& pack : *packs) ids.push_back(pack.id);
  EXPECT_THAT(ids, Contains("ajcc-8-lung"));
  const auto page = pack_page("ajcc-8-lung", "");
  ASSERT_TRUE(page);
  EXPECT_THAT(page->text, HasSubstr("# "));
  EXPECT_THAT(pack_page("ajcc-8-lnug", "").error().text(), HasSubstr("did you mean ajcc-8-lung"));
  EXPECT_FALSE(check_packs({"/nonexistent/packs"}));
}

}  // namespace
}  // namespace restage::service
