// SPDX-License-Identifier: Apache-2.0
#pragma once
// PatientStream: a NAACCR XML file as its head (up to the root start tag) and blocks of whole patients.
//
// Blocks joined in order behind the head give the file byte for byte. Memory is bounded by the block size plus
// the largest patient. A patient that never ends becomes the last block. Not thread-safe.
#include <memory>
#include <string>
#include <vector>

#include "base/byte_source.h"
#include "base/result.h"

namespace restage::naaccr {

/// What the root start tag says.
struct FileHead {
  int version = 0;                ///< 18 for NAACCR 18
  char record_type = 'I';         ///< A M C I
  std::string user_dictionaries;  ///< as written, separated by blanks
  std::string prefix;             ///< of the NAACCR namespace, empty for the default namespace
  std::vector<std::string> foreign_prefixes;
  bool is_empty = false;  ///< the root is an empty tag
};

/// Checks a root start tag: name, namespace, required and foreign attributes.
Result<FileHead> parse_head(std::string_view bytes, std::size_t& head_size);

class PatientStream {
 public:
  PatientStream(std::unique_ptr<ByteSource> source, std::string first_bytes);
  /// Reads the head; its bytes are head_bytes().
  Result<FileHead> open();
  const std::string& head_bytes() const noexcept { return head_bytes_; }
  /// The next whole patients with everything between them; false at the end. After damage to the source what was
  /// read is handed out first, then the error.
  Result<bool> next(std::string& block);

 private:
  bool fill();
  std::size_t last_patient_end();

  std::unique_ptr<ByteSource> source_;
  std::string pending_;
  std::string head_bytes_;
  std::string patient_end_;  // </Patient with prefix
  std::size_t scanned_ = 0;
  bool at_end_ = false;
  bool failed_ = false;
  Error failure_;
};

}  // namespace restage::naaccr
