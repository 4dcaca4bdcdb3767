// SPDX-License-Identifier: Apache-2.0
#include "formats/fhir/context.h"

#include <algorithm>
#include <array>

#include "base/result.h"
#include "base/text.h"
#include "core/node_regions.h"
#include "core/site_codes.h"

namespace restage::fhir {
namespace {

enum class Role { None, Primary, Neoplasm, Secondary, Suspected, Histology };

struct Described {
  const Resource* resource = nullptr;
  Role role = Role::None;
  TumorSite site;
  std::string organ;
  bool place_known = false;  ///< a code of a metastasis is known, also where it names no organ
  std::string stage;         ///< of a pre-coordinated code
  std::vector<std::string> codes;
  std::string primary_site;  ///< named inside a post-coordinated code of a metastasis
  PartialDate date;
  PartialDate recorded;
  std::string clinical_status;
};

void fill(std::string& mine, std::string_view other) {
  if (mine.empty()) mine = other;
}

Role parse_role(std::string_view name) {
  if (name == "primary") return Role::Primary;
  if (name == "neoplasm") return Role::Neoplasm;
  if (name == "secondary") return Role::Secondary;
  return name == "suspected" ? Role::Suspected : Role::None;
}

/// category|topography|histology|behavior|laterality|organ|stage
void apply_row(const CodeRow& row, Described& described) {
  if (described.role == Role::None) described.role = parse_role(row.value);
  const auto parts = text::split(row.detail, '|');
  RESTAGE_ASSERT(parts.size() == 7);
  fill(described.site.category, parts[0]);
  fill(described.site.topography, parts[1]);
  fill(described.site.histology, parts[2]);
  fill(described.site.behavior, parts[3]);
  fill(described.site.laterality, parts[4]);
  fill(described.organ, parts[5]);
  fill(described.stage, parts[6]);
}

void apply_morphology(std::string_view code, TumorSite& site) {
  const auto morphology = read_morphology(code);
  if (!morphology) return;
  site.histology = morphology->histology;
  if (!morphology->behavior.empty()) site.behavior = morphology->behavior;
}

void read_code(CourseContext& context, const Resource& condition, Described& described) {
  const Json code = condition.body["code"];
  const std::vector<Coding> codings = context.table.codings(code);
  for (const Coding& coding : codings) {
    described.codes.push_back(std::string(coding.system) + "|" + std::string(coding.code));
    if (const CodeRow* row = context.table.find(CodeKind::Condition, coding.system, coding.code)) {
      apply_row(*row, described);
    } else if (coding.system == "ICD10") {
      if (const auto site = site_of_icd10(coding.code)) {
        if (described.role == Role::None) described.role = site->secondary ? Role::Secondary : Role::Primary;
        fill(described.site.topography, site->site.topography);
        fill(described.site.histology, site->site.histology);
        fill(described.site.behavior, site->site.behavior);
        fill(described.site.category, site->site.category);
        fill(described.site.laterality, site->site.laterality);
        fill(described.organ, site->organ);
      }
    } else if (coding.system == "ICDO3") {
      if (read_morphology(coding.code)) {
        apply_morphology(coding.code, described.site);
        if (described.role == Role::None) described.role = Role::Histology;
      } else if (site_of_icd10(coding.code)) {
        fill(described.site.topography, coding.code);
        if (described.role == Role::None) described.role = Role::Primary;
      }
    }
  }
  // 94381002:260716003=93761005, metastasis in the liver of a primary in the colon: the value names the primary.
  code["coding"].each([&](Json coding) {
    const std::string_view expression = coding["code"].text();
    const std::size_t equals = expression.find('=');
    if (described.role != Role::Secondary || equals == std::string_view::npos) return;
    const std::string_view value = expression.substr(equals + 1);
    if (const CodeRow* row = context.table.find(CodeKind::Condition, "SCT", value);
        row != nullptr && row->value == "primary")
      described.primary_site = value;
  });
}

void read_body_site(CourseContext& context, const Resource& condition, Described& described) {
  const auto side_extension = [&](Json holder) {
    holder["extension"].each([&](Json extension) {
      if (extension["url"].text().find("laterality") == std::string_view::npos) return;
      if (const CodeRow* side =
              context.table.find(CodeKind::Side, context.table.codings(extension["valueCodeableConcept"])))
        described.site.laterality = side->value;
    });
  };
  condition.body["bodySite"].each([&](Json site) {
    const std::vector<Coding> codings = context.table.codings(site);
    for (const Coding& coding : codings) {
      if (const CodeRow* row = context.table.find(CodeKind::Site, coding.system, coding.code)) {
        if (described.site.topography.empty() || described.site.topography.ends_with(".9"))
          described.site.topography = row->value;
        fill(described.site.laterality, row->detail);
      } else if (coding.system == "ICDO3" && site_of_icd10(coding.code)) {
        described.site.topography = coding.code;
      }
      if (const CodeRow* side = context.table.find(CodeKind::Side, coding.system, coding.code))
        described.site.laterality = side->value;
      if (const CodeRow* organ = context.table.find(CodeKind::Organ, coding.system, coding.code))
        fill(described.organ, organ->value);
    }
    side_extension(site);
  });
  side_extension(condition.body);
}

void read_extensions(CourseContext& context, const Resource& condition, Described& described, PartialDate& asserted) {
  condition.body["extension"].each([&](Json extension) {
    const std::string_view url = extension["url"].text();
    if (url.ends_with("histology-morphology-behavior") || url.ends_with("morphology-behavior")) {
      for (const Coding& coding : context.table.codings(extension["valueCodeableConcept"])) {
        if (coding.system == "ICDO3") apply_morphology(coding.code, described.site);
        if (const CodeRow* row = context.table.find(CodeKind::Answer, coding.system, coding.code, "morphology"))
          apply_morphology(row->value, described.site);
      }
    } else if (url.ends_with("assertedDate") || url.ends_with("asserted-date") || url.ends_with("dateOfDiagnosis")) {
      asserted = context.date(condition, extension["valueDateTime"], "extension.assertedDate");
    }
  });
}

Role role_by_profile(const Resource& condition) {
  Role role = Role::None;
  condition.body["meta"]["profile"].each([&](Json profile) {
    const std::string_view url = profile.text();
    if (url.ends_with("primary-cancer-condition")) role = Role::Primary;
    if (url.ends_with("secondary-cancer-condition")) role = Role::Secondary;
  });
  return role;
}

bool names_nodes(std::string_view words) {
  static constexpr std::array<std::string_view, 4> kWords = {"lymph node", " node", "nodal", "lymphknoten"};
  return std::any_of(kWords.begin(), kWords.end(),
                     [&](std::string_view word) { return words.find(word) != std::string_view::npos; });
}

/// What a concept says in words, in small letters.
std::string words_of(Json concept_value) {
  std::string words = text::to_lower(concept_value["text"].text()) + " ";
  concept_value["coding"].each([&](Json coding) { words += text::to_lower(coding["display"].text()) + " "; });
  return words;
}

/// Nodes are only distant where somebody says so; a code that is not known may name nodes, by its words or where it has
/// none.
void settle_place(const Resource& condition, Described& described) {
  if (described.role != Role::Secondary) return;
  std::string words = words_of(condition.body["code"]);
  condition.body["bodySite"].each([&](Json site) { words += words_of(site); });
  if (described.organ == "distant-nodes" && words.find("distant") == std::string::npos) described.organ = "nodes";
  if (!described.organ.empty()) return;
  if (names_nodes(words) || (!described.place_known && text::trim(words).empty())) described.organ = "nodes";
}

Described describe(CourseContext& context, const Resource& condition) {
  Described described;
  described.resource = &condition;
  read_code(context, condition, described);
  described.place_known = described.role == Role::Secondary;
  const Role profile = role_by_profile(condition);
  if (profile != Role::None && described.role != Role::Suspected) described.role = profile;
  if (described.role == Role::None && context.staged_conditions.contains(condition.key)) {
    described.role = Role::Primary;
    context.issue(
        IssueCode::CodeUnknown, condition, "code",
        "the code is not known as a cancer; a staging observation names this condition, so it is kept as its primary",
        "send the diagnosis as SNOMED CT, ICD-10 or ICD-O-3");
  }
  if (described.role == Role::None) return described;
  PartialDate asserted;
  read_body_site(context, condition, described);
  read_extensions(context, condition, described, asserted);
  if (described.site.category.empty()) described.site.category = site_category(described.site.topography);
  described.site.text = concept_text(condition.body["code"]);
  settle_place(condition, described);
  described.recorded = context.date(condition, condition.body["recordedDate"], "recordedDate");
  const PartialDate onset = context.choice_date(condition, "onset");
  described.date = asserted.is_known() ? asserted : onset.is_known() ? onset : described.recorded;
  described.clinical_status = condition.body["clinicalStatus"]["coding"].first()["code"].text();
  const std::string_view verification = condition.body["verificationStatus"]["coding"].first()["code"].text();
  if (verification == "unconfirmed" || verification == "provisional" || verification == "differential")
    described.role = Role::Suspected;
  return described;
}

bool compatible(const std::string& left, const std::string& right) {
  return left.empty() || right.empty() || left == right;
}

/// Two records of one tumor: an unspecific and a specific code of one site, or one record sent twice.
bool same_tumor(const Described& left, const Described& right) {
  if (left.site.category.empty() || left.site.category != right.site.category) return false;
  if (!compatible(left.site.laterality, right.site.laterality) ||
      !compatible(left.site.histology, right.site.histology))
    return false;
  const bool returned = right.clinical_status == "recurrence" || right.clinical_status == "relapse";
  return left.codes != right.codes || left.date == right.date || returned;
}

/// The order of the records decides nothing.
void join_morphology(TumorSite& into, const TumorSite& more) {
  if (!tells_more({more.histology, more.behavior}, {into.histology, into.behavior})) return;
  into.histology = more.histology;
  if (!more.behavior.empty()) into.behavior = more.behavior;
}

void join_site(TumorSite& into, const TumorSite& more) {
  if (into.topography.empty() ||
      (into.topography.ends_with(".9") && more.topography.substr(0, 3) == into.topography.substr(0, 3) &&
       !more.topography.empty()))
    into.topography = more.topography;
  join_morphology(into, more);
  if (into.behavior.empty() || more.behavior > into.behavior)
    into.behavior = more.behavior.empty() ? into.behavior : more.behavior;
  fill(into.laterality, more.laterality);
}

void add_stated_stages(CourseContext& context, const Described& described, const std::string& tumor) {
  const Resource& condition = *described.resource;
  if (!described.stage.empty()) {
    StatedCategory stated;
    stated.value = described.stage;
    stated.original = described.site.text;
    stated.classification_basis = "condition code";
    Fact fact = context.make_fact(condition, "code", "stage");
    fact.tumor = tumor;
    fact.effective = described.date;
    fact.recorded = described.recorded;
    context.add(std::move(fact), std::move(stated));
  }
  std::size_t number = 0;
  condition.body["stage"].each([&](Json stage) {
    const std::string element = "stage[" + std::to_string(number) + "]";
    const std::string part = "stage-summary" + (number == 0 ? std::string() : "-" + std::to_string(number));
    ++number;
    const Json reference = stage["assessment"].first();
    const Resource* assessment = context.follow(condition, reference, element + ".assessment");
    if (!stage["summary"]) return;
    StageValue given;
    const std::vector<Coding> type = context.table.codings(stage["type"]);
    if (const CodeRow* method = context.table.find(CodeKind::Method, type)) {
      given.system = method->value;
      given.edition = method->detail;
    }
    for (const Coding& coding : type) {
      if (coding.system == "SCT" && coding.code == "260998006") given.coded = Classification::Clinical;
      if (coding.system == "SCT" && coding.code == "261023001") given.coded = Classification::Pathological;
    }
    auto stated = read_stage_value(context, condition, element + ".summary", stage["summary"], given);
    if (!stated) return;
    if (given.coded) stated->classification_basis = "type";
    stated->from_summary = true;
    if (assessment != nullptr)
      stated->summary_of = assessment->key;
    else
      stated->summary_of = reference["reference"].text();
    Fact fact = context.make_fact(condition, element + ".summary", part);
    fact.tumor = tumor;
    if (assessment != nullptr) fact.effective = context.choice_date(*assessment, "effective");
    context.add(std::move(fact), std::move(*stated));
  });
}

void add_event(CourseContext& context, const Described& described, const std::string& tumor, Event event,
               std::string_view part) {
  Fact fact = context.make_fact(*described.resource, "code", part);
  fact.tumor = tumor;
  fact.effective = described.date;
  fact.recorded = described.recorded;
  context.add(std::move(fact), std::move(event));
}

void add_primaries(CourseContext& context, std::vector<Described>& all) {
  std::vector<std::pair<Described, std::size_t>> known;  // with the place of the tumor in the course
  for (const Described& described : all) {
    if (described.role != Role::Primary && described.role != Role::Neoplasm) continue;
    const auto match =
        std::find_if(known.begin(), known.end(), [&](const auto& other) { return same_tumor(other.first, described); });
    if (match != known.end()) {
      Tumor& tumor = context.course.tumors[match->second];
      join_site(tumor.site, described.site);
      if (!tumor.diagnosed.is_known()) tumor.diagnosed = described.date;
      context.tumor_of_condition[described.resource->key] = tumor.id;
      fill(match->first.site.laterality, described.site.laterality);
      fill(match->first.site.histology, described.site.histology);
    } else {
      Tumor tumor;
      tumor.id = described.resource->key;
      tumor.site = described.site;
      tumor.diagnosed = described.date;
      tumor.source = context.make_fact(*described.resource, "").source;
      context.tumor_of_condition[tumor.id] = tumor.id;
      known.emplace_back(described, context.course.tumors.size());
      context.course.tumors.push_back(std::move(tumor));
    }
  }
}

/// Records that hold a morphology alone describe the only primary; what it is not staged by is named.
void add_histologies(CourseContext& context, const std::vector<Described>& all) {
  if (!context.only_one_primary()) return;
  TumorSite& site = std::find_if(context.course.tumors.begin(), context.course.tumors.end(), [](const Tumor& one) {
                      return !one.secondary;
                    })->site;
  for (const Described& described : all)
    if (described.role == Role::Histology) join_morphology(site, described.site);
  for (const Described& described : all)
    if (described.role == Role::Histology && described.site.histology != site.histology &&
        !is_more_specific_histology(site.histology, described.site.histology))
      context.issue(IssueCode::HistologyContradictory, *described.resource, "code",
                    "the morphology " + described.site.histology + "/" + described.site.behavior +
                        " is on record beside " + site.histology + "/" + site.behavior +
                        ", by which the tumor is staged",
                    "if these are two tumors, send them as two conditions with a site");
}

/// Nodes are regional or distant for a primary: regional ones say something of N, distant ones make M1, and where the
/// record does not tell them apart neither is concluded.
Payload payload_of_secondary(CourseContext& context, const Described& described, const std::string& tumor) {
  if (!is_node_region(described.organ)) return MetastasisFinding{described.organ, true, Method::Unknown};
  const auto primary = std::find_if(context.course.tumors.begin(), context.course.tumors.end(),
                                    [&](const Tumor& each) { return each.id == tumor; });
  const bool known = primary != context.course.tumors.end() && !primary->secondary;
  switch (known ? role_of_nodes(described.organ, described.site.laterality, primary->site) : NodeRole::Unclear) {
    case NodeRole::Distant:
      return MetastasisFinding{"distant-nodes", true, Method::Unknown};
    case NodeRole::Regional: {
      Finding finding;
      finding.name = kRegionalNodes;
      finding.text = "positive";
      finding.organ = described.organ;
      return finding;
    }
    case NodeRole::Unclear:
      break;
  }
  context.issue(IssueCode::CodeUnknown, *described.resource, "code",
                "the record does not say whether these lymph nodes are regional for the primary; neither N nor M was "
                "concluded from it",
                "send the N or M category, or a code that names the nodes");
  return MetastasisFinding{std::string(kUnplacedNodes), true, Method::Unknown};
}

void add_secondary(CourseContext& context, const Described& described) {
  std::string tumor;
  described.resource->body["extension"].each([&](Json extension) {
    const std::string_view url = extension["url"].text();
    if (!url.ends_with("condition-related") && !url.ends_with("related-condition") &&
        !url.ends_with("condition-dueTo") && !url.ends_with("occurredFollowing"))
      return;
    const Resource* related = context.follow(*described.resource, extension["valueReference"], "extension.related");
    if (related == nullptr) return;
    const auto known = context.tumor_of_condition.find(related->key);
    if (known != context.tumor_of_condition.end()) tumor = known->second;
  });
  if (tumor.empty()) tumor = context.only_primary();
  if (tumor.empty() && context.course.tumors.empty()) {
    Tumor record;
    record.id = described.resource->key;
    record.site = described.site;
    if (const CodeRow* row = context.table.find(CodeKind::Condition, "SCT", described.primary_site)) {
      Described primary;
      apply_row(*row, primary);
      record.site = primary.site;
    } else {
      record.secondary = true;
      record.site.behavior = "6";
    }
    record.site.text = described.site.text;
    record.source = context.make_fact(*described.resource, "").source;
    tumor = record.id;
    context.course.tumors.push_back(std::move(record));
  }
  context.tumor_of_condition[described.resource->key] = tumor;
  Fact fact = context.make_fact(*described.resource, "code");
  fact.tumor = tumor;
  fact.effective = described.date;
  fact.recorded = described.recorded;
  Payload payload = payload_of_secondary(context, described, tumor);
  context.add(std::move(fact), std::move(payload));
}

void add_status_events(CourseContext& context, const Described& described, const std::string& tumor) {
  const Resource& condition = *described.resource;
  // A later record of a known tumor that is marked as its return. The first record keeps its date of diagnosis.
  if ((described.clinical_status == "recurrence" || described.clinical_status == "relapse") && condition.key != tumor &&
      described.role != Role::Secondary) {
    add_event(context, described, tumor,
              Event{Event::Kind::Recurrence, {}, {}, "clinical status " + described.clinical_status, false},
              "recurrence");
    return;
  }
  if (described.clinical_status == "remission" || described.clinical_status == "resolved") {
    const PartialDate abated = context.choice_date(condition, "abatement");
    if (!abated.is_known()) return;
    Fact fact = context.make_fact(condition, "abatement", "remission");
    fact.tumor = tumor;
    fact.effective = abated;
    context.add(std::move(fact),
                Event{Event::Kind::NoEvidenceOfDisease, {}, {}, "clinical status " + described.clinical_status, false});
  }
}

}  // namespace

void read_conditions(CourseContext& context, const std::vector<const Resource*>& conditions) {
  std::vector<Described> all;
  for (const Resource* condition : conditions) {
    const std::string_view verification = condition->body["verificationStatus"]["coding"].first()["code"].text();
    if (context.is_void(*condition, verification)) continue;
    Described described = describe(context, *condition);
    if (described.role == Role::None) {
      if (const CodeRow* symptom =
              context.table.find(CodeKind::Symptom, context.table.codings(condition->body["code"]))) {
        described.date = context.choice_date(*condition, "onset");
        Fact fact = context.make_fact(*condition, "code");
        fact.effective = described.date;
        fact.recorded = context.date(*condition, condition->body["recordedDate"], "recordedDate");
        std::string severity(condition->body["severity"]["coding"].first()["display"].text());
        context.add(std::move(fact), Symptom{std::string(symptom->value), {}, std::move(severity), false});
      }
      continue;
    }
    all.push_back(std::move(described));
  }
  std::sort(all.begin(), all.end(), [](const Described& left, const Described& right) {
    if (left.date != right.date) return PartialDate::sorts_before(left.date, right.date);
    return left.resource->key < right.resource->key;
  });
  add_primaries(context, all);
  add_histologies(context, all);
  for (const Described& described : all) {
    if (described.role == Role::Secondary) add_secondary(context, described);
    if (described.role == Role::Suspected) {
      add_event(context, described, context.only_primary(),
                Event{Event::Kind::Suspicion, {}, {}, described.site.text, false}, {});
    }
    const auto tumor = context.tumor_of_condition.find(described.resource->key);
    if (tumor == context.tumor_of_condition.end()) continue;
    add_stated_stages(context, described, tumor->second);
    add_status_events(context, described, tumor->second);
  }
}

}  // namespace restage::fhir
