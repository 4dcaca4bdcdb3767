// SPDX-License-Identifier: Apache-2.0
// Observations other than stages: findings that staging tables ask for, laboratory values, disease status,
// metastases, performance status, symptoms.
#include "formats/fhir/context.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "core/site_codes.h"

namespace restage::fhir {
namespace {

Fact observed(CourseContext& context, const Resource& observation, std::string_view element,
              std::string_view part = {}) {
  Fact fact = context.make_fact(observation, element, part);
  fact.effective = context.choice_date(observation, "effective");
  fact.recorded = context.date(observation, observation.body["issued"], "issued");
  fact.tumor = context.tumor_for(observation);
  return fact;
}

Json value_of(Json holder) {
  for (const std::string_view name :
       {std::string_view("valueCodeableConcept"), std::string_view("valueQuantity"), std::string_view("valueInteger"),
        std::string_view("valueBoolean"), std::string_view("valueString"), std::string_view("valueRatio")})
    if (const Json value = holder[name]) return value;
  return {};
}

/// A coded answer in the vocabulary of a finding. The set of answers is named by type or by finding.
std::string coded_answer(CourseContext& context, const std::vector<Coding>& codings, std::string_view name,
                         std::string_view type) {
  const std::string_view set = type == "posneg" || type == "flag" ? type
                               : name.starts_with("gleason")      ? std::string_view("gleason")
                                                                  : name;
  const CodeRow* row = context.table.find(CodeKind::Answer, codings, set);
  return row == nullptr ? std::string() : std::string(row->value);
}

/// Words that laboratories write where a code is due.
std::string worded_answer(std::string_view words, std::string_view type) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kWords = {
      {{"positive", "pos"}, {"negative", "neg"}, {"detected", "pos"}, {"not detected", "neg"}}};
  if (type != "posneg") return {};
  for (const auto& [word, answer] : kWords)
    if (text::equal_ignoring_case(text::trim(words), word)) return std::string(answer);
  return {};
}

/// Fills the value of a finding; false with an issue when it cannot be used, false without when nothing is said.
bool read_finding_value(CourseContext& context, const Resource& observation, Json value, std::string_view type,
                        Finding& finding) {
  if (type == "length") {
    finding.number = context.length_mm(observation, value, "value");
    return finding.number.has_value();
  }
  const std::vector<Coding> codings = context.table.codings(value);
  if (context.table.find(CodeKind::Absent, codings)) return false;
  if (type == "morphology") {
    for (const Coding& coding : codings)
      if (const auto morphology = read_morphology(coding.code)) {
        finding.text =
            morphology->behavior.empty() ? morphology->histology : morphology->histology + "/" + morphology->behavior;
        return true;
      }
  } else if (!codings.empty()) {
    finding.text = coded_answer(context, codings, finding.name, type);
  } else if (const auto flag = value.flag(); flag && type == "flag") {
    finding.text = *flag ? "yes" : "no";
  } else if (const Json quantity = value["value"] ? value["value"] : value; quantity.decimal()) {
    const Decimal number = *quantity.decimal();
    if (type == "code")
      finding.text = number.text();
    else
      finding.number = number;
    const bool whole = type == "count" || type == "integer";
    if (number.is_negative() || (whole && (!number.is_integer() || number > Decimal::of(1000))) ||
        (type == "percent" && number > Decimal::of(100))) {
      context.issue(IssueCode::ValueOutOfRange, observation, "value",
                    number.text() + " is not possible for " + finding.name, "check the number");
      return false;
    }
  } else if (!value.text().empty()) {
    finding.text = type == "text" ? std::string(value.text()) : worded_answer(value.text(), type);
  }
  if (finding.number || !finding.text.empty()) return true;
  const bool coded = !codings.empty();
  context.issue(coded ? IssueCode::CodeUnknown : IssueCode::ValueUnreadable, observation, "value",
                "the value of " + finding.name + " is not one that is known",
                "send it as a code, or as a number with its unit");
  return false;
}

Method method_of(CourseContext& context, const Resource& observation, std::string_view detail) {
  for (const std::string_view part : text::split(detail, ';'))
    if (const auto method = parse_method(part)) return *method;
  if (observation.body["specimen"]) return Method::Pathology;
  bool imaging = false;
  observation.body["category"].each(
      [&](Json category) { imaging = imaging || category["coding"].first()["code"].text() == "imaging"; });
  observation.body["focus"].each([&](Json focus) {
    const Resource* target = context.index.find(focus["reference"].text());
    imaging = imaging || (target != nullptr && target->type == "BodyStructure");
  });
  return imaging ? Method::Imaging : Method::Unknown;
}

/// The tumor as a body structure, when that is what was measured.
const Resource* measured_lesion(CourseContext& context, const Resource& observation) {
  const Resource* lesion = nullptr;
  observation.body["focus"].each([&](Json focus) {
    const Resource* target = context.index.find(focus["reference"].text());
    if (target != nullptr && target->type == "BodyStructure") lesion = target;
  });
  return lesion;
}

/// Where a body structure or a specimen lies: a topography and, for metastases, an organ.
struct Place {
  std::string topography;
  std::string organ;
};
Place place_of(CourseContext& context, Json site) {
  const std::vector<Coding> codings = context.table.codings(site);
  Place place;
  if (const CodeRow* row = context.table.find(CodeKind::Site, codings)) place.topography = row->value;
  if (const CodeRow* row = context.table.find(CodeKind::Organ, codings)) place.organ = row->value;
  return place;
}

/// A lesion elsewhere than its tumor is a metastasis.
bool lies_in_tumor(const CourseContext& context, const std::string& tumor_id, const Place& place) {
  if (place.topography.empty() && place.organ.empty()) return true;
  const auto tumor = std::find_if(context.course.tumors.begin(), context.course.tumors.end(),
                                  [&](const Tumor& one) { return one.id == tumor_id; });
  if (tumor == context.course.tumors.end() || tumor->site.topography.empty()) return true;
  return !place.topography.empty() && place.topography.substr(0, 3) == tumor->site.topography.substr(0, 3);
}

/// The specimen a finding was made in, and where it was taken when that is not the tumor itself.
void read_specimen(CourseContext& context, const Resource& observation, const std::string& tumor, Finding& finding) {
  const Json reference = observation.body["specimen"];
  if (!reference) return;
  const Resource* specimen = context.follow(observation, reference, "specimen");
  finding.specimen = specimen == nullptr ? std::string(reference["reference"].text()) : specimen->key;
  if (specimen == nullptr) return;
  const Place place = place_of(context, specimen->body["collection"]["bodySite"]);
  if (!lies_in_tumor(context, tumor, place)) finding.organ = place.organ.empty() ? place.topography : place.organ;
}

std::string lesion_name(const Resource& lesion) {
  const std::string_view identifier = lesion.body["identifier"].first()["value"].text();
  return identifier.empty() ? lesion.key : std::string(identifier);
}

bool read_size(CourseContext& context, const Resource& observation, const CodeRow& row) {
  Json size = observation.body["valueQuantity"];
  std::string element = "valueQuantity";
  std::vector<Decimal> further;
  std::size_t number = 0;
  observation.body["component"].each([&](Json component) {
    const std::string place = "component[" + std::to_string(number++) + "].valueQuantity";
    const std::vector<Coding> code = context.table.codings(component["code"]);
    const auto is = [&](std::string_view wanted) {
      return std::any_of(code.begin(), code.end(), [&](const Coding& coding) { return coding.code == wanted; });
    };
    if (is("33728-7")) {
      size = component["valueQuantity"];
      element = place;
    } else if (is("33729-5")) {
      if (const auto value = context.length_mm(observation, component["valueQuantity"], place))
        further.push_back(*value);
    }
  });
  if (!size) {
    if (!observation.body["dataAbsentReason"])
      context.issue(IssueCode::ValueMissing, observation, "component", "the tumor size has no longest dimension",
                    "send component 33728-7");
    return false;
  }
  const auto millimetres = context.length_mm(observation, size, element);
  if (!millimetres) return false;
  Finding finding;
  finding.name = row.value;
  finding.number = *millimetres;
  finding.method = method_of(context, observation, row.detail);
  Fact fact = observed(context, observation, element);
  if (const Resource* lesion = measured_lesion(context, observation)) {
    finding.lesion = lesion_name(*lesion);
    LesionMeasurement measurement;
    measurement.lesion = finding.lesion;
    const Place place = place_of(context, lesion->body["location"]);
    measurement.primary = lies_in_tumor(context, fact.tumor, place);
    if (!measurement.primary) measurement.organ = place.organ.empty() ? place.topography : place.organ;
    measurement.long_mm = millimetres;
    if (!further.empty()) measurement.short_mm = *std::min_element(further.begin(), further.end());
    const bool metastasis = !measurement.primary;
    Fact drawn = observed(context, observation, element, "lesion");
    context.add(std::move(drawn), std::move(measurement));
    if (metastasis) return true;  // its size says nothing about T
  }
  read_specimen(context, observation, fact.tumor, finding);
  context.add(std::move(fact), std::move(finding));
  return true;
}

bool read_finding(CourseContext& context, const Resource& observation, const CodeRow& row) {
  if (row.detail == "length") return read_size(context, observation, row);
  const Json value = value_of(observation.body);
  if (!value) {
    if (!observation.body["dataAbsentReason"] && !observation.body["component"] && !observation.body["interpretation"])
      context.issue(IssueCode::ValueMissing, observation, "value", std::string(row.value) + " has no value",
                    "send the value, or a dataAbsentReason");
    return false;
  }
  if (const std::string_view words = value.text();
      row.detail.starts_with("posneg") && !words.empty() && worded_answer(words, "posneg").empty()) {
    // "less than 1.8" on a HER2 test: kept in the laboratory's words, not interpreted.
    context.add(observed(context, observation, "valueString"),
                LabValue{std::string(row.value), {}, {}, {}, std::string(words)});
    return true;
  }
  Finding finding;
  finding.name = row.value;
  if (!read_finding_value(context, observation, value, text::split(row.detail, ';').front(), finding)) return false;
  finding.method = method_of(context, observation, row.detail);
  Fact fact = observed(context, observation, "value");
  read_specimen(context, observation, fact.tumor, finding);
  if (finding.name == "histology" && finding.organ.empty()) {
    const auto tumor = std::find_if(context.course.tumors.begin(), context.course.tumors.end(),
                                    [&](const Tumor& one) { return one.id == fact.tumor; });
    if (tumor != context.course.tumors.end() && tumor->site.histology.empty()) {
      const auto morphology = read_morphology(finding.text);
      tumor->site.histology = morphology->histology;
      if (tumor->site.behavior.empty()) tumor->site.behavior = morphology->behavior;
    }
  }
  context.add(std::move(fact), std::move(finding));
  return true;
}

bool read_lab(CourseContext& context, const Resource& observation, const CodeRow& row) {
  LabValue lab;
  lab.analyte = row.value;
  const Json quantity = observation.body["valueQuantity"];
  if (quantity) {
    lab.value = quantity["value"].decimal();
    lab.unit = quantity["code"].text().empty() ? quantity["unit"].text() : quantity["code"].text();
    if (!lab.value) {
      context.issue(IssueCode::ValueUnreadable, observation, "valueQuantity.value",
                    "the number of " + lab.analyte + " is missing or cannot be read exactly", "send a plain decimal");
      return false;
    }
    lab.comparator = quantity["comparator"].text();
    if (!lab.comparator.empty()) lab.text = lab.comparator + lab.value->text();
    if (lab.unit.empty())
      context.issue(IssueCode::UnitUnknown, observation, "valueQuantity.unit", lab.analyte + " has no unit",
                    "send the UCUM unit");
  } else {
    const Json value = value_of(observation.body);
    lab.text = value["coding"] ? concept_text(value) : std::string(value.text());
    if (lab.text.empty()) return false;
  }
  if (const auto high = observation.body["referenceRange"].first()["high"]["value"].decimal()) lab.upper_limit = high;
  Fact fact = observed(context, observation, "value");
  fact.tumor.clear();  // a marker belongs to the patient until someone says whose it is
  observation.body["focus"].each([&](Json focus) {
    const Resource* target = context.index.find(focus["reference"].text());
    if (target == nullptr) return;
    if (const auto tumor = context.tumor_of_condition.find(target->key); tumor != context.tumor_of_condition.end())
      fact.tumor = tumor->second;
  });
  context.add(std::move(fact), std::move(lab));
  return true;
}

/// "recurrence:local" and the like.
std::optional<Event> event_of(const CodeRow& row) {
  static constexpr std::array<std::pair<std::string_view, Event::Kind>, 5> kKinds = {
      {{"ned", Event::Kind::NoEvidenceOfDisease},
       {"response", Event::Kind::Response},
       {"stable", Event::Kind::Stable},
       {"progression", Event::Kind::Progression},
       {"recurrence", Event::Kind::Recurrence}}};
  const auto parts = text::split(row.value, ':');
  for (const auto& [name, kind] : kKinds)
    if (parts[0] == name)
      return Event{kind, parts.size() > 1 ? std::string(parts[1]) : std::string(), {}, std::string(row.detail), false};
  return std::nullopt;
}

bool read_status(CourseContext& context, const Resource& observation) {
  bool used = false;
  const std::vector<Coding> codings = context.table.codings(observation.body["valueCodeableConcept"]);
  if (context.table.find(CodeKind::Absent, codings)) return false;
  const CodeRow* row = context.table.find(CodeKind::Status, codings);
  std::optional<Event> event = row == nullptr ? std::nullopt : event_of(*row);
  if (row != nullptr && row->value == "metastasis") {
    context.add(observed(context, observation, "value"), MetastasisFinding{{}, true, Method::Unknown});
    return true;
  }
  // Where it happened stands in components; only what refines the overall judgement is used.
  std::vector<std::string> extents;
  observation.body["component"].each([&](Json component) {
    if (!context.table.find(CodeKind::StatusPart, context.table.codings(component["code"]))) return;
    const CodeRow* part =
        context.table.find(CodeKind::Status, context.table.codings(component["valueCodeableConcept"]));
    if (part == nullptr) return;
    if (const auto place = event_of(*part); place && place->kind == Event::Kind::Recurrence)
      extents.push_back(place->extent);
  });
  if (event) {
    if (event->extent.empty() && !extents.empty() &&
        (event->kind == Event::Kind::Recurrence || event->kind == Event::Kind::Progression))
      event->extent = text::join(extents, "+");
    context.add(observed(context, observation, "value"), std::move(*event));
    used = true;
  } else if (!codings.empty()) {
    context.issue(IssueCode::CodeUnknown, observation, "value", "the disease status is not one that is known",
                  "use the mCODE trend codes or a RECIST answer code");
  }
  return used;
}

bool read_metastasis(CourseContext& context, const Resource& observation) {
  const std::vector<Coding> codings = context.table.codings(observation.body["valueCodeableConcept"]);
  const CodeRow* organ = context.table.find(CodeKind::Organ, codings);
  if (organ == nullptr && !codings.empty() && !context.table.find(CodeKind::Absent, codings))
    context.issue(IssueCode::CodeUnknown, observation, "value", "the site of the metastasis is not one that is known",
                  "send the body structure as a SNOMED CT code");
  if (codings.empty() || context.table.find(CodeKind::Absent, codings)) return false;
  MetastasisFinding metastasis;
  metastasis.present = organ == nullptr || organ->value != "none";
  if (organ != nullptr && metastasis.present) metastasis.organ = organ->value;
  context.add(observed(context, observation, "value"), std::move(metastasis));
  return true;
}

}  // namespace

