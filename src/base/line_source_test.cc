// SPDX-License-Identifier: Apache-2.0
#include "base/line_source.h"

#include <gtest/gtest.h>

#include <vector>

namespace restage {
namespace {

std::vector<std::string> lines_of(std::string_view text) {
  const auto source = ByteSource::from_memory(text);
  LineSource lines(*source, 1 << 20);
  std::vector<std::string> found;
  for (;;) {
    const auto more = lines.next();
    EXPECT_TRUE(more);
    if (!more || !*more) return found;
    found.emplace_back(lines.line());
    EXPECT_EQ(lines.number(), found.size());
  }
}

TEST(LineSource, LinesWithAndWithoutAnEnd) {
  using Lines = std::vector<std::string>;
  EXPECT_EQ(lines_of(""), Lines{});
  EXPECT_EQ(lines_of("a\nb\r\n\nc"), (Lines{"a", "b", "", "c"}));
  EXPECT_EQ(lines_of("\xEF\xBB\xBF"
                     "a\n"),
            Lines{"a"});
  const std::string long_line(700000, 'x');
  EXPECT_EQ(lines_of("a\n" + long_line + "\nb"), (Lines{"a", long_line, "b"}));
}

TEST(LineSource, ALineOverTheLimitIsAnError) {
  const std::string text = "a\n" + std::string(3 << 20, 'x') + "\n";
  const auto source = ByteSource::from_memory(text);
  LineSource lines(*source, 1 << 20);
  ASSERT_TRUE(*lines.next());
  const auto refused = lines.next();
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::LimitExceeded);
  EXPECT_EQ(refused.error().context, "line 2");
}

}  // namespace
}  // namespace restage
