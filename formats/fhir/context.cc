// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/context.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "core/check_digit.h"

namespace restage::fhir {

CourseContext::CourseContext(const std::string& file, const ReferenceIndex& reference_index, Course& course_to_fill,
                             bool& refused)
    : table(CodeTable::instance()), index(reference_index), course(course_to_fill), file_(file), refused_(refused) {}

void CourseContext::issue(IssueCode code, const Resource& resource, std::string_view element, std::string message,
                          std::string remedy) {
  DataIssue found = make_issue(code, resource.path(file_, element), std::move(message), std::move(remedy));
  if (found.severity == Severity::Error) refused_ = true;
  course.issues.push_back(std::move(found));
}

Fact CourseContext::make_fact(const Resource& resource, std::string_view element, std::string_view part) {
  Fact fact;
  fact.id = resource.key;
  if (!part.empty()) fact.id.append("#").append(part);
  fact.source.file = resource.file != nullptr ? *resource.file : file_;
  fact.source.record = resource.key;
  fact.source.element = element;
  fact.source.system = "FHIR";
  return fact;
}

void CourseContext::add(Fact fact, Payload payload) {
  fact.payload = std::move(payload);
  course.facts.push_back(std::move(fact));
}

PartialDate CourseContext::date(const Resource& resource, Json value, std::string_view element) {
  const std::string_view text = value.text();
  if (text.empty()) {
    if (value && value.type() != Json::Type::Null && !value["extension"])
      issue(IssueCode::ElementBroken, resource, element, "a date is not a text",
            "write dates as YYYY, YYYY-MM or YYYY-MM-DD");
    return {};
  }
  if (const auto parsed = PartialDate::parse(text)) return *parsed;
  issue(IssueCode::DateImpossible, resource, element, "'" + std::string(text.substr(0, 40)) + "' is not a date",
        "write dates as YYYY, YYYY-MM or YYYY-MM-DD");
  return {};
}

PartialDate CourseContext::choice_date(const Resource& resource, std::string_view stem) {
  const std::string name(stem);
  if (const Json value = resource.body[name + "DateTime"]) return date(resource, value, name + "DateTime");
  if (const Json value = resource.body[name + "Period"]) {
    const PartialDate start = date(resource, value["start"], name + "Period.start");
    return start.is_known() ? start : date(resource, value["end"], name + "Period.end");
  }
  if (const Json value = resource.body[name + "Instant"]) return date(resource, value, name + "Instant");
  return {};
}

PartialDate CourseContext::choice_end(const Resource& resource, std::string_view stem) {
  const std::string name(stem);
  if (const Json value = resource.body[name + "Period"]["end"]) return date(resource, value, name + "Period.end");
  return {};
}

const Resource* CourseContext::follow(const Resource& from, Json reference, std::string_view element) {
  const std::string_view target = reference["reference"].text();
  if (target.empty()) return nullptr;
  if (const Resource* found = index.find_from(from, target)) return found;
  if (target.front() == '#') return nullptr;
  if (reported_.insert(std::string(target)).second)
    issue(IssueCode::ReferenceUnresolved, from, element,
          "the reference to " + std::string(target.substr(0, 80)) + " leads to no resource of the input",
          "send the resource named in this element as well");
  return nullptr;
}

bool CourseContext::only_one_primary() const {
  return std::count_if(course.tumors.begin(), course.tumors.end(),
                       [](const Tumor& tumor) { return !tumor.secondary; }) == 1;
}

std::string CourseContext::only_primary() const {
  if (!only_one_primary()) return {};
  return std::find_if(course.tumors.begin(), course.tumors.end(), [](const Tumor& tumor) { return !tumor.secondary; })
      ->id;
}

std::string CourseContext::tumor_for(const Resource& resource) {
  std::string named;
  for (const std::string_view element : {std::string_view("focus"), std::string_view("reasonReference")}) {
    resource.body[element].each([&](Json reference) {
      const Resource* target = follow(resource, reference, element);
      if (target == nullptr || !named.empty()) return;
      const auto known = tumor_of_condition.find(target->key);
      if (known != tumor_of_condition.end()) named = known->second;
    });
    if (!named.empty()) return named;
  }
  return only_primary();
}

bool CourseContext::is_void(const Resource& resource, std::string_view status) {
  static constexpr std::array<std::string_view, 5> kVoid = {"entered-in-error", "cancelled", "not-done", "draft",
                                                            "refuted"};
  if (std::find(kVoid.begin(), kVoid.end(), status) == kVoid.end()) return false;
  issue(IssueCode::StatusIgnored, resource, "status",
        "the status is '" + std::string(status) + "', so the record is not used", "nothing, if that is meant");
  return true;
}

void CourseContext::check_codes(const Resource& resource) {
  std::vector<std::string_view> path;
  check_codes_in(resource, resource.body, path);
}

/// Depth is bounded by the parser's limit.
void CourseContext::check_codes_in(const Resource& resource, Json value, std::vector<std::string_view>& path) {
  if (value.type() == Json::Type::List) {
    value.each([&](Json item) { check_codes_in(resource, item, path); });
    return;
  }
  std::string_view system;
  std::string_view code;
  value.each_member([&](std::string_view key, Json member) {
    const Json::Type type = member.type();
    if (type == Json::Type::Text) {
      if (key == "system") system = member.text();
      if (key == "code") code = member.text();
    } else if (type == Json::Type::Object || type == Json::Type::List) {
      path.push_back(key);
      check_codes_in(resource, member, path);
      path.pop_back();
    }
  });
  if (system.empty() || code.empty()) return;
  const std::string_view name = table.short_system(system);
  const std::string_view plain = code.substr(0, code.find_first_of(":+ "));
  const bool wrong =
      (name == "SCT" && !is_snomed_code(plain)) || (name == "LNC" && !plain.starts_with("L") && !is_loinc_code(plain));
  if (!wrong) return;
  std::string element;
  for (const std::string_view part : path) element.append(element.empty() ? "" : ".").append(part);
  issue(IssueCode::CodeCheckDigit, resource, element,
        "the code '" + std::string(code.substr(0, 40)) + "' fails the check digit of its system", "correct the code");
}

std::optional<Decimal> CourseContext::length_mm(const Resource& resource, Json quantity, std::string_view element) {
  const auto value = quantity["value"].decimal();
  if (!value) {
    issue(IssueCode::ValueUnreadable, resource, element, "the size has no number that can be read exactly",
          "give a decimal with a unit of mm or cm");
    return std::nullopt;
  }
  std::string_view unit = quantity["code"].text();
  if (unit.empty()) unit = quantity["unit"].text();
  std::optional<Decimal> result;
  if (unit == "mm" || unit == "millimeter")
    result = value;
  else if (unit == "cm" || unit == "centimeter")
    result = value->times(Decimal::of(10));
  if (!result) {
    issue(IssueCode::UnitUnknown, resource, element, "the unit of a length is not mm or cm",
          "give the unit as the UCUM code mm or cm");
    return std::nullopt;
  }
  if (result->is_negative() || *result > Decimal::of(2000)) {
    issue(IssueCode::ValueOutOfRange, resource, element, "a tumor of " + result->text() + " mm cannot be",
          "check number and unit");
    return std::nullopt;
  }
  return result;
}

}  // namespace restage::fhir