bool read_observation(CourseContext& context, const Resource& observation) {
  const Json body = observation.body;
  const Json code = body["code"];
  const std::vector<Coding> codings = context.table.codings(code);
  if (codings.empty()) {
    if (!code.is_object()) {
      context.issue(IssueCode::ResourceBroken, observation, "code", "the observation does not say what was observed",
                    "send Observation.code");
      return false;
    }
    return false;
  }
  const auto row = [&](CodeKind kind) { return context.table.find(kind, codings); };
  const bool known = row(CodeKind::Stage) || row(CodeKind::Finding) || row(CodeKind::Lab) ||
                     row(CodeKind::StatusCode) || row(CodeKind::Metastasis) || row(CodeKind::History) ||
                     row(CodeKind::Symptom);
  const bool staged = row(CodeKind::Stage) || (!known && holds_stage_component(context.table, observation));
  if ((!known && !staged) || context.is_void(observation, body["status"].text())) return false;
  if (staged) return read_stage(context, observation, codings);
  if (const CodeRow* finding = row(CodeKind::Finding)) return read_finding(context, observation, *finding);
  if (const CodeRow* lab = row(CodeKind::Lab)) return read_lab(context, observation, *lab);
  if (row(CodeKind::StatusCode)) return read_status(context, observation);
  if (row(CodeKind::Metastasis)) return read_metastasis(context, observation);
  if (const CodeRow* history = row(CodeKind::History)) {
    const auto present = body["valueBoolean"].flag();
    if (!present) return false;
    context.add(observed(context, observation, "valueBoolean"),
                MetastasisFinding{std::string(history->value), *present, Method::Unknown});
    return true;
  }
  const CodeRow* symptom = row(CodeKind::Symptom);
  const auto present = body["valueBoolean"].flag();
  if (present && !*present) return false;
  Symptom reported{std::string(symptom->value), {}, {}, false};
  body["performer"].each([&](Json performer) {
    reported.patient_reported = reported.patient_reported || performer["reference"].text().starts_with("Patient/");
  });
  if (const Json severity = body["valueCodeableConcept"]) reported.severity = concept_text(severity);
  context.add(observed(context, observation, "code"), std::move(reported));
  return true;
}

}  // namespace restage::fhir
