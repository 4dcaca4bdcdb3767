// SPDX-License-Identifier: Apache-2.0
#include "base/json_view.h"

#include <simdjson.h>

#include <algorithm>
#include <bit>

namespace restage {
namespace {

using Element = simdjson::dom::element;
static_assert(sizeof(Element) == sizeof(Json) && std::is_trivially_copyable_v<Element>);

Element element_of(const Json& json) { return std::bit_cast<Element>(json); }
Json json_of(const Element& element) { return std::bit_cast<Json>(element); }

std::size_t digits_from(std::string_view text, std::size_t at) {
  const std::size_t end = text.find_first_not_of("0123456789", at);
  return (end == std::string_view::npos ? text.size() : end) - at;
}

/// A number that JSON allows and no machine number holds: an integer of 19 digits and more, an exponent of three.
bool is_beyond_range(std::string_view token) {
  std::size_t at = token.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits_from(token, at);
  if (whole == 0 || (whole > 1 && token[at] == '0')) return false;
  at += whole;
  if (at == token.size()) return whole >= 19;
  if (token[at] == '.') {
    const std::size_t fraction = digits_from(token, at + 1);
    if (fraction == 0) return false;
    at += 1 + fraction;
  }
  if (at == token.size() || (token[at] != 'e' && token[at] != 'E')) return at == token.size() && whole >= 300;
  if (++at < token.size() && (token[at] == '+' || token[at] == '-')) ++at;
  const std::size_t exponent = digits_from(token, at);
  return exponent >= 3 && at + exponent == token.size();
}

/// The text with such numbers as texts; empty when there is none.
std::string with_long_numbers_quoted(std::string_view text) {
  static constexpr std::string_view kNumber = "0123456789+-.eE";
  std::string result;
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\') ++at;
      ++at;
      continue;
    }
    const bool starts = text[at] == '-' || (text[at] >= '0' && text[at] <= '9');
    if (!starts) {
      ++at;
      continue;
    }
    const std::size_t end = std::min(text.find_first_not_of(kNumber, at), text.size());
    if (is_beyond_range(text.substr(at, end - at))) {
      result.append(text.substr(copied, at - copied)).append("\"").append(text.substr(at, end - at)).append("\"");
      copied = end;
    }
    at = end;
  }
  if (copied != 0) result.append(text.substr(copied));
  return result;
}

}  // namespace

Json::Type Json::type() const noexcept {
  if (document_ == nullptr) return Type::Missing;
  switch (element_of(*this).type()) {
    case simdjson::dom::element_type::ARRAY:
      return Type::List;
    case simdjson::dom::element_type::OBJECT:
      return Type::Object;
    case simdjson::dom::element_type::STRING:
      return Type::Text;
    case simdjson::dom::element_type::BOOL:
      return Type::Flag;
    case simdjson::dom::element_type::NULL_VALUE:
      return Type::Null;
    default:
      return Type::Number;
  }
}

Json Json::operator[](std::string_view key) const noexcept {
  if (document_ == nullptr) return {};
  simdjson::dom::object object;
  if (element_of(*this).get(object) != simdjson::SUCCESS) return {};
  Element value;
  if (object.at_key(key).get(value) != simdjson::SUCCESS) return {};
  return json_of(value);
}

std::string_view Json::text() const noexcept {
  if (document_ == nullptr) return {};
  std::string_view value;
  if (element_of(*this).get(value) != simdjson::SUCCESS) return {};
  return value;
}

std::optional<Decimal> Json::decimal() const {
  switch (type()) {
    case Type::Text:
      return Decimal::parse(text());
    case Type::Number: {
      std::int64_t integer = 0;
      if (element_of(*this).get(integer) == simdjson::SUCCESS)
        return integer > -1'000'000'000'000'000 && integer < 1'000'000'000'000'000 ? std::optional(Decimal::of(integer))
                                                                                   : std::nullopt;
      double number = 0;
      if (element_of(*this).get(number) != simdjson::SUCCESS) return std::nullopt;
      return Decimal::nearest(number);
    }
    default:
      return std::nullopt;
  }
}

std::optional<bool> Json::flag() const noexcept {
  bool value = false;
  if (const std::string_view words = text(); words == "true" || words == "false") return words == "true";  // from XML
  if (document_ == nullptr || element_of(*this).get(value) != simdjson::SUCCESS) return std::nullopt;
  return value;
}

Json Json::first() const noexcept {
  if (document_ == nullptr) return {};
  simdjson::dom::array list;
  if (element_of(*this).get(list) != simdjson::SUCCESS) return *this;
  const auto begin = list.begin();
  return begin != list.end() ? json_of(*begin) : Json();
}

std::string Json::compact() const { return document_ == nullptr ? std::string() : simdjson::minify(element_of(*this)); }

void Json::each_raw(RawVisit visit, void* context) const {
  if (document_ == nullptr) return;
  simdjson::dom::array list;
  if (element_of(*this).get(list) == simdjson::SUCCESS) {
    for (const Element element : list) visit(context, json_of(element));
  } else if (type() != Type::Null) {
    visit(context, *this);
  }
}

void Json::members_raw(RawMember visit, void* context) const {
  if (document_ == nullptr) return;
  simdjson::dom::object object;
  if (element_of(*this).get(object) != simdjson::SUCCESS) return;
  for (const auto& field : object) visit(context, field.key, json_of(field.value));
}

struct JsonDocument::State {
  simdjson::dom::parser parser;
  std::size_t depth = 0;
};

JsonDocument::JsonDocument() : state_(std::make_unique<State>()) {}
JsonDocument::~JsonDocument() = default;

JsonFault JsonDocument::parse(std::string_view text, int depth_limit) {
  root_ = Json();
  const auto depth = static_cast<std::size_t>(std::max(1, depth_limit));
  if (state_->parser.capacity() < text.size() || state_->depth != depth) {
    // The depth limit only takes effect where buffers are allocated.
    if (state_->parser.allocate(std::max<std::size_t>(text.size(), 4096), depth) != simdjson::SUCCESS)
      return JsonFault::TooLarge;
    state_->depth = depth;
  }
  Element element;
  simdjson::error_code error = state_->parser.parse(text.data(), text.size(), true).get(element);
  if (error == simdjson::NUMBER_ERROR)
    if (const std::string quoted = with_long_numbers_quoted(text); !quoted.empty()) {
      if (state_->parser.allocate(std::max<std::size_t>(quoted.size(), 4096), depth) != simdjson::SUCCESS)
        return JsonFault::TooLarge;
      error = state_->parser.parse(quoted.data(), quoted.size(), true).get(element);
    }
  switch (error) {
    case simdjson::SUCCESS:
      root_ = json_of(element);
      return JsonFault::None;
    case simdjson::EMPTY:
      return JsonFault::Empty;
    case simdjson::DEPTH_ERROR:
      return JsonFault::TooDeep;
    case simdjson::UTF8_ERROR:
      return JsonFault::NotUtf8;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC:
      return JsonFault::TooLarge;
    default:
      return JsonFault::Malformed;
  }
}

}  // namespace restage
