// SPDX-License-Identifier: Apache-2.0
#pragma once
// What every reader of CSV holds to where quotes are broken (base/csv_stream.h, stream/csv_records.h).
//
// A quote counts only where a cell begins, so inch marks inside a bare cell are text. A cell with text behind its
// closing quote stays as written, up to the next separator. A record takes more than one line only if its quotes are
// whole: one whose quote never closes, that has text behind a closing quote or that is longer than the limit ends with
// its first line, quotes as written, and the next line is read afresh. So a stray quote costs its own line and no
// other.
#include <cstddef>
#include <string_view>

namespace restage {

/// The longest record that takes several lines.
inline constexpr std::size_t kLongestCsvRecord = std::size_t{16} << 20;
/// So many bytes may be read again behind broken quotes, by one stream or in one block; from there on a quote that does
/// not close on its line is broken, however the text goes on. Keeps the time linear.
inline constexpr std::size_t kMostCsvReread = 16 * kLongestCsvRecord;

/// What is said of a record that broken quotes cut, and what helps.
inline constexpr std::string_view kOpenCsvQuote = "a quote is opened and never closed";
inline constexpr std::string_view kOpenCsvQuoteRemedy = "close it, or double it where it belongs to the text";

/// Where the quote stands that closes the cell whose opening quote stands at `opening`; npos when none does.
std::size_t closing_csv_quote(std::string_view text, std::size_t opening) noexcept;

/// A record, without its line end, whose quotes all close: is it one that ends with its first line?
bool is_broken_csv_record(std::string_view record, char separator) noexcept;

}  // namespace restage
