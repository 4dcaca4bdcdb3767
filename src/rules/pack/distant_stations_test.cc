// SPDX-License-Identifier: Apache-2.0
#include "rules/pack/distant_stations.h"

#include <gtest/gtest.h>

namespace restage::rules {
namespace {

// SOURCE: AJCC 8 colon, as in packs/staging/ajcc/8/colon: supraclavicular nodes are distant, pericolic ones regional.
TEST(DistantStations, AreTakenOutOfTheRegionalOnes) {
  std::vector<InputDeclaration> inputs(3);
  inputs[0].name = "nodes";
  inputs[2].name = "mets";
  EXPECT_EQ(distant_places(inputs), nullptr);
  inputs[2].from_nodes = {"supraclavicular", "inguinal"};
  const InputDeclaration* const places = distant_places(inputs);
  ASSERT_EQ(places, &inputs[2]);
  const std::vector<std::string_view> stations = {"pericolic", "Supraclavicular", "ileocolic"};
  const DividedStations divided = divide_stations(*places, stations);
  EXPECT_TRUE(divided.has_distant);
  EXPECT_EQ(divided.regional, (std::vector<std::string>{"pericolic", "ileocolic"}));
  const std::vector<std::string_view> regional = {"pericolic"};
  EXPECT_FALSE(divide_stations(*places, regional).has_distant);
}

}  // namespace
}  // namespace restage::rules
