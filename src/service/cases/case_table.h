// SPDX-License-Identifier: Apache-2.0
#pragma once
// CaseTable: the head of a table of cases, read and checked, and its rows behind it. Not thread-safe.
#include <memory>
#include <string>
#include <vector>

#include "base/csv_quotes.h"
#include "base/csv_stream.h"
#include "cases/refusal.h"
#include "service/request/input.h"

namespace restage::service {

/// Of a record that opens a quote and never closes it.
inline cases::Refusal open_quote_refusal() { return {std::string(kOpenCsvQuote), std::string(kOpenCsvQuoteRemedy)}; }

class CaseTable {
 public:
  /// Fails when the input cannot be read, is empty, or its first line is no head of cases; the error names the input.
  /// needs_site: false where one pack is used for every row.
  static Result<CaseTable> open(Input& input, bool needs_site);

  const std::vector<std::string>& header() const noexcept { return header_; }
  const std::string& head_line() const noexcept { return head_line_; }  ///< as written
  std::string_view line_end() const noexcept { return line_end_; }      ///< of the first line
  CsvStream& rows() noexcept { return *rows_; }

 private:
  CaseTable() = default;
  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<CsvStream> rows_;
  std::vector<std::string> header_;
  std::string head_line_, line_end_;
};

}  // namespace restage::service
