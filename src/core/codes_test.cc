// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "core/check_digit.h"
#include "core/node_regions.h"
#include "core/site_codes.h"

namespace restage {
namespace {

TEST(CheckDigit, SnomedCodesOfTheMcodeGuide) {
  for (const char* code :
       {"399537006", "399588009", "1228938002", "1222766008", "254837009", "353431000119107", "10828004", "373808002"})
    EXPECT_TRUE(is_snomed_code(code)) << code;
  // One digit changed, two neighbours exchanged, cut short, too long, not digits.
  for (const char* code : {"399537007", "399538006", "395937006", "39953700", "", "12345", "0399537006",
                           "3995370063995370061", "39953700a"})
    EXPECT_FALSE(is_snomed_code(code)) << code;
}

TEST(CheckDigit, LoincCodesOfTheMcodeGuide) {
  for (const char* code : {"21908-9", "21902-2", "21914-7", "21905-5", "97509-4", "2857-1", "89247-1", "33728-7"})
    EXPECT_TRUE(is_loinc_code(code)) << code;
  for (const char* code : {"21908-8", "21980-9", "21908", "-9", "21908-", "LA6576-8", "LP428220-0", "21908-99"})
    EXPECT_FALSE(is_loinc_code(code)) << code;
}

TEST(SiteCodes, Icd10BecomesTopographyAndSiteId) {
  struct Case {
    const char* code;
    const char* topography;
    const char* category;
    const char* histology;
    const char* behavior;
    const char* laterality;
  };
  for (const Case& wanted :
       {Case{"C50.4", "C50.4", "breast", "", "3", ""}, Case{"C50.411", "C50.4", "breast", "", "3", "right"},
        Case{"C50912", "C50.9", "breast", "", "3", "left"}, Case{"C61", "C61.9", "prostate", "", "3", ""},
        Case{"C34.12", "C34.1", "lung", "", "3", "left"}, Case{"C43.5", "C44.5", "melanoma-skin", "8720", "3", ""},
        Case{"C56.1", "C56.9", "ovary-tube-peritoneum", "", "3", "right"}, Case{"C20", "C20.9", "rectum", "", "3", ""},
        Case{"C22.0", "C22.0", "liver-hcc", "8170", "3", ""}, Case{"D05.1", "C50.9", "breast", "8500", "2", ""}}) {
    const auto found = site_of_icd10(wanted.code);
    ASSERT_TRUE(found) << wanted.code;
    EXPECT_FALSE(found->secondary);
    EXPECT_EQ(found->site.topography, wanted.topography) << wanted.code;
    EXPECT_EQ(found->site.category, wanted.category) << wanted.code;
    EXPECT_EQ(found->site.histology, wanted.histology) << wanted.code;
    EXPECT_EQ(found->site.behavior, wanted.behavior) << wanted.code;
    EXPECT_EQ(found->site.laterality, wanted.laterality) << wanted.code;
  }
  ASSERT_TRUE(site_of_icd10("C78.7"));
  EXPECT_TRUE(site_of_icd10("C78.7")->secondary);
  EXPECT_EQ(site_of_icd10("C78.7")->organ, "liver");
  EXPECT_EQ(site_of_icd10("C77.3")->organ, "axillary-nodes");
  EXPECT_EQ(site_of_icd10("C77.9")->organ, "nodes");
  for (const char* code : {"I10", "", "E11", "xyz", "C", "C5", "Z85.3", "D12.6"})
    EXPECT_FALSE(site_of_icd10(code)) << code;
  EXPECT_EQ(site_category("C34.1"), "lung");
  EXPECT_EQ(site_category("C99.9"), "");
}

TEST(SiteCodes, MorphologyInItsSpellings) {
  EXPECT_EQ(read_morphology("8500/3")->histology, "8500");
  EXPECT_EQ(read_morphology("8500/3")->behavior, "3");
  EXPECT_EQ(read_morphology("80463/3")->histology, "8046");
  EXPECT_EQ(read_morphology("80463")->behavior, "3");
  EXPECT_EQ(read_morphology("M8046")->behavior, "");
  for (const char* text : {"", "850", "8500/", "C50.9", "7500/3", "8500/x", "850000"})
    EXPECT_FALSE(read_morphology(text)) << text;
}

// SOURCE: regional nodes by AJCC 8: axilla of the breast, inguinal of anus and penis, para-aortic of testis; axillary
// nodes of the colon and inguinal ones of the prostate are M1; mesenteric and para-aortic nodes are one code for the
// colon.
TEST(NodeRegions, NodesAreRegionalDistantOrNotSaidByPrimary) {
  const auto role = [](const char* nodes, const char* topography, const char* side = "") {
    TumorSite primary;
    primary.topography = topography;
    primary.laterality = "left";
    return role_of_nodes(nodes, side, primary);
  };
  for (const auto& [nodes, primary] :
       {std::pair{"axillary-nodes", "C50.9"}, std::pair{"inguinal-nodes", "C21.1"},
        std::pair{"inguinal-nodes", "C60.9"}, std::pair{"intra-abdominal-nodes", "C62.9"},
        std::pair{"intrathoracic-nodes", "C34.1"}, std::pair{"pelvic-nodes", "C53.9"},
        std::pair{"head-neck-nodes", "C09.9"}})
    EXPECT_EQ(role(nodes, primary), NodeRole::Regional) << nodes << " " << primary;
  for (const auto& [nodes, primary] : {std::pair{"axillary-nodes", "C18.2"}, std::pair{"inguinal-nodes", "C61.9"},
                                       std::pair{"axillary-nodes", "C34.1"}, std::pair{"inguinal-nodes", "C50.9"},
                                       std::pair{"head-neck-nodes", "C16.9"}})
    EXPECT_EQ(role(nodes, primary), NodeRole::Distant) << nodes << " " << primary;
  for (const auto& [nodes, primary] :
       {std::pair{"nodes", "C50.9"}, std::pair{"intra-abdominal-nodes", "C18.2"}, std::pair{"axillary-nodes", "C44.5"},
        std::pair{"head-neck-nodes", "C50.9"}, std::pair{"axillary-nodes", ""}})
    EXPECT_EQ(role(nodes, primary), NodeRole::Unclear) << nodes << " " << primary;
  EXPECT_EQ(role("axillary-nodes", "C50.9", "left"), NodeRole::Regional);
  EXPECT_EQ(role("axillary-nodes", "C50.9", "right"), NodeRole::Unclear) << "the other axilla";
}

}  // namespace
}  // namespace restage
