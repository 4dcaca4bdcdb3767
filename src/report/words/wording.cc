// SPDX-License-Identifier: Apache-2.0
#include "report/words/wording.h"

#include <algorithm>

#include "base/text.h"
#include "report/words/circumstance_text.h"
#include "report/words/names.h"
#include "rules/pack/system_name.h"

namespace restage::report {
namespace {

using statement::Basis;
using statement::Category;
using statement::Statement;

std::string joined_or(const std::vector<std::string>& parts, std::string_view prefix) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i)
    text += (i == 0 ? "" : i + 1 == parts.size() ? " or " : ", ") + std::string(prefix) + parts[i];
  return text;
}

std::string method_text(Method method, const std::string& modality) {
  if (!modality.empty()) return modality;
  return method == Method::Unknown ? std::string() : std::string(to_string(method));
}

}  // namespace

std::string treatment_name(const Treatment& treatment) {
  std::string name = treatment.name;
  // Terminologies add their kind in brackets; a bare code says nothing to a reader.
  for (const std::string_view tag : {" (procedure)", " (regime/therapy)"})
    if (name.ends_with(tag)) name.resize(name.size() - tag.size());
  return text::is_all_digits(name) ? std::string() : name;
}

namespace {

struct FactText {
  std::string operator()(const Finding& finding) const {
    std::string value = finding.number ? finding.number->text() : finding.text;
    if (finding.is_set || !finding.members.empty())
      value = finding.members.empty() ? "none" : text::join(finding.members, ", ");
    const std::string method = method_text(finding.method, finding.modality);
    return input_words(finding.name) + " " + value + (method.empty() ? "" : " (" + method + ")");
  }
  std::string operator()(const LesionMeasurement& lesion) const {
    std::string text = (lesion.primary ? "primary tumor " : "lesion ") + lesion.lesion;
    if (!lesion.organ.empty()) text += ", " + lesion.organ;
    if (lesion.long_mm) text += " " + lesion.long_mm->text() + " mm";
    if (lesion.state == LesionMeasurement::State::Absent) text += " not seen";
    return text + (lesion.modality.empty() ? "" : " (" + lesion.modality + ")");
  }
  std::string operator()(const LabValue& lab) const {
    return lab.analyte + " " + lab.comparator + (lab.value ? lab.value->text() : lab.text) +
           (lab.unit.empty() ? "" : " " + lab.unit);
  }
  std::string operator()(const Treatment& treatment) const {
    static constexpr std::string_view kKinds[] = {"surgery", "radiation", "systemic treatment", "treatment"};
    std::string text(kKinds[static_cast<int>(treatment.kind)]);
    const std::string name = treatment_name(treatment);
    if (!name.empty()) text += ": " + name;
    if (treatment.end.is_known()) text += ", until " + treatment.end.text();
    return text;
  }
  std::string operator()(const StatedCategory& stated) const {
    const std::string prefix = stated.classification ? std::string(to_string(*stated.classification)) : std::string();
    const bool group = stated.axis == Axis::Group;
    return std::string("stated ") + (group ? "group " : prefix) + stated.value + stated.suffixes +
           (group && !prefix.empty() ? " (" + prefix + ")" : "") + (stated.from_summary ? ", from a summary" : "");
  }
  std::string operator()(const Event& event) const {
    static constexpr std::string_view kKinds[] = {
        "no evidence of disease", "recurrence", "progression", "response", "stable disease", "death",
        "last contact",           "diagnosis",  "suspicion"};
    std::string text(kKinds[static_cast<int>(event.kind)]);
    if (!event.extent.empty()) text += ", " + event.extent;
    if (!event.organ.empty()) text += ", " + event.organ;
    if (!event.text.empty()) text += ": " + event.text;
    return text + (event.tissue_proven ? " (tissue-proven)" : "");
  }
  std::string operator()(const Symptom& symptom) const {
    return "symptom: " + symptom.name + (symptom.site.empty() ? "" : ", " + symptom.site);
  }
  std::string operator()(const MetastasisFinding& metastasis) const {
    const std::string organ = metastasis.organ.empty() ? "organ not said" : metastasis.organ;
    const std::string method = method_text(metastasis.method, {});
    // A negative names its test: not seen on something is never "not there".
    if (!metastasis.present)
      return "no metastasis seen: " + organ + " (" + (method.empty() ? "test not said" : method) + ")";
    return "metastasis: " + organ + (method.empty() ? "" : " (" + method + ")");
  }
  std::string operator()(const LesionIdentification& lesion) const {
    return (lesion.role.empty() ? "" : lesion.role + " ") + "lesion " + lesion.lesion +
           (lesion.organ.empty() ? "" : ", " + lesion.organ) + by(lesion.reader);
  }
  std::string operator()(const ResponseAssessment& assessment) const {
    std::string text = "assessment" + (assessment.visit.empty() ? "" : " " + assessment.visit);
    if (!assessment.overall.empty()) text += ": " + assessment.overall;
    return text + by(assessment.reader);
  }

