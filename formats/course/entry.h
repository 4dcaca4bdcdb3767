// SPDX-License-Identifier: Apache-2.0
#pragma once
// Entry: one table of a course file, read key by key. It takes the keys that it is asked for, complains with their
// place of values that do not fit, and can say which keys nobody took. Words come in American spelling. An entry points
// into the document and the result that it was made with. Single-threaded.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "core/partial_date.h"
#include "core/reader.h"
#include "formats/course/document.h"

namespace restage::course_file {

class Entry {
 public:
  Entry(const Value& table, std::string name, const std::string& file, ReadResult& result);

  const std::string& name() const { return name_; }
  const Value& table() const { return table_; }
  bool has(std::string_view key) const { return table_.get(key) != nullptr; }
  /// "c.toml: line 3, column 7: lab.value"
  std::string path(const Value& value, std::string_view key) const;
  void complain(IssueCode code, const Value& value, std::string_view key, std::string message,
                std::string remedy) const;

  const Value* take(std::string_view key);
  std::string text(std::string_view key);               ///< as written; a number is a text too
  std::string words(std::string_view key);              ///< in American spelling; true and false are "yes" and "no"
  std::vector<std::string> list(std::string_view key);  ///< words; one alone is a list of one
  std::optional<Decimal> number(std::string_view key);
  std::optional<bool> answer(std::string_view key);
  bool flag(std::string_view key, bool otherwise) { return answer(key).value_or(otherwise); }
  PartialDate date(std::string_view key);

  /// Calls use(key, value) for keys that nobody took.
  template <class Use>
  void each_other(Use&& use) const {
    for (const auto& [key, value] : table_.members)
      if (!is_taken(key)) use(key, value);
  }
  /// Complains of keys that nobody took.
  void refuse_others() const;
  /// Complains of keys that nobody took and that are one slip away from one that somebody did: modalty.
  void refuse_slips() const;

 private:
  bool is_taken(std::string_view key) const;
  void refuse(const std::string& key, const Value& value) const;

  const Value& table_;
  std::string name_;
  const std::string& file_;
  ReadResult& result_;
  std::vector<std::string> taken_;
};

/// The words of one value in American spelling: a text, a number, a date, an answer; nullopt for lists and tables.
std::optional<std::string> words_of(const Value& value);

}  // namespace restage::course_file
