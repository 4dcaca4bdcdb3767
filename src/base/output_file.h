// SPDX-License-Identifier: Apache-2.0
#pragma once
// OutputFile: a file that appears under its name only when it is complete.
//
// Bytes go to `<path>.part` beside the target, which commit() renames; without commit() the target is as it was and
// no `.part` is left. What is replaced keeps its permissions; a file that may not be written is not replaced. A link
// is followed and stays: the file it points to is written. A device, pipe or socket cannot be replaced and is written
// through. A full disk is an error of write() or commit(). "-" has no meaning here: standard output is the caller's.
// Owned by the caller, movable, not thread-safe; not buffered, so give it blocks.
#include <string>
#include <string_view>

#include "base/result.h"

namespace restage {

class OutputFile {
 public:
  /// Opens the `.part`; a directory, a link to nothing or a folder that cannot be written is an error naming the path.
  static Result<OutputFile> create(const std::string& path);
  OutputFile(OutputFile&& other) noexcept;
  OutputFile& operator=(OutputFile&& other) noexcept;
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  /// Leaves the target as it was unless commit() succeeded.
  ~OutputFile();

  /// Everything, or an error. After an error nothing more is written and commit() repeats that it failed.
  Result<void> write(std::string_view bytes);
  /// Gives the file its name. Called once, last.
  Result<void> commit();

 private:
  OutputFile() = default;
  Result<void> open_part(unsigned mode, bool replaces);
  Error failure(std::string_view doing) const;
  void discard() noexcept;

  std::string path_;    ///< as named by the caller, for messages
  std::string target_;  ///< with links followed
  std::string part_;    ///< empty when written through
  int descriptor_ = -1;
  bool failed_ = false;
};

/// A whole file at once.
Result<void> write_file(const std::string& path, std::string_view bytes);

}  // namespace restage
