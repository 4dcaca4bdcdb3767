// SPDX-License-Identifier: Apache-2.0
#include "base/byte_source.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <cstdio>
#include <filesystem>

namespace restage {
namespace {

// One gzip member made by zlib, independent of the reader under test.
std::string gzip(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string long_text() {
  std::string text;
  for (int i = 0; i < 100000; ++i) text += std::to_string(i * 7919) + ",";
  return text;
}

Result<std::string> all_of(std::string_view bytes) {
  return read_all(*ByteSource::from_memory(bytes), std::size_t{1} << 30);
}

TEST(ByteSource, PassesPlainBytesThrough) {
  for (const std::string& text : {std::string(), std::string("x"), std::string("\x1F"), long_text()})
    EXPECT_EQ(all_of(text).value(), text);
}

TEST(ByteSource, InflatesOneMemberAndSeveral) {
  const std::string text = long_text();
  EXPECT_EQ(all_of(gzip(text)).value(), text);
  EXPECT_EQ(all_of(gzip("one ") + gzip("") + gzip("two")).value(), "one two");
}

TEST(ByteSource, GivesWhatCameBeforeTheCutAndThenAnError) {
  const std::string text = long_text();
  const std::string whole = gzip(text);
  for (const std::size_t size : {whole.size() / 2, whole.size() - 1, std::size_t{3}}) {
    const std::string cut = whole.substr(0, size);
    auto source = ByteSource::from_memory(cut);
    std::string got(text.size() + 1, '\0');
    std::size_t filled = 0;
    for (;;) {
      auto count = source->read(got.data() + filled, got.size() - filled);
      if (!count) {
        EXPECT_EQ(count.error().code, ErrorCode::Malformed);
        break;
      }
      ASSERT_NE(*count, 0u) << "a cut stream must not look complete";
      filled += *count;
    }
    EXPECT_EQ(got.substr(0, filled), text.substr(0, filled));
  }
}

TEST(ByteSource, DamageInTheMiddleIsAnError) {
  std::string damaged = gzip(long_text());
  for (std::size_t i = damaged.size() / 2; i < damaged.size() / 2 + 64; ++i)
    damaged[i] = static_cast<char>(~damaged[i]);
  EXPECT_FALSE(all_of(damaged));
}

TEST(ByteSource, NamesTheFileThatCannotBeRead) {
  const auto missing = ByteSource::open("/nonexistent/file.json");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::FileUnreadable);
  EXPECT_NE(missing.error().text().find("/nonexistent/file.json"), std::string::npos);
  EXPECT_FALSE(ByteSource::open(std::filesystem::temp_directory_path().string())) << "a directory is refused";
}

TEST(ByteSource, LimitsWhatItReads) {
  const auto result = read_all(*ByteSource::from_memory(gzip(std::string(1 << 20, 'x'))), 1000);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::LimitExceeded);
}

}  // namespace
}  // namespace restage