 private:
  static std::string by(const std::string& reader) { return reader.empty() ? "" : " (reader " + reader + ")"; }
};

std::string capitalized(std::string text) {
  if (!text.empty()) text[0] = text::upper(text[0]);
  return text;
}

}  // namespace

std::string category_text(const statement::Category& category) {
  if (!category.value.empty()) return category.prefix + category.value + category.suffixes;
  if (!category.possible.empty() && category.possible.size() <= 2) return joined_or(category.possible, category.prefix);
  if (!category.possible.empty()) return category.prefix + category.possible.front() + "..";
  return category.exists ? "?" : "";
}

std::string categories_text(const statement::Statement& statement) {
  const auto one = [](const char* axis, const statement::Category& category) {
    const std::string text = category_text(category);
    return text == "?" ? category.prefix + axis + "?" : text;
  };
  std::vector<std::string> parts = {one("T", statement.t), one("N", statement.n), one("M", statement.m)};
  std::erase(parts, "");
  return text::join(parts, " ");
}

std::string group_text(const statement::Statement& statement) {
  if (!statement.group.empty()) return statement.group;
  if (statement.status == statement::Status::NoSystem) return "no table";
  if (statement.system.empty()) return "no TNM stage";
  if (statement.classification == Classification::Recurrence || statement.possible.empty()) return "no group";
  std::vector<std::string> groups = statement.possible;
  const bool or_no_group = std::erase(groups, "none") > 0;
  if (groups.empty()) return "no group";
  const std::string text = groups.size() > 3 ? groups.front() + " to " + groups.back() : joined_or(groups, "");
  return or_no_group ? text + " or no group" : text;
}

std::string table_label(const statement::Statement& statement) {
  for (const auto& [name, value] : statement.factors)
    if (name == "table") return value;
  return {};
}

std::string edition_text(const statement::Statement& statement) {
  if (statement.system.empty()) return "stated only";
  const std::string text = rules::system_name(statement.system, statement.edition);
  const std::string table = table_label(statement);
  return table.empty() ? text : text + " " + table;
}

std::string condition_text(const statement::Statement& statement) {
  std::string text;
  for (const statement::Condition& condition : statement.applies_if)
    text += (text.empty() ? "if " : " and ") + input_words(condition.input) + " " + condition.values;
  return text;
}

std::string basis_text(const statement::Statement& statement) {
  const std::pair<const char*, const statement::Category*> axes[] = {
      {"T", &statement.t}, {"N", &statement.n}, {"M", &statement.m}};
  std::string text;
  std::string only;
  for (const statement::Basis basis :
       {statement::Basis::Findings, statement::Basis::Stated, statement::Basis::Policy, statement::Basis::Convention}) {
    std::string named;
    for (const auto& [axis, category] : axes)
      if (category->basis == basis) named += (named.empty() ? "" : " ") + std::string(axis);
    if (named.empty()) continue;
    only = text.empty() ? std::string(to_string(basis)) : std::string();
    text += (text.empty() ? "" : ", ") + named + " " + std::string(to_string(basis));
  }
  if (text.empty() && statement.stated && !statement.stated->group.empty()) return "group stated alone";
  return only.empty() ? text : only;
}

