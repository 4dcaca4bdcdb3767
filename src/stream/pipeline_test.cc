// SPDX-License-Identifier: Apache-2.0
#include "stream/pipeline.h"

#include <gtest/gtest.h>

#include <chrono>
#include <random>
#include <stdexcept>
#include <string>
#include <thread>

#include "stream/line_blocks.h"

namespace restage::stream {
namespace {

struct Square {
  int number = 0;
  int square = 0;
};

// Squares of 1 to `count`, each block slower or faster than its neighbor, so that workers overtake one another.
struct SquareRun {
  int count = 0;
  int fails_at = 0;   // the worker refuses this one
  int throws_at = 0;  // the worker throws here
  int stops_at = 0;   // the writer has enough
  int breaks_at = 0;  // the source fails here
  std::atomic<bool>* interrupt = nullptr;
  int interrupts_at = 0;

  int read = 0;
  int written = 0;
  int most_ahead = 0;
  std::vector<int> squares = {};

  Result<void> run(std::size_t threads) {
    Steps<Square> steps;
    steps.read = [this](Square& block) -> Result<bool> {
      if (read == count) return false;
      if (++read == breaks_at) return Error{ErrorCode::FileUnreadable, "broken", ""};
      block.number = read;
      most_ahead = std::max(most_ahead, read - written);
      return true;
    };
    steps.make_worker = [this] {
      return [this](Square& block) -> Result<void> {
        if (block.number % 3 == 0) std::this_thread::sleep_for(std::chrono::microseconds(300));
        if (block.number == throws_at) throw std::runtime_error("thrown");
        if (block.number == fails_at) return Error{ErrorCode::Malformed, "refused", ""};
        block.square = block.number * block.number;
        return {};
      };
    };
    steps.write = [this](Square& block) {
      squares.push_back(block.square);
      if (++written == interrupts_at) interrupt->store(true);
      return written != stops_at;
    };
    steps.interrupted = interrupt;
    return stream::run(threads, steps);
  }
};

std::vector<int> squares_to(int count) {
  std::vector<int> squares = {};
  for (int i = 1; i <= count; ++i) squares.push_back(i * i);
  return squares;
}

class EveryThreadCount : public testing::TestWithParam<std::size_t> {};
INSTANTIATE_TEST_SUITE_P(Pipeline, EveryThreadCount, testing::Values(1, 2, 7));

TEST_P(EveryThreadCount, KeepsTheOrderOfTheInput) {
  SquareRun squares{.count = 500};
  EXPECT_TRUE(squares.run(GetParam()).has_value());
  EXPECT_EQ(squares.squares, squares_to(500));
}

TEST_P(EveryThreadCount, ReadsNoFurtherAheadThanItsBlocks) {
  SquareRun squares{.count = 500};
  EXPECT_TRUE(squares.run(GetParam()).has_value());
  EXPECT_LE(squares.most_ahead, static_cast<int>(2 * GetParam() + 2));
}

TEST_P(EveryThreadCount, AnEmptyInputIsNoError) {
  SquareRun squares;
  EXPECT_TRUE(squares.run(GetParam()).has_value());
  EXPECT_TRUE(squares.squares.empty());
}

TEST_P(EveryThreadCount, WritesEverythingBeforeABlockThatFails) {
  SquareRun squares{.count = 100, .fails_at = 41};
  const auto done = squares.run(GetParam());
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().message, "refused");
  EXPECT_EQ(squares.squares, squares_to(40));
}

TEST_P(EveryThreadCount, ThrowsWhatAWorkerThrew) {
  SquareRun squares{.count = 100, .throws_at = 41};
  EXPECT_THROW((void)squares.run(GetParam()), std::runtime_error);
  EXPECT_EQ(squares.squares, squares_to(40));
}

TEST_P(EveryThreadCount, WritesEverythingBeforeABrokenSource) {
  SquareRun squares{.count = 100, .breaks_at = 41};
  const auto done = squares.run(GetParam());
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::FileUnreadable);
  EXPECT_EQ(squares.squares, squares_to(40));
}

TEST_P(EveryThreadCount, StopsWhenTheWriterHasEnough) {
  SquareRun squares{.count = 100, .stops_at = 41};
  EXPECT_TRUE(squares.run(GetParam()).has_value());
  EXPECT_EQ(squares.squares, squares_to(41));
}

TEST_P(EveryThreadCount, EndsBehindAWholeBlockWhenInterrupted) {
  std::atomic<bool> interrupt{false};
  SquareRun squares{.count = 100, .interrupt = &interrupt, .interrupts_at = 41};
  const auto done = squares.run(GetParam());
  ASSERT_FALSE(done.has_value());
  EXPECT_EQ(done.error().code, ErrorCode::Interrupted);
  EXPECT_EQ(squares.squares, squares_to(41));
}

// Every line with its number, through blocks of lines.
std::string numbered_lines(const std::string& text, std::size_t threads, std::size_t* blocks) {
  struct Block : TextBlock {
    std::string output;
  };
  LineBlocks lines(ByteSource::from_memory(text));
  std::string out;
  Steps<Block> steps;
  steps.read = [&](Block& block) { return lines.next(block); };
  steps.make_worker = [] {
    return [](Block& block) -> Result<void> {
      block.output.clear();
      std::uint64_t number = block.first_record;
      for (std::size_t at = 0; at < block.input.size(); ++number) {
        const std::size_t end = std::min(block.input.find('\n', at), block.input.size());
        block.output += std::to_string(number) + ' ' + block.input.substr(at, end - at) + '\n';
        at = end + 1;
      }
      return {};
    };
  };
  steps.write = [&](Block& block) {
    out += block.output;
    ++*blocks;
    return true;
  };
  EXPECT_TRUE(run(threads, steps).has_value());
  return out;
}

TEST(LineBlocks, NumbersEveryLineWhateverTheThreads) {
  std::mt19937 random(5);
  std::string text;
  std::string wanted;
  for (int line = 1; text.size() < (std::size_t{5} << 20); ++line) {
    const std::string content(line == 70 ? std::size_t{3} << 20 : random() % 300, 'x');
    text += content + '\n';
    wanted += std::to_string(line) + ' ' + content + '\n';
  }
  text.pop_back();  // the last line has no end
  for (const std::size_t threads : {1U, 2U, 7U}) {
    std::size_t blocks = 0;
    EXPECT_TRUE(numbered_lines(text, threads, &blocks) == wanted) << threads;
    EXPECT_GT(blocks, 2U);
  }
}

TEST(LineBlocks, TakesTheHeaderAwayFirst) {
  LineBlocks lines(ByteSource::from_memory("head\r\na\nb"));
  EXPECT_EQ(*lines.take_line(), "head");
  TextBlock block;
  ASSERT_TRUE(*lines.next(block));
  EXPECT_EQ(block.input, "a\nb");
  EXPECT_EQ(block.first_record, 1U);
  EXPECT_FALSE(*lines.next(block));
}

}  // namespace
}  // namespace restage::stream
