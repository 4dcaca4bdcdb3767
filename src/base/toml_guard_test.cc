// SPDX-License-Identifier: Apache-2.0
#include "base/toml_guard.h"

#include <gtest/gtest.h>

namespace restage {
namespace {

TEST(TomlGuard, HeadersWithoutAKey) {
  for (const char* text : {"[\n", "a = 1\n[\n", "[!x]\n", "[[ \n", "[[\n]]", "[[[", "[ [[a]]", "  [ ?", "[\xC3\xA4]\n",
                           "x = \"\"\"\n[\n\"\"\"\n[\n", "y = [\n[1],\n]\n[=]"})
    EXPECT_TRUE(find_keyless_toml_header(text)) << text;
  const auto place = find_keyless_toml_header("a = 1\n\n  [ ?");
  ASSERT_TRUE(place);
  EXPECT_EQ(place->line, 3U);
}

TEST(TomlGuard, EverythingElseIsLeftAlone) {
  for (const char* text : {"", "[a]\n", "[[a]]\n", "[ a ]", "[\"a b\"]", "['x']", "[]", "[", "[[",
                           "x = [\n  [\n  1 ],\n]\n[t]\n", "x = \"\"\"\n[\n\"\"\"\n", "x = '''\n[\n'''\n",
                           "# [\nx = 1 # [\n", "x = \"[\"\n", "x = { a = [\n[1]] }\n", "x = \"\\\"\n[a]\n"})
    EXPECT_FALSE(find_keyless_toml_header(text)) << text;
}

}  // namespace
}  // namespace restage