std::string classification_words(Classification classification) {
  switch (classification) {
    case Classification::Clinical:
      return "clinical";
    case Classification::Pathological:
      return "pathological";
    case Classification::PostTherapyClinical:
      return "after therapy, clinical";
    case Classification::PostTherapyPathological:
      return "after therapy, pathological";
    case Classification::Recurrence:
      return "at recurrence";
    case Classification::Autopsy:
      return "at autopsy";
  }
  return {};
}

std::string status_words(const statement::StatusEntry& entry) {
  std::string text(to_string(entry.state));
  std::replace(text.begin(), text.end(), '_', ' ');
  if (!entry.extent.empty()) text += ", " + entry.extent;
  if (!entry.organs.empty()) text += ": " + text::join(entry.organs, ", ");
  return text;
}

namespace {

std::string suspicion_line(const statement::RecurrenceSuspicion& suspicion) {
  std::string text = "Recurrence or progression suspected";
  if (!suspicion.explanations.empty())
    text += ": " + suspicion.explanations.front().name + " (" + suspicion.explanations.front().rule + ")";
  if (!suspicion.confirm_with.empty()) text += "; " + suspicion.confirm_with.front() + " would settle it";
  return text;
}

}  // namespace

std::vector<std::string> consequence_lines(const statement::TumorTimeline& tumor) {
  std::vector<std::string> lines;
  if (tumor.biochemical)
    lines.push_back("Biochemical recurrence since " + date_text(tumor.biochemical->date) + ", by " +
                    (tumor.biochemical->rule == "documented" ? "the record" : "the rule " + tumor.biochemical->rule));
  if (tumor.oligometastatic)
    lines.push_back("Limited metastases, " + date_text(tumor.oligometastatic->date) + ": " +
                    tumor.oligometastatic->name +
                    (tumor.oligometastatic->verified ? "" : " (by a rule whose source was not read)"));
  for (const statement::Conversion& conversion : tumor.conversions)
    lines.push_back("Resectable since " + date_text(conversion.date) +
                    (conversion.organ.empty() ? "" : ": " + conversion.organ) + ", recorded as not resectable before");
  if (tumor.suspicion && tumor.suspicion->label == statement::SuspicionLabel::Suspected)
    lines.push_back(suspicion_line(*tumor.suspicion));
  return lines;
}

std::string date_text(const PartialDate& date) { return date.is_known() ? date.text() : "undated"; }

std::string tumor_title(const statement::TumorTimeline& tumor) {
  const TumorSite& site = tumor.tumor.site;
  std::string organ = !tumor.schema.empty() ? tumor.schema : site.category;
  std::replace(organ.begin(), organ.end(), '-', ' ');
  if (organ.empty()) organ = site.text.empty() ? "site not known" : site.text;
  std::string text = capitalized(organ);
  if (!site.laterality.empty()) text += ", " + site.laterality;
  std::string code = site.topography;
  if (!site.histology.empty())
    code += (code.empty() ? "" : " ") + site.histology + (site.behavior.empty() ? "" : "/" + site.behavior);
  return code.empty() ? text : text + " (" + code + ")";
}

namespace {

/// "I or III, depending on p16": what the alternative tables give together.
std::string alternatives_text(const statement::TumorTimeline& tumor, const statement::Statement& first) {
  std::vector<std::string> groups, inputs;
  for (const statement::Statement& statement : tumor.statements) {
    if (statement.applies_if.empty() || statement.classification != first.classification ||
        statement.system != first.system || statement.date != first.date)
      continue;
    for (const std::string& group : statement.possible)
      if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
    for (const statement::Condition& condition : statement.applies_if) {
      const std::string name = input_words(condition.input);
      if (std::find(inputs.begin(), inputs.end(), name) == inputs.end()) inputs.push_back(name);
    }
  }
  return (groups.empty() ? "no group" : joined_or(groups, "")) + ", depending on " + text::join(inputs, " and ");
}

}  // namespace

