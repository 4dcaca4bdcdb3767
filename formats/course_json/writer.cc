// SPDX-License-Identifier: Apache-2.0
#include "formats/course_json/writer.h"

#include <variant>

#include "base/json_writer.h"
#include "formats/course_json/members.h"

namespace restage::course_json {
namespace {

constexpr std::int64_t kExactInDoubles = 1'000'000'000'000'000;  // 15 digits; longer numbers are written as texts

class MemberWriter {
 public:
  explicit MemberWriter(JsonWriter& writer) : writer_(writer) {}

  MemberWriter& text(std::string_view name, const std::string& value) {
    if (!value.empty()) writer_.member(name, value);
    return *this;
  }
  template <class Value>
  MemberWriter& always(std::string_view name, const Value& value) {
    writer_.member(name, value);
    return *this;
  }
  MemberWriter& or_null(std::string_view name, const std::string& value) {
    writer_.member_or_null(name, value);
    return *this;
  }
  MemberWriter& date(std::string_view name, const PartialDate& value) { return text(name, value.text()); }
  MemberWriter& date_or_null(std::string_view name, const PartialDate& value) { return or_null(name, value.text()); }
  MemberWriter& number(std::string_view name, const std::optional<Decimal>& value) {
    if (!value) return *this;
    if (value->digits() > -kExactInDoubles && value->digits() < kExactInDoubles)
      writer_.member(name, *value);
    else
      writer_.member(name, value->text());
    return *this;
  }
  MemberWriter& flag(std::string_view name, bool value) { return value ? always(name, value) : *this; }
  MemberWriter& list(std::string_view name, const std::vector<std::string>& values) { return set(name, values, false); }
  MemberWriter& set(std::string_view name, const std::vector<std::string>& values, bool is_set) {
    if (values.empty() && !is_set) return *this;
    writer_.key(name).begin_array();
    for (const std::string& value : values) writer_.value(value);
    writer_.end_array();
    return *this;
  }
  template <class Kind, std::size_t size>
  MemberWriter& word(std::string_view name, Kind value, const std::array<std::string_view, size>& words) {
    writer_.member(name, words[static_cast<std::size_t>(value)]);
    return *this;
  }
  template <class Kind, std::size_t size>
  MemberWriter& word(std::string_view name, Kind value, const std::array<std::string_view, size>& words, Kind usual) {
    return value == usual ? *this : word(name, value, words);
  }
  template <class Kind, std::size_t size>
  MemberWriter& optional_word(std::string_view name, const std::optional<Kind>& value,
                              const std::array<std::string_view, size>& words) {
    return value ? word(name, *value, words) : *this;
  }
  MemberWriter& code(std::string_view name, IssueCode value) { return always(name, to_string(value)); }
  MemberWriter& optional_flag(std::string_view name, const std::optional<bool>& value) {
    return value ? always(name, *value) : *this;
  }
  MemberWriter& count(std::string_view name, int value) { return value > 0 ? always(name, value) : *this; }
  MemberWriter& dates(std::string_view name, const std::vector<PartialDate>& values) {
    std::vector<std::string> texts;
    for (const PartialDate& value : values) texts.push_back(value.text());
    return list(name, texts);
  }
  MemberWriter& named(std::string_view name, const NamedValues& values) {
    if (values.empty()) return *this;
    writer_.key(name).begin_object();
    for (const auto& [key, value] : values) writer_.member(key, value);
    writer_.end_object();
    return *this;
  }
  template <class Part>
  MemberWriter& object_if_any(std::string_view name, const Part& part) {
    return part == Part{} ? *this : object(name, part);
  }
  template <class Part>
  MemberWriter& object(std::string_view name, const Part& part) {
    writer_.key(name).begin_object();
    members_of(*this, part);
    writer_.end_object();
    return *this;
  }
  template <class Part>
  MemberWriter& objects(std::string_view name, const std::vector<Part>& parts) {
    writer_.key(name).begin_array();
    for (const Part& part : parts) {
      writer_.begin_object();
      members_of(*this, part);
      writer_.end_object();
    }
    writer_.end_array();
    return *this;
  }
  MemberWriter& payload(const Payload& payload) {
    std::visit([&](const auto& part) { object(kPayloads[payload.index()], part); }, payload);
    return *this;
  }

 private:
  JsonWriter& writer_;
};

}  // namespace

std::string write_course(const Course& course, int indent) {
  std::string out;
  JsonWriter json(out, indent);
  json.begin_object().member("format", kFormat).member("version", kVersion);
  MemberWriter writer(json);
  members_of(writer, course);
  json.end_object();
  return out;
}

}  // namespace restage::course_json
