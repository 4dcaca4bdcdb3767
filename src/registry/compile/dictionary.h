// SPDX-License-Identifier: Apache-2.0
#pragma once
// Dictionary: texts of an algorithm as numbers, and the numbers with a meaning of their own.
//
// Filled by the compiler, then immutable; shared by threads without locks.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/open_table.h"
#include "registry/compile/hot_program.h"

namespace restage::registry {

inline constexpr ValueId kAbsent = 0;
inline constexpr ValueId kNull = 1;
inline constexpr ValueId kBlank = 2;
inline constexpr ValueId kNotInterned = 0xFFFF;
inline constexpr std::size_t kMaxValues = 60'000;  ///< ids above are texts of one case

inline constexpr ValueId kFirstSpaces = 3;  ///< texts of one to six blanks: fields of fixed width left blank
inline constexpr ValueId kAfterSpaces = 9;

/// Texts with ids. Codes of one and two bytes and of three digits are found by their bytes, others of up to seven
/// bytes by one probe of a word table.
class Dictionary {
 public:
  Dictionary();
  ValueId intern(std::string_view text);  ///< kNotInterned when full
  /// kNotInterned when unknown, and for texts that begin or end with a blank, except those of blanks alone.
  ValueId find(std::string_view text) const noexcept {
    const char* const data = text.data();
    if (text.size() == 3) {
      std::uint32_t digits = byte(data[0]) | byte(data[1]) << 8 | byte(data[2]) << 16;
      digits ^= 0x303030;
      // Above nine either the sum reaches the high bit of its byte or the byte has it already.
      if ((((digits + 0x767676) | digits) & 0x808080) == 0) {
        digits |= digits >> 4;
        return digits_[(digits & 0xFF) | (digits >> 8 & 0xF00)];
      }
      return find_word(text);
    }
    if (text.size() == 2) return pairs_[byte(data[0]) | byte(data[1]) << 8];
    if (text.size() == 1) return singles_[byte(data[0])];
    return text.empty() ? kBlank : find_word(text);
  }
  const std::string& text(ValueId id) const noexcept { return texts_[id]; }
  std::size_t size() const noexcept { return texts_.size(); }

 private:
  struct WordHash {
    static constexpr std::uint64_t kFree = 0;
    static std::size_t hash(std::uint64_t word) noexcept {
      return static_cast<std::size_t>((word * 0x9E37'79B9'7F4A'7C15ULL) >> 40);
    }
    static bool equal(std::uint64_t left, std::uint64_t right) noexcept { return left == right; }
  };
  static std::uint32_t byte(char c) noexcept { return static_cast<unsigned char>(c); }
  ValueId find_word(std::string_view text) const noexcept;
  static std::uint64_t word_of(std::string_view text) noexcept;
  std::vector<std::string> texts_;
  std::vector<ValueId> singles_;  // by byte
  std::vector<ValueId> pairs_;    // by both bytes, the first one low
  std::vector<ValueId> digits_;   // by three digits of four bits, the first one low
  OpenTable<std::uint64_t, ValueId, WordHash> words_;
  std::unordered_map<std::string, ValueId> other_texts_;
};

}  // namespace restage::registry