StageSentence stage_sentence_parts(const statement::TumorTimeline& tumor) {
  const statement::Statement* statement = statement::stage_at_diagnosis(tumor);
  if (statement == nullptr) return {"No staging evidence on record", {}, {}};
  const bool late = statement->classification == Classification::PostTherapyClinical ||
                    statement->classification == Classification::PostTherapyPathological;
  std::string group = statement->applies_if.empty() ? group_text(*statement) : alternatives_text(tumor, *statement);
  if (!statement->provisional.empty()) group += ", provisional";
  if (statement->group.empty() && statement->stated && !statement->stated->group.empty())
    group += ", stated " + statement->stated->group;
  return {late ? "Stage after therapy" : "Stage at diagnosis", std::move(group),
          "(" + std::string(to_string(statement->classification)) + ", " + edition_text(*statement) + ", " +
              date_text(statement->date) + ")"};
}

std::string stage_sentence(const statement::TumorTimeline& tumor) {
  const StageSentence parts = stage_sentence_parts(tumor);
  return parts.group.empty() ? parts.subject : parts.subject + " " + parts.group + " " + parts.basis;
}

std::vector<std::string> decisive_lines(const statement::Statement& statement) {
  std::vector<std::string> lines;
  const auto asks_category = [](const statement::Branch& branch) {
    return branch.input == "t" || branch.input == "n" || branch.input == "m";
  };
  const bool nothing =
      statement.t.value.empty() && statement.n.value.empty() && statement.m.value.empty() && statement.findings.empty();
  if (nothing && std::any_of(statement.would_decide.begin(), statement.would_decide.end(), asks_category)) {
    if (statement.possible.size() > 1) lines.push_back("T, N and M are not on record; they would decide");
    return lines;
  }
  for (std::size_t i = 0; i < statement.would_decide.size();) {
    const std::string& input = statement.would_decide[i].input;
    std::string line = "depends on " + input_words(input) + ": ";
    for (bool first = true; i < statement.would_decide.size() && statement.would_decide[i].input == input;
         ++i, first = false) {
      const statement::Branch& branch = statement.would_decide[i];
      line += (first ? "" : "; ") + joined_or(branch.groups, "") + " if " + branch.values;
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

std::string unverified_text(const statement::Statement& statement) {
  std::string rules;
  for (const statement::UsedRule& rule : statement.rules)
    if (!rule.verified && rule.pack == statement.pack_id)
      rules += (rules.empty() ? ": " : ", ") + rule.table + " row " + rule.row + " (" + rule.source + ")";
  return statement.rests_on_unverified ? "rests on a source that was not read" + rules : "";
}

std::string caution_text(const statement::Statement& statement) {
  std::string text = unverified_text(statement);
  if (!statement.provisional.empty())
    text += (text.empty() ? "provisional: " : "; provisional: ") + statement.provisional;
  return text;
}

std::string fact_text(const Fact& fact) {
  const auto told = [&](const auto& part) -> std::string {
    if constexpr (requires { FactText{}(part); })
      return FactText{}(part);
    else
      return circumstance_text(fact.payload);
  };
  return std::visit(told, fact.payload);
}

const Fact* find_fact(const Course& course, std::string_view id) {
  for (const Fact& fact : course.facts)
    if (fact.id == id) return &fact;
  return nullptr;
}

std::string response_text(const statement::ResponseStatement& response) {
  std::string text = response.overall;
  if (response.sum_mm) text += ", sum " + response.sum_mm->text() + " mm";
  if (response.percent_from_baseline) text += ", " + response.percent_from_baseline->text() + " % from baseline";
  std::string by = response.criterion.empty() ? response.basis : response.criterion + ", " + response.basis;
  if (!response.reader.empty()) by += ", reader " + response.reader;
  return text + " (" + by + ")";
}

}  // namespace restage::report
