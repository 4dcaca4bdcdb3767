// SPDX-License-Identifier: Apache-2.0
#include "formats/course/document.h"

#include <sstream>
#include <utility>

#include <toml++/toml.h>

#include "core/spelling.h"

namespace restage::course_file {
namespace {

template <class Part>
std::string written(const Part& part) {
  return (std::ostringstream() << part).str();
}

Value value_of(const toml::node& node);

void add_members(const toml::table& table, Value& value) {
  value.type = Value::Type::Table;
  for (const auto& [key, node] : table) {
    const auto [place, fresh] = value.members.try_emplace(american_spelling(key.str()), value_of(node));
    if (!fresh) place->second.spelled_twice = true;
  }
}

Value value_of(const toml::node& node) {
  Value value;
  value.line = node.source().begin.line;
  value.column = node.source().begin.column;
  const auto is = [&](Value::Type type, std::string text) {
    value.type = type;
    value.text = std::move(text);
  };
  if (const auto* text = node.as_string()) is(Value::Type::Text, text->get());
  if (const auto* day = node.as_date()) is(Value::Type::Date, written(day->get()));
  if (const auto* moment = node.as_date_time()) is(Value::Type::Date, written(moment->get().date));
  if (const auto* time = node.as_time()) is(Value::Type::Time, written(time->get()));
  if (const auto* integer = node.as_integer()) value.number = Decimal::parse(std::to_string(integer->get()));
  if (const auto* number = node.as_floating_point()) value.number = Decimal::nearest(number->get());
  if (value.number) value.type = Value::Type::Number;
  if (const auto* flag = node.as_boolean()) {
    value.type = Value::Type::Flag;
    value.flag = flag->get();
  }
  if (const auto* list = node.as_array()) {
    value.type = Value::Type::List;
    for (const toml::node& item : *list) value.items.push_back(value_of(item));
  }
  if (const auto* table = node.as_table()) add_members(*table, value);
  return value;
}

}  // namespace

const Value* Value::get(std::string_view key) const {
  const auto found = members.find(std::string(key));
  return found == members.end() ? nullptr : &found->second;
}

std::string Value::place() const { return "line " + std::to_string(line) + ", column " + std::to_string(column); }

std::optional<SyntaxFault> read_document(const std::string& file_name, const std::string& text, Value& root) {
  try {
    Value read = value_of(toml::parse(text, file_name));
    root = std::move(read);
    return std::nullopt;
  } catch (const toml::parse_error& error) {
    return SyntaxFault{error.source().begin.line, error.source().begin.column, std::string(error.description())};
  }
}

}  // namespace restage::course_file
