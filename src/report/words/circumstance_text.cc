// SPDX-License-Identifier: Apache-2.0
#include "report/words/circumstance_text.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "core/circumstance_members.h"

namespace restage::report {
namespace {

std::string_view title_of(const Study&) { return "imaging"; }
std::string_view title_of(const Visit&) { return "follow-up"; }
std::string_view title_of(const Risk&) { return "risk"; }
std::string_view title_of(const Vital&) { return "vital sign"; }
std::string_view title_of(const Triage&) { return "triage"; }
std::string_view title_of(const Medication&) { return "medication"; }
std::string_view title_of(const Condition&) { return "condition"; }
std::string_view title_of(const Exposure&) { return "exposure"; }
std::string_view title_of(const Plan&) { return "plan"; }
std::string_view title_of(const Allergy&) { return "allergy"; }
std::string_view title_of(const Implant&) { return "implant"; }
std::string_view title_of(const Pregnancy&) { return "pregnancy"; }
std::string_view title_of(const Access&) { return "access"; }

/// Words as they are; a number or an answer after the name of what it is.
class MemberText {
 public:
  MemberText& text(std::string_view, const std::string& value) { return add(value); }
  MemberText& list(std::string_view, const std::vector<std::string>& values) { return add(text::join(values, ", ")); }
  MemberText& date(std::string_view, const PartialDate& value) { return add(value.text()); }
  MemberText& number(std::string_view name, const std::optional<Decimal>& value) {
    if (!value) return *this;
    return add(name == "value" ? value->text() : named(name) + " " + value->text());
  }
  MemberText& optional_flag(std::string_view name, const std::optional<bool>& value) {
    return value ? add((*value ? "" : "not ") + named(name)) : *this;
  }
  const std::string& said() const { return said_; }

 private:
  static std::string named(std::string_view name) {
    std::string words(name);
    std::replace(words.begin(), words.end(), '_', ' ');
    return words;
  }
  MemberText& add(const std::string& part) {
    if (!part.empty()) said_ += (said_.empty() ? "" : ", ") + part;
    return *this;
  }
  std::string said_;
};

}  // namespace

std::string circumstance_text(const Payload& payload) {
  return std::visit(
      [](const auto& part) -> std::string {
        if constexpr (requires { title_of(part); }) {
          MemberText members;
          members_of(members, part);
          return std::string(title_of(part)) + (members.said().empty() ? "" : ": " + members.said());
        } else {
          return {};
        }
      },
      payload);
}

}  // namespace restage::report
