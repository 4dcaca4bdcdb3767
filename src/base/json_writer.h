// SPDX-License-Identifier: Apache-2.0
#pragma once
// JsonWriter: writes one JSON document straight into a string, in call order. The one JSON writer of the
// project: a tree would cost memory per record in streams of millions.
//
// Calls must nest properly (asserted). Numbers are written as given, text is escaped and invalid UTF-8 is
// replaced by U+FFFD, so the output is always well-formed. Not thread-safe; one writer per document.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"

namespace restage {

class JsonWriter {
 public:
  /// indent 0: one line; otherwise that many blanks a level.
  explicit JsonWriter(std::string& out, int indent = 0) : out_(out), indent_(indent) {}

  JsonWriter& begin_object();
  JsonWriter& end_object();
  JsonWriter& begin_array();
  JsonWriter& end_array();
  JsonWriter& key(std::string_view name);
  JsonWriter& value(std::string_view text);
  JsonWriter& value(const char* text) { return value(std::string_view(text)); }
  JsonWriter& value(const std::string& text) { return value(std::string_view(text)); }
  JsonWriter& value(bool flag);
  JsonWriter& value(std::int64_t number);
  JsonWriter& value(int number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(std::size_t number) { return value(static_cast<std::int64_t>(number)); }
  JsonWriter& value(const Decimal& number);
  JsonWriter& null();
  /// Splices already well-formed JSON.
  JsonWriter& raw(std::string_view json);

  template <class T>
  JsonWriter& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }
  JsonWriter& member_or_null(std::string_view name, std::string_view content) {
    return content.empty() ? key(name).null() : key(name).value(content);
  }

  /// Appends text as a quoted JSON string.
  static void append_quoted(std::string& out, std::string_view text);

 private:
  void before_value();
  void new_line();

  std::string& out_;
  int indent_;
  struct Level {
    bool array;
    bool empty;
  };
  std::vector<Level> levels_;
  bool after_key_ = false;
};

}  // namespace restage
