// SPDX-License-Identifier: Apache-2.0
#include "base/csv.h"

namespace restage {

CsvCursor::CsvCursor(std::string_view text, char separator) : text_(text), separator_(separator) {
  if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
}

bool CsvCursor::next(std::vector<CsvCell>& row) {
  row.clear();
  unescaped_.clear();
  while (at_ < text_.size() && (text_[at_] == '\n' || text_[at_] == '\r')) {
    line_ += text_[at_] == '\n' ? 1 : 0;
    ++at_;
  }
  if (at_ >= text_.size()) return false;
  row_line_ = line_;
  for (;;) {
    CsvCell cell;
    if (at_ < text_.size() && text_[at_] == '"') {
      cell.quoted = true;
      const std::size_t begin = ++at_;
      bool doubled = false;
      for (; at_ < text_.size(); ++at_) {
        if (text_[at_] == '\n') ++line_;
        if (text_[at_] != '"') continue;
        if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
          doubled = true;
          ++at_;
          continue;
        }
        break;
      }
      cell.text = text_.substr(begin, at_ - begin);
      if (at_ < text_.size()) ++at_;
      if (doubled) {
        std::string& plain = unescaped_.emplace_back();
        for (std::size_t i = 0; i < cell.text.size(); ++i) {
          plain += cell.text[i];
          if (cell.text[i] == '"') ++i;
        }
        cell.text = plain;
      }
      while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
    } else {
      const std::size_t begin = at_;
      while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') ++at_;
      cell.text = text_.substr(begin, at_ - begin);
    }
    row.push_back(cell);
    if (at_ < text_.size() && text_[at_] == separator_) {
      ++at_;
      continue;
    }
    return true;
  }
}

void append_quoted_csv_cell(std::string& out, std::string_view cell) {
  out += '"';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_cell(std::string& out, std::string_view cell, char separator) {
  const bool quote = cell.find(separator) != std::string_view::npos ||
                     cell.find_first_of("\"\n\r") != std::string_view::npos ||
                     (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
  if (quote)
    append_quoted_csv_cell(out, cell);
  else
    out += cell;
}

void append_csv_row(std::string& out, const std::vector<std::string>& cells, char separator) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += separator;
    append_csv_cell(out, cells[i], separator);
  }
  out += '\n';
}

}  // namespace restage
