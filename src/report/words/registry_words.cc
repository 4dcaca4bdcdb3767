// SPDX-License-Identifier: Apache-2.0
#include "report/words/registry_words.h"

#include <fmt/format.h>

#include "base/text.h"

namespace restage::report {

namespace {

std::string row_words(const registry::RowPlace& place) { return fmt::format("{} row {}", place.table, place.row); }

}  // namespace

std::string words_of_rows(const std::vector<registry::RowPlace>& rows) {
  std::vector<std::string> parts;
  for (const registry::RowPlace& place : rows) parts.push_back(row_words(place));
  return parts.empty() ? "default" : text::join(parts, " > ");
}

std::string words_of_rows(const registry::Move& move, const registry::VersionRows& rows, const char* mark) {
  if (move.thing != registry::MovedThing::Output) return {};
  if (!rows) return "none";
  std::vector<std::string> parts;
  for (const registry::VersionRow& row : *rows)
    parts.push_back(row_words(row.place) + (row.is_of_one_version ? mark : ""));
  return parts.empty() ? "default" : text::join(parts, " > ");
}

std::string cause_of(const registry::Move& move) {
  std::vector<std::string> parts;
  for (const registry::RowPlace& place : move.gone_rows) parts.push_back(row_words(place) + " (gone)");
  for (const registry::RowPlace& place : move.new_rows) parts.push_back(row_words(place) + " (new)");
  return text::join(parts, ", ");
}

std::string moved_value(const registry::Move& move, const std::string& value) {
  if (!value.empty() || move.thing == registry::MovedThing::Output) return value;
  return move.thing == registry::MovedThing::Result ? "not coded for this version" : "none";
}

std::string moved_schema(const registry::Move& move) { return move.schema.empty() ? "none" : move.schema; }

}  // namespace restage::report
