// SPDX-License-Identifier: Apache-2.0
#include "formats/course/entry.h"

#include <algorithm>
#include <utility>

#include "base/near_words.h"
#include "base/text.h"
#include "core/spelling.h"

namespace restage::course_file {
namespace {

constexpr std::size_t kShortestSlip = 6;  // letters of a key; a shorter one is near names of findings (organs)

}  // namespace

Entry::Entry(const Value& table, std::string name, const std::string& file, ReadResult& result)
    : table_(table), name_(std::move(name)), file_(file), result_(result) {
  for (const auto& [key, value] : table_.members)
    if (value.spelled_twice)
      complain(IssueCode::ElementBroken, value, key, "this key is given in two spellings", "keep one of them");
}

std::string Entry::path(const Value& value, std::string_view key) const {
  return file_ + ": " + value.place() + ": " + name_ + "." + std::string(key);
}

void Entry::complain(IssueCode code, const Value& value, std::string_view key, std::string message,
                     std::string remedy) const {
  result_.refused = true;
  result_.issues.push_back(make_issue(code, path(value, key), std::move(message), std::move(remedy)));
}

const Value* Entry::take(std::string_view key) {
  if (!is_taken(key)) taken_.emplace_back(key);
  return table_.get(key);
}

std::string Entry::text(std::string_view key) {
  const Value* value = take(key);
  if (value == nullptr) return {};
  if (value->is(Value::Type::Text)) return value->text;
  if (value->is(Value::Type::Number)) return value->number->text();
  complain(IssueCode::ElementBroken, *value, key, "a text is due here", "write it between quotation marks");
  return {};
}

std::string Entry::words(std::string_view key) {
  const Value* value = table_.get(key);
  if (value != nullptr && value->is(Value::Type::List)) return text::join(list(key), ", ");
  if (value == nullptr || !words_of(*value)) return text(key);
  take(key);
  return *words_of(*value);
}

std::vector<std::string> Entry::list(std::string_view key) {
  const Value* value = take(key);
  std::vector<std::string> result;
  if (value == nullptr) return result;
  if (value->is(Value::Type::Text)) return {american_spelling(value->text)};
  if (!value->is(Value::Type::List)) {
    complain(IssueCode::ElementBroken, *value, key, "a list of texts is due here", "write [\"liver\", \"bone\"]");
    return result;
  }
  for (const Value& item : value->items) {
    if (item.is(Value::Type::Text))
      result.push_back(american_spelling(item.text));
    else
      complain(IssueCode::ElementBroken, item, key, "a text is due in this list", "write it between quotation marks");
  }
  return result;
}

std::optional<Decimal> Entry::number(std::string_view key) {
  const Value* value = take(key);
  if (value == nullptr || value->number) return value == nullptr ? std::nullopt : value->number;
  complain(IssueCode::ValueUnreadable, *value, key, "a number is due here", "write a decimal such as 12 or 12.5");
  return std::nullopt;
}

std::optional<bool> Entry::answer(std::string_view key) {
  const Value* value = take(key);
  if (value == nullptr) return std::nullopt;
  if (value->is(Value::Type::Flag)) return value->flag;
  complain(IssueCode::ElementBroken, *value, key, "true or false is due here",
           "write true or false without quotation marks");
  return std::nullopt;
}

PartialDate Entry::date(std::string_view key) {
  const Value* value = take(key);
  if (value == nullptr) return {};
  const std::string written = value->number ? value->number->text() : value->text;
  if (const auto parsed = PartialDate::parse(written); parsed && !value->is(Value::Type::Time)) return *parsed;
  complain(IssueCode::DateImpossible, *value, key, "this is not a date", "write 2024-03-17, \"2024-03\" or \"2024\"");
  return {};
}

bool Entry::is_taken(std::string_view key) const {
  return std::find(taken_.begin(), taken_.end(), key) != taken_.end();
}

void Entry::refuse(const std::string& key, const Value& value) const {
  complain(IssueCode::ElementBroken, value, key, "this key is not known here",
           text::did_you_mean(key, taken_, "known keys: " + text::join(taken_, ", ")));
}

void Entry::refuse_others() const {
  each_other([this](const std::string& key, const Value& value) { refuse(key, value); });
}

void Entry::refuse_slips() const {
  each_other([this](const std::string& key, const Value& value) {
    const auto near = [&](const std::string& known) {
      return known.size() >= kShortestSlip && text::edit_distance(key, known) == 1;
    };
    if (std::any_of(taken_.begin(), taken_.end(), near)) refuse(key, value);
  });
}

std::optional<std::string> words_of(const Value& value) {
  switch (value.type) {
    case Value::Type::Text:
      return american_spelling(value.text);
    case Value::Type::Number:
      return value.number->text();
    case Value::Type::Flag:
      return value.flag ? "yes" : "no";
    case Value::Type::Date:
    case Value::Type::Time:
      return value.text;
    default:
      return std::nullopt;
  }
}

}  // namespace restage::course_file
