// SPDX-License-Identifier: Apache-2.0
// The conventions name what the staging packs have: a row that names another input or site would never answer.
#include "staging/conventions.h"

#include <gtest/gtest.h>

#include <set>

namespace restage::staging {
namespace {

std::set<std::string> values_of(const rules::Pack& pack, std::string_view input) {
  for (const rules::InputDeclaration& each : pack.inputs())
    if (each.name == input) return {each.values.begin(), each.values.end()};
  return {};
}

TEST(Conventions, NameSitesAndInputsOfStagingPacks) {
  const auto library = rules::PackLibrary::embedded();
  ASSERT_TRUE(static_cast<bool>(library));
  const auto conventions = (*library)->by_id("staging-conventions");
  ASSERT_TRUE(static_cast<bool>(conventions));
  std::set<std::string> sites = values_of(**conventions, "site"), inputs = values_of(**conventions, "input");
  sites.erase("other");
  ASSERT_GT(sites.size(), 60U);
  ASSERT_GT(inputs.size(), 20U);
  for (const std::string& id : (*library)->ids()) {
    const auto pack = (*library)->by_id(id);
    ASSERT_TRUE(static_cast<bool>(pack)) << id;
    if ((*pack)->identity().kind != "stage") continue;
    sites.erase((*pack)->identity().site);
    for (const rules::InputDeclaration& input : (*pack)->inputs()) inputs.erase(input.name);
  }
  EXPECT_TRUE(sites.empty()) << *sites.begin();
  EXPECT_TRUE(inputs.empty()) << *inputs.begin();
}

}  // namespace
}  // namespace restage::staging
