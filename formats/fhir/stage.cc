// SPDX-License-Identifier: Apache-2.0
// Stated stages and categories: every dialect becomes axis, classification, category, suffixes, system, edition,
// with the rule that gave the classification: value prefix, then code, then y/r/a symbol.
#include "formats/fhir/context.h"

#include <algorithm>

#include "base/result.h"
#include "base/text.h"

namespace restage::fhir {
namespace {

std::optional<Axis> parse_axis(std::string_view name) {
  for (const Axis axis : {Axis::T, Axis::N, Axis::M, Axis::Group})
    if (to_string(axis) == name) return axis;
  return std::nullopt;
}

bool is_pathological(Classification classification) {
  return classification == Classification::Pathological || classification == Classification::PostTherapyPathological;
}

/// Clinical against pathological; y, r and a refine either and contradict none.
bool contradict(Classification left, Classification right) {
  const bool plain = left != Classification::Recurrence && right != Classification::Recurrence &&
                     left != Classification::Autopsy && right != Classification::Autopsy;
  return plain && is_pathological(left) != is_pathological(right);
}

void apply_symbols(StatedCategory& stated, std::string_view symbols) {
  if (symbols.find('a') != std::string_view::npos)
    stated.classification = Classification::Autopsy;
  else if (symbols.find('r') != std::string_view::npos)
    stated.classification = Classification::Recurrence;
  else if (symbols.find('y') != std::string_view::npos && stated.classification == Classification::Clinical)
    stated.classification = Classification::PostTherapyClinical;
  else if (symbols.find('y') != std::string_view::npos && stated.classification == Classification::Pathological)
    stated.classification = Classification::PostTherapyPathological;
  else
    return;
  stated.classification_basis = "symbol";
}

/// Suffixes that extensions of the value carry (German module): (i-), (sn), (m).
std::string extension_suffixes(Json value, std::string& category) {
  std::string suffixes;
  value["extension"].each([&](Json extension) {
    const std::string_view url = extension["url"].text();
    if (url.find("suffix") == std::string_view::npos) return;
    std::string mark(extension["valueCodeableConcept"]["coding"].first()["code"].text());
    if (mark.empty()) return;
    if (mark == "i+" && (category == "N0" || category == "M0"))
      category += "(i+)";
    else
      suffixes += "(" + mark + ")";
  });
  return suffixes;
}

/// Every written form of the value that could be read, the most explicit first.
struct Candidates {
  std::vector<TnmText> read;
  std::string original;
  std::string literal;  ///< a value of another system taken as it stands
  std::string system;
  TnmText failure;  ///< why the first unreadable form was refused
  bool said_nothing = false;
};

Candidates gather(const CodeTable& table, Json value, Axis axis) {
  Candidates found;
  const auto keep = [&](TnmText reading) {
    if (reading.is_read())
      found.read.push_back(std::move(reading));
    else if (found.failure.reason.empty() || reading.outcome == TnmOutcome::NotInSystem)
      found.failure = std::move(reading);
  };
  for (const Coding& coding : table.codings(value)) {
    if (found.original.empty()) found.original = coding.display.empty() ? coding.code : coding.display;
    if (table.find(CodeKind::Absent, coding.system, coding.code)) {
      found.said_nothing = true;
    } else if (const CodeRow* row = table.find(CodeKind::Category, coding.system, coding.code)) {
      if (row->value.starts_with('='))
        found.literal = row->value.substr(1);
      else
        keep(read_tnm(row->value, axis));
    } else if (coding.system == "AJCC" || coding.system == "UICC") {
      found.system = coding.system;
      found.original = coding.code;
      keep(read_tnm(coding.code, axis));
    } else if (coding.system.empty()) {
      keep(read_tnm(coding.code, axis));
      if (found.literal.empty()) found.literal = "?" + std::string(coding.code);
    } else {
      TnmText unknown;
      unknown.reason = "the code '" + std::string(coding.code.substr(0, 40)) + "' is not a known staging value";
      keep(std::move(unknown));
    }
  }
  const std::string_view text = value["text"].text().empty() ? value.text() : value["text"].text();
  if (!text.empty() && found.read.empty() && found.literal.empty() && !found.said_nothing) {
    if (found.original.empty()) found.original = text;
    keep(read_tnm(text, axis));
  }
  return found;
}

}  // namespace

std::optional<StatedCategory> read_stage_value(CourseContext& context, const Resource& resource,
                                               std::string_view element, Json value, const StageValue& given) {
  Candidates found = gather(context.table, value, given.axis);
  StatedCategory stated;
  stated.axis = given.axis;
  stated.system = given.system.empty() ? found.system : given.system;
  stated.edition = given.edition;
  stated.original = found.original;
  stated.classification = given.coded;
  if (given.coded) stated.classification_basis = "code";
  if (found.literal.starts_with('?')) {  // a bare code: believed only where the system is not TNM
    const bool other_system =
        !given.system.empty() && given.system != "AJCC" && given.system != "UICC" && given.system != "FIGO";
    found.literal = other_system ? found.literal.substr(1) : std::string();
  }
  if (found.read.empty()) {
    if (!found.literal.empty()) {
      stated.value = found.literal;
      return stated;
    }
    if (found.said_nothing && found.failure.reason.empty()) {
      context.course.issues.push_back({IssueCode::ValueMissing, Severity::Information, context.path(resource, element),
                                       "the " + std::string(to_string(given.axis)) + " value is '" + found.original +
                                           "', which states no category; none is used",
                                       "leave the statement out, or send the category"});
      return std::nullopt;
    }
    const bool impossible = found.failure.outcome == TnmOutcome::NotInSystem;
    context.issue(impossible ? IssueCode::CategoryNotInSystem : IssueCode::CategoryUnreadable, resource, element,
                  found.failure.reason.empty() ? "the staging value is empty" : found.failure.reason,
                  impossible ? "state cM0 if the examination showed no metastasis, or leave M out"
                             : "send the category as a SNOMED CT or AJCC code");
    return std::nullopt;
  }
  const TnmText& best = found.read.front();
  stated.value = best.category;
  stated.suffixes = best.suffixes;
  stated.suffixes += extension_suffixes(value, stated.value);
  for (const TnmText& reading : found.read) {
    if (reading.category != best.category)
      context.issue(IssueCode::CategoryContradictory, resource, element,
                    "two codings of one value say " + best.category + " and " + reading.category,
                    "correct the coding that is wrong");
    if (!reading.classification) continue;
    // A pathological record holds cM0: there is no pM0, so the M of a p stage is no contradiction.
    if (given.coded && stated.axis != Axis::M && contradict(*reading.classification, *given.coded))
      context.issue(IssueCode::ClassificationUnclear, resource, element,
                    "the value is " + std::string(to_string(*reading.classification)) + " but the code says " +
                        std::string(to_string(*given.coded)) + "; the value is followed",
                    "make code and value agree");
    stated.classification = reading.classification;
    stated.classification_basis = "prefix";
    break;
  }
  apply_symbols(stated, given.symbols);
  if (given.symbols.find('m') != std::string::npos && stated.axis == Axis::T &&
      stated.suffixes.find("(m)") == std::string::npos)
    stated.suffixes += "(m)";
  return stated;
}

namespace {

/// System and edition from Observation.method: by code, else from words such as "AJCC 8th edition".
void read_method(const CodeTable& table, Json method, StageValue& given) {
  const std::vector<Coding> codings = table.codings(method);
  if (const CodeRow* row = table.find(CodeKind::Method, codings)) {
    if (given.system.empty()) given.system = row->value;
    if (given.edition.empty()) given.edition = row->detail;
    return;
  }
  const std::string words = concept_text(method);
  for (const std::string_view name : {std::string_view("AJCC"), std::string_view("UICC"), std::string_view("FIGO")}) {
    if (!text::contains_ignoring_case(words, name)) continue;
    given.system = name;
    const std::size_t digit = words.find_first_of("6789");
    const bool alone = digit != std::string::npos && (digit + 1 == words.size() || !text::is_digit(words[digit + 1])) &&
                       (digit == 0 || !text::is_digit(words[digit - 1]));
    if (alone && name != "FIGO") given.edition = std::string(1, words[digit]);
  }
}

/// True when following hasMember leads back to the observation itself.
bool is_in_circle(const CourseContext& context, const Resource& observation) {
  std::vector<const Resource*> waiting = {&observation};
  std::unordered_set<const Resource*> seen;
  while (!waiting.empty()) {
    const Resource* at = waiting.back();
    waiting.pop_back();
    bool back = false;
    at->body["hasMember"].each([&](Json member) {
      const Resource* target = context.index.find(member["reference"].text());
      back = back || target == &observation;
      if (target != nullptr && seen.insert(target).second) waiting.push_back(target);
    });
    if (back) return true;
  }
  return false;
}

/// The c/p/u prefix that the German module writes as an extension of the code.
std::optional<Classification> prefix_extension(Json code) {
  std::optional<Classification> result;
  code["extension"].each([&](Json extension) {
    if (!extension["url"].text().ends_with("cp-praefix")) return;
    const std::string_view prefix = extension["valueCodeableConcept"]["coding"].first()["code"].text();
    if (prefix == "p") result = Classification::Pathological;
    if (prefix == "c" || prefix == "u") result = Classification::Clinical;
  });
  return result;
}

/// What the code of an observation or of one of its components says; nullopt where it is no stage or category.
std::optional<StageValue> given_by_code(const CodeTable& table, Json code_concept, const std::vector<Coding>& code) {
  const CodeRow* row = table.find(CodeKind::Stage, code);
  if (row == nullptr) return std::nullopt;
  const auto axis = parse_axis(row->value);
  RESTAGE_ASSERT(axis.has_value());
  StageValue given;
  given.axis = *axis;
  given.coded = parse_classification(row->detail);
  for (const Coding& coding : code)  // a second coding may be the one that says clinical or pathological
    if (const CodeRow* more = table.find(CodeKind::Stage, coding.system, coding.code); more != nullptr && !given.coded)
      given.coded = parse_classification(more->detail);
  if (const auto prefix = prefix_extension(code_concept)) given.coded = prefix;
  if (const CodeRow* system = table.find(CodeKind::StageSystem, code)) {
    given.system = system->value;
    given.edition = system->detail;
  }
  if (const CodeRow* edition = table.find(CodeKind::Method, code)) {
    given.system = edition->value;
    given.edition = edition->detail;
  }
  return given;
}

Json value_of(Json holder) {
  const Json value = holder["valueCodeableConcept"];
  return value ? value : holder["valueString"];
}

std::string component_symbols(const CodeTable& table, const Resource& observation) {
  std::string symbols;
  observation.body["component"].each([&](Json component) {
    const CodeRow* symbol = table.find(CodeKind::Symbol, table.codings(component["code"]));
    if (symbol != nullptr && value_of(component)) symbols += symbol->value;
  });
  return symbols;
}

/// One stated value of the observation becomes a fact; `part` is empty for its own value.
void add_stated(CourseContext& context, const Resource& observation, const std::string& element, std::string_view part,
                StatedCategory stated) {
  Fact fact = context.make_fact(observation, element, part);
  fact.tumor = context.tumor_for(observation);
  fact.effective = context.choice_date(observation, "effective");
  fact.recorded = context.date(observation, observation.body["issued"], "issued");
  if (!fact.effective.is_known())
    context.issue(IssueCode::DateMissing, observation, "effective", "the stage has no date",
                  "send the date of the examination, operation or report");
  if (stated.axis != Axis::Group && observation.body["focus"].type() == Json::Type::Missing && !fact.tumor.empty())
    context.course.issues.push_back({IssueCode::ValueMissing, Severity::Information, context.path(observation, "focus"),
                                     "the " + std::string(to_string(stated.axis)) + " category " + stated.value +
                                         " names no tumor; it was given to the only one there is",
                                     "name the tumor it belongs to (focus)"});
  if (!stated.classification && stated.axis != Axis::Group)
    context.issue(IssueCode::ClassificationUnclear, observation, part.empty() ? "code" : element + ".code",
                  "neither value nor code says whether it is clinical or pathological",
                  "use the clinical or pathological code, or a value with a prefix");
  context.add(std::move(fact), std::move(stated));
}

struct Component {
  std::string element;
  StatedCategory stated;
};

/// Categories that stand as components of one observation. What the observation says of system, edition and symbols
/// holds for them, and its classification where they have none.
std::vector<Component> read_components(CourseContext& context, const Resource& observation, const StageValue& whole) {
  std::vector<Component> found;
  std::size_t number = 0;
  observation.body["component"].each([&](Json component) {
    const std::string element = "component[" + std::to_string(number++) + "]";
    auto given = given_by_code(context.table, component["code"], context.table.codings(component["code"]));
    if (!given || component["dataAbsentReason"]) return;
    const Json value = value_of(component);
    if (!value) {
      context.issue(IssueCode::ValueMissing, observation, element + ".value", "the staging component has no value",
                    "send the value as valueCodeableConcept");
      return;
    }
    if (given->system.empty()) given->system = whole.system;
    if (given->edition.empty()) given->edition = whole.edition;
    given->symbols = whole.symbols;
    if (!given->coded && given->axis != Axis::M) given->coded = whole.coded;
    if (auto stated = read_stage_value(context, observation, element + ".value", value, *given))
      found.push_back({element, std::move(*stated)});
  });
  return found;
}

/// The one classification of the T and N among the components; nullopt where they differ or say nothing.
std::optional<Classification> shared_classification(const std::vector<Component>& components) {
  std::optional<Classification> shared;
  for (const Component& component : components) {
    if (component.stated.axis == Axis::M || component.stated.axis == Axis::Group || !component.stated.classification)
      continue;
    if (shared && shared != component.stated.classification) return std::nullopt;
    shared = component.stated.classification;
  }
  return shared;
}

void read_members(CourseContext& context, const Resource& observation, StatedCategory& stated) {
  std::size_t number = 0;
  observation.body["hasMember"].each([&](Json member) {
    const Resource* target = context.follow(observation, member, "hasMember[" + std::to_string(number++) + "]");
    if (target != nullptr)
      stated.members.push_back(target->key);
    else if (!member["reference"].text().empty())
      stated.members.emplace_back(member["reference"].text());
  });
  if (stated.members.empty() || !is_in_circle(context, observation)) return;
  context.issue(IssueCode::ReferenceCycle, observation, "hasMember",
                "the members lead back to the observation itself; they are not used", "correct hasMember");
  stated.members.clear();
}

}  // namespace

bool holds_stage_component(const CodeTable& table, const Resource& observation) {
  bool holds = false;
  observation.body["component"].each([&](Json component) {
    holds = holds || table.find(CodeKind::Stage, table.codings(component["code"])) != nullptr;
  });
  return holds;
}

bool read_stage(CourseContext& context, const Resource& observation, const std::vector<Coding>& code) {
  const Json body = observation.body;
  const auto own = given_by_code(context.table, body["code"], code);
  StageValue given = own.value_or(StageValue{});
  read_method(context.table, body["method"], given);
  if (const auto symbol = context.symbols.find(observation.key); symbol != context.symbols.end())
    given.symbols = symbol->second;
  given.symbols += component_symbols(context.table, observation);
  std::vector<Component> components = read_components(context, observation, given);

  const Json value = own ? value_of(body) : Json();
  if (own && !value && !body["hasMember"] && !body["dataAbsentReason"] && !body["component"])
    context.issue(IssueCode::ValueMissing, observation, "value", "the staging observation has no value",
                  "send the value as valueCodeableConcept");
  auto stated = value ? read_stage_value(context, observation, "value", value, given) : std::nullopt;
  const bool used = stated || !components.empty();
  if (stated) {
    read_members(context, observation, *stated);
    if (!stated->classification && stated->axis == Axis::Group) {
      stated->classification = shared_classification(components);
      if (stated->classification) stated->classification_basis = "members";
    }
    add_stated(context, observation, "value", {}, std::move(*stated));
  }
  for (Component& component : components)
    add_stated(context, observation, component.element, component.element, std::move(component.stated));
  return used;
}

void refine_groups_by_members(Course& course) {
  std::unordered_map<std::string_view, const StatedCategory*> parts;
  for (const Fact& fact : course.facts)
    if (const auto* stated = std::get_if<StatedCategory>(&fact.payload);
        stated != nullptr && (stated->axis == Axis::T || stated->axis == Axis::N))
      parts.emplace(fact.source.record, stated);
  for (Fact& fact : course.facts) {
    auto* group = std::get_if<StatedCategory>(&fact.payload);
    if (group == nullptr || group->axis != Axis::Group || group->classification_basis == "prefix" ||
        group->classification_basis == "symbol")
      continue;
    std::optional<Classification> shared;
    bool agree = true;
    for (const std::string& member : group->members) {
      const auto part = parts.find(member);
      if (part == parts.end() || !part->second->classification) continue;
      agree = agree && (!shared || shared == part->second->classification);
      shared = part->second->classification;
    }
    if (!shared || !agree) continue;
    // A code that says clinical or pathological stands, and is refined by y, r and a alone.
    const bool plain = *shared == Classification::Clinical || *shared == Classification::Pathological;
    if (group->classification && (plain || contradict(*group->classification, *shared))) continue;
    group->classification = shared;
    group->classification_basis = "members";
  }
}

void collect_symbols(CourseContext& context, const std::vector<const Resource*>& observations) {
  std::unordered_map<std::string, std::string> symbol_of;
  for (const Resource* observation : observations)
    if (const CodeRow* row = context.table.find(CodeKind::Symbol, context.table.codings(observation->body["code"])))
      symbol_of.emplace(observation->key, row->value);
  if (symbol_of.empty()) return;
  // A grouping observation lists the symbol beside the categories it belongs to.
  for (const Resource* observation : observations) {
    std::string symbols;
    std::vector<std::string> members = {observation->key};
    observation->body["hasMember"].each([&](Json member) {
      const Resource* target = context.index.find(member["reference"].text());
      if (target == nullptr) return;
      const auto symbol = symbol_of.find(target->key);
      if (symbol != symbol_of.end())
        symbols += symbol->second;
      else
        members.push_back(target->key);
    });
    if (symbols.empty()) continue;
    for (const std::string& member : members) context.symbols[member] += symbols;
  }
}

}  // namespace restage::fhir
