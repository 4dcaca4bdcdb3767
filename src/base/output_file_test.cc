// SPDX-License-Identifier: Apache-2.0
#include "base/output_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <thread>

#include "base/byte_source.h"

namespace restage {
namespace {

namespace fs = std::filesystem;

class OutputFileTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = testing::TempDir() + "restage_output_file_" + std::to_string(::getpid());
    fs::create_directory(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }
  std::string at(const std::string& name) const { return folder_ + "/" + name; }
  static unsigned mode_of(const std::string& path) {
    struct stat info{};
    EXPECT_EQ(::stat(path.c_str(), &info), 0);
    return info.st_mode & 07777;
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator()));
  }
  std::string folder_;
};

TEST_F(OutputFileTest, AppearsWhenComplete) {
  ASSERT_TRUE(write_file(at("a"), "first"));
  auto file = OutputFile::create(at("a"));
  ASSERT_TRUE(file);
  ASSERT_TRUE(file->write("sec"));
  EXPECT_EQ(*read_file(at("a")), "first");
  ASSERT_TRUE(file->write("ond"));
  ASSERT_TRUE(file->commit());
  EXPECT_EQ(*read_file(at("a")), "second");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(OutputFileTest, WithoutCommitNothingChanged) {
  ASSERT_TRUE(write_file(at("a"), "first"));
  {
    auto file = OutputFile::create(at("a"));
    ASSERT_TRUE(file && file->write("second"));
    OutputFile moved = std::move(*file);
    ASSERT_TRUE(moved.write("more"));
  }
  EXPECT_EQ(*read_file(at("a")), "first");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(OutputFileTest, KeepsTheModeOfWhatItReplaces) {
  for (const unsigned mode : {0600U, 0640U, 0755U, 0666U}) {
    ASSERT_TRUE(write_file(at("a"), "first"));
    ASSERT_EQ(::chmod(at("a").c_str(), mode), 0);
    ASSERT_TRUE(write_file(at("a"), "second"));
    EXPECT_EQ(mode_of(at("a")), mode);
  }
}

TEST_F(OutputFileTest, ALinkStaysAndItsFileIsWritten) {
  fs::create_directory(at("other"));
  ASSERT_TRUE(write_file(at("other/real"), "first"));
  fs::create_symlink("other/real", at("link"));
  ASSERT_TRUE(write_file(at("link"), "second"));
  EXPECT_TRUE(fs::is_symlink(at("link")));
  EXPECT_EQ(*read_file(at("other/real")), "second");
  fs::create_symlink("nowhere", at("dangling"));
  const auto refused = write_file(at("dangling"), "x");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::FileUnwritable);
  EXPECT_TRUE(fs::is_symlink(at("dangling")));
  EXPECT_FALSE(fs::exists(at("nowhere")));
}

TEST_F(OutputFileTest, APipeIsWrittenThrough) {
  ASSERT_EQ(::mkfifo(at("pipe").c_str(), 0600), 0);
  std::string got;
  std::thread reader([&] { got = *read_file(at("pipe")); });
  EXPECT_TRUE(write_file(at("pipe"), "through"));
  reader.join();
  EXPECT_EQ(got, "through");
  EXPECT_TRUE(fs::is_fifo(at("pipe")));
}

TEST_F(OutputFileTest, DevicesStayAndAFullDiskIsSaid) {
  EXPECT_TRUE(write_file("/dev/null", "x"));
  EXPECT_TRUE(fs::is_character_file("/dev/null"));
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "this system has no /dev/full";
  auto file = OutputFile::create("/dev/full");
  ASSERT_TRUE(file);
  const auto written = file->write("x");
  ASSERT_FALSE(written);
  EXPECT_NE(written.error().text().find("/dev/full: writing failed: No space left"), std::string::npos);
  EXPECT_FALSE(file->write("y"));
  EXPECT_FALSE(file->commit());
  EXPECT_TRUE(fs::is_character_file("/dev/full"));
}

TEST_F(OutputFileTest, WhatCannotBeWrittenIsAnError) {
  EXPECT_FALSE(OutputFile::create("/nonexistent/folder/file"));
  EXPECT_FALSE(OutputFile::create(folder_));
  fs::create_directory(at("a.part"));
  EXPECT_FALSE(OutputFile::create(at("a")));
  EXPECT_TRUE(fs::is_directory(at("a.part")));
}

TEST_F(OutputFileTest, WhatAnEarlierRunLeftBehindIsReplaced) {
  ASSERT_TRUE(write_file(at("elsewhere"), "kept"));
  ASSERT_TRUE(write_file(at("a.part"), "half"));
  ASSERT_TRUE(write_file(at("a"), "whole"));
  EXPECT_EQ(*read_file(at("a")), "whole");
  EXPECT_EQ(entries(), 2U);
  fs::create_symlink("elsewhere", at("b.part"));
  EXPECT_FALSE(write_file(at("b"), "x"));
  EXPECT_EQ(*read_file(at("elsewhere")), "kept");
}

TEST(WriteFile, ReplacesTheTargetWhole) {
  const std::string path = testing::TempDir() + "restage_write_file_test.txt";
  ASSERT_TRUE(write_file(path, "first"));
  ASSERT_TRUE(write_file(path, "second"));
  EXPECT_EQ(read_file(path).value(), "second");
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
  std::remove(path.c_str());
  EXPECT_FALSE(write_file("/nonexistent/folder/file", "x"));
}

}  // namespace
}  // namespace restage
