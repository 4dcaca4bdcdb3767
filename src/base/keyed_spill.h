// SPDX-License-Identifier: Apache-2.0
#pragma once
// KeyedSpill: pieces of bytes, each with a key, given back by key however many there are.
//
// Pieces are kept in memory up to a limit; beyond it they are sorted and written to one temporary file in a folder
// that the caller names, and merged on the way back. The file has no name once it is open, so nothing stays behind
// whatever happens. Keys come in byte order, pieces of a key in the order they were added, so that the result does
// not depend on the limit. Owned by the caller, used once (add, then drain), not thread-safe.
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace restage {

class KeyedSpill {
 public:
  /// All pieces of one key; views are valid during the call.
  struct Group {
    std::string_view key;
    std::vector<std::string_view> pieces;
    bool too_large = false;  ///< the pieces exceed group_limit and are left out
  };
  struct Limits {
    std::size_t memory = std::size_t{64} << 20;  ///< bytes kept before they are written out
    std::size_t group = std::size_t{512} << 20;  ///< bytes of one key that are put together
  };

  /// Without a folder nothing is written out, and more than `memory` bytes are an error.
  KeyedSpill(std::string folder, Limits limits);
  ~KeyedSpill();
  KeyedSpill(const KeyedSpill&) = delete;
  KeyedSpill& operator=(const KeyedSpill&) = delete;

  Result<void> add(std::string_view key, std::string_view bytes);
  Result<void> drain(const std::function<Result<void>(const Group&)>& use);
  bool has_spilled() const noexcept { return !runs_.empty(); }

 private:
  struct Piece {
    const char* key = nullptr;  ///< the bytes follow it
    std::uint32_t key_size = 0;
    std::size_t size = 0;

    std::string_view key_text() const noexcept { return {key, key_size}; }
    std::string_view bytes() const noexcept { return {key + key_size, size}; }
  };
  struct Run {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
  };
  class RunReader;

  char* allocate(std::size_t size);
  void sort_pieces();
  Result<void> open_file();
  Result<void> write_run();
  Result<void> write_all(std::string_view bytes);
  Result<void> drain_memory(const std::function<Result<void>(const Group&)>& use);
  Result<void> drain_runs(const std::function<Result<void>(const Group&)>& use);
  Error failure(std::string_view doing) const;

  std::string folder_;
  Limits limits_;
  std::vector<std::unique_ptr<char[]>> blocks_;
  std::size_t block_left_ = 0;
  char* block_at_ = nullptr;
  std::size_t used_ = 0;
  std::vector<Piece> pieces_;
  std::vector<Run> runs_;
  int descriptor_ = -1;
  std::uint64_t written_ = 0;
};

}  // namespace restage
