// SPDX-License-Identifier: Apache-2.0
#include "service/request/input.h"

#include <gtest/gtest.h>

#include "service/request/peeked_source.h"

namespace restage::service {
namespace {

std::string all_of(ByteSource& source) { return *read_all(source, 1000); }

TEST(Input, BytesAreReadAgainASourceOnce) {
  Input memory = Input::memory("a letter", "some bytes");
  EXPECT_EQ(all_of(**memory.open()), "some bytes");
  EXPECT_EQ(all_of(**memory.open()), "some bytes");

  Input source = Input::source("a pipe", ByteSource::from_memory("once"));
  EXPECT_EQ(all_of(**source.open()), "once");
  const auto again = source.open();
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().context, "a pipe");
}

TEST(Input, MissingFileIsNamed) {
  Input path = Input::path("/nonexistent/patient.json");
  const auto opened = path.open();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::FileUnreadable);
  EXPECT_NE(opened.error().text().find("/nonexistent/patient.json"), std::string::npos);
}

TEST(PeekedSource, LookedAtAndStillWhole) {
  const std::string text = "the head and the rest behind it";
  auto peeked = PeekedSource::peek(ByteSource::from_memory(text), 8);
  ASSERT_TRUE(peeked);
  EXPECT_EQ((*peeked)->head(), "the head");
  EXPECT_EQ(all_of(**peeked), text);

  auto shorter = PeekedSource::peek(ByteSource::from_memory("few"), 100);
  ASSERT_TRUE(shorter);
  EXPECT_EQ((*shorter)->head(), "few");
  EXPECT_EQ(all_of(**shorter), "few");
}

}  // namespace
}  // namespace restage::service
