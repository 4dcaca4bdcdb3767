// SPDX-License-Identifier: Apache-2.0
#pragma once
// Options: the "key=value" texts of a question of the C interface. Every option must be taken by its question; one that
// is left over is an error that names those near it.
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace restage::face {

class Options {
 public:
  /// A list of texts ended by a null pointer, or null.
  static Result<Options> read(const char* const* texts);

  /// The last value of a key, empty when it was not given. What is asked for is known from then on.
  std::string take(std::string_view key);
  std::vector<std::string> take_all(std::string_view key);
  /// "yes" or "no"; anything else is kept as a problem of finish().
  bool take_flag(std::string_view key);
  /// Fails when an option was not taken or had a value it cannot have.
  Result<void> finish() const;

 private:
  struct Option {
    std::string key;
    std::string value;
    bool taken = false;
  };
  std::vector<Option> options_;
  std::vector<std::string> known_;
  std::string problem_;
};

}  // namespace restage::face
