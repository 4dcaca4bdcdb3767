// SPDX-License-Identifier: Apache-2.0
#include "formats/obds/message.h"

#include <algorithm>

#include "base/text.h"
#include "base/tsv.h"
#include "core/site_codes.h"

extern "C" const char restage_obds_codes_begin[];
extern "C" const char restage_obds_codes_end[];

namespace restage::obds {

CodeMeaning meaning_of_code(std::string_view kind, std::string_view code) {
  static const Tsv table = read_tsv(std::string_view(
      restage_obds_codes_begin, static_cast<std::size_t>(restage_obds_codes_end - restage_obds_codes_begin)));
  for (const auto& [number, cells] : table.lines)
    if (cells[0] == kind && cells[1] == code) return {cells[2], cells[3], true};
  return {};
}

PartialDate read_date(const xml::XmlNode* node) {
  if (node == nullptr) return {};
  const auto date = PartialDate::parse(node->trimmed());
  if (!date) return {};
  const std::string_view accuracy = node->attribute("Datumsgenauigkeit");
  if (accuracy == "T" && date->is_exact()) return PartialDate::of(date->year(), date->month()).value_or(*date);
  if (accuracy == "M" || accuracy == "V") return PartialDate::of(date->year()).value_or(*date);
  return *date;
}

void MessageReader::complain(IssueCode code, std::string_view element, std::string message, std::string remedy) {
  DataIssue issue =
      make_issue(code, file_ + ": " + record_ + ": " + std::string(element), std::move(message), std::move(remedy));
  if (issue.severity == Severity::Error) result_.refused = true;
  course_.issues.push_back(std::move(issue));
}

PartialDate MessageReader::date_of(const xml::XmlNode& section, std::string_view element) {
  const xml::XmlNode* node = section.child(element);
  const PartialDate date = read_date(node);
  if (node != nullptr && !node->trimmed().empty() && !date.is_known())
    complain(IssueCode::DateImpossible, element, "'" + std::string(node->trimmed().substr(0, 40)) + "' is not a date",
             "write YYYY-MM-DD");
  if (date.is_known() && node->attribute("Datumsgenauigkeit") == "V")
    complain(IssueCode::DateMissing, element,
             "the date is marked as fully estimated (V); its year stands as an estimate and is not known",
             "send the date with what is known of it, if more is known");
  return date;
}

PartialDate MessageReader::event_date(const xml::XmlNode& section, std::string_view element) {
  if (section.text_of(element).empty())
    complain(IssueCode::DateMissing, element,
             "the date is missing; what " + section.name + " says is kept as undated and takes no part in any stage",
             "send " + std::string(element));
  return date_of(section, element);
}

void MessageReader::add(const PartialDate& date, const std::string& part, Payload payload, std::string_view element) {
  Fact fact;
  fact.id = record_ + "#" + part;
  fact.tumor = tumor_;
  fact.effective = date;
  fact.source = {file_, record_, std::string(element), "oBDS"};
  fact.payload = std::move(payload);
  course_.facts.push_back(std::move(fact));
}

void MessageReader::add_code(const PartialDate& date, const char* name, std::string_view kind, std::string_view code,
                             std::string_view element, Method method) {
  if (code.empty()) return;
  const CodeMeaning meaning = meaning_of_code(kind, code);
  if (!meaning.known) return;  // U, T, X: nothing is said
  Finding finding;
  finding.name = name;
  finding.text = meaning.value;
  finding.method = method;
  add(date, name, std::move(finding), element);
}

void MessageReader::add_number(const PartialDate& date, const char* name, std::string_view text,
                               std::string_view element, Method method) {
  if (text.empty() || text == "U") return;
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), ',', '.');  // German decimals
  const auto number = Decimal::parse(plain);
  if (!number || number->is_negative()) {
    complain(IssueCode::ValueUnreadable, element, "'" + plain.substr(0, 40) + "' is not a number that can be used",
             "write a plain decimal");
    return;
  }
  Finding finding;
  finding.name = name;
  finding.number = number;
  finding.method = method;
  add(date, name, std::move(finding), element);
}

void MessageReader::read_tumor(const xml::XmlNode& message) {
  const xml::XmlNode* assignment = message.child("Tumorzuordnung");
  if (assignment == nullptr) {
    complain(IssueCode::SiteUnknown, "Tumorzuordnung", "the message does not say which tumor it is about",
             "send Tumorzuordnung");
    return;
  }
  Tumor tumor;
  tumor.id = "Tumor/" + std::string(assignment->attribute("Tumor_ID"));
  tumor.diagnosed = date_of(*assignment, "Diagnosedatum");
  diagnosed_ = tumor.diagnosed;
  const xml::XmlNode* icd = assignment->at({"Primaertumor_ICD", "Code"});
  if (icd != nullptr) {
    if (const auto site = site_of_icd10(icd->trimmed()); site && !site->secondary) tumor.site = site->site;
    tumor.site.text = icd->trimmed();
  }
  if (const xml::XmlNode* morphology = assignment->at({"Morphologie_ICD_O", "Code"}))
    if (const auto read = read_morphology(morphology->trimmed())) {
      tumor.site.histology = read->histology;
      if (!read->behavior.empty()) tumor.site.behavior = read->behavior;
    }
  for (const std::string_view section : {std::string_view("Diagnose"), std::string_view("Pathologie")}) {
    const xml::XmlNode* topography = message.at({section, "Primaertumor_Topographie_ICD_O", "Code"});
    if (topography != nullptr && !topography->trimmed().empty()) tumor.site.topography = topography->trimmed();
    if (const xml::XmlNode* words = message.at({section, "Primaertumor_Diagnosetext"});
        words != nullptr && !words->trimmed().empty())
      tumor.site.text = words->trimmed();
  }
  tumor.site.laterality = meaning_of_code("side", assignment->text_of("Seitenlokalisation")).value;
  if (tumor.site.topography.empty())
    complain(IssueCode::SiteUnknown, "Primaertumor_ICD", "the site of the tumor is missing or not a cancer site",
             "send Primaertumor_ICD");
  tumor.source = {file_, record_, "Tumorzuordnung", "oBDS"};
  tumor_ = tumor.id;
  Course part;
  part.tumors.push_back(std::move(tumor));
  merge_course(course_, std::move(part));
}

bool MessageReader::read(const xml::XmlNode& message) {
  const std::size_t before = course_.facts.size() + course_.tumors.size();
  record_ = "Meldung/" + std::string(message.attribute("Meldung_ID"));
  if (message.attribute("Meldung_ID").empty()) record_ = "Meldung, line " + std::to_string(message.line);
  tumor_.clear();
  diagnosed_ = {};
  read_tumor(message);
  for (const auto& section : message.children) {
    if (section->name == "Diagnose" || section->name == "Pathologie") read_diagnosis(*section);
    if (section->name == "OP") read_surgery(*section);
    if (section->name == "ST") read_radiation(*section);
    if (section->name == "SYST") read_systemic(*section);
    if (section->name == "Verlauf") read_follow_up(*section);
    if (section->name == "Tod") read_death(*section);
  }
  return course_.facts.size() + course_.tumors.size() > before;
}

void MessageReader::read_diagnosis(const xml::XmlNode& section) {
  read_histology(section, diagnosed_);
  read_tnm_block(section.child("cTNM"), "cTNM", "c", diagnosed_);
  read_tnm_block(section.child("pTNM"), "pTNM", "p", diagnosed_);
  read_metastases(section, diagnosed_);
  read_modules(section, diagnosed_);
  read_performance(section, diagnosed_);
  read_other_classifications(section);
  const xml::XmlNode* earlier = section.child("Menge_Fruehere_Tumorerkrankung");
  if (earlier == nullptr) return;
  earlier->each("Fruehere_Tumorerkrankung", [&](const xml::XmlNode& one) {
    const xml::XmlNode* code = one.at({"ICD", "Code"});
    if (code == nullptr) return;
    const auto site = site_of_icd10(code->trimmed());
    if (!site || site->secondary) return;
    Tumor tumor;
    tumor.site = site->site;
    tumor.site.text = one.text_of("Freitext");
    tumor.diagnosed = read_date(one.child("Diagnosedatum"));
    tumor.id = "Earlier/" + std::string(code->trimmed()) + "/" + tumor.diagnosed.text();
    tumor.source = {file_, record_, "Fruehere_Tumorerkrankung", "oBDS"};
    Course part;
    part.tumors.push_back(std::move(tumor));
    merge_course(course_, std::move(part));
  });
}

void MessageReader::read_follow_up(const xml::XmlNode& section) {
  const PartialDate date = event_date(section, "Untersuchungsdatum_Verlauf");
  const std::string_view overall = section.text_of("Gesamtbeurteilung_Tumorstatus");
  const CodeMeaning meaning = meaning_of_code("status", overall);
  if (meaning.known) {
    static constexpr std::pair<std::string_view, Event::Kind> kKinds[] = {{"ned", Event::Kind::NoEvidenceOfDisease},
                                                                          {"response", Event::Kind::Response},
                                                                          {"stable", Event::Kind::Stable},
                                                                          {"progression", Event::Kind::Progression},
                                                                          {"recurrence", Event::Kind::Recurrence}};
    Event event;
    event.text = std::string(overall) + ": " + std::string(meaning.text);
    for (const auto& [name, kind] : kKinds)
      if (meaning.value == name) event.kind = kind;
    std::vector<std::string> extents;
    for (const auto& [element, kind] :
         {std::pair<std::string_view, std::string_view>{"Verlauf_Lokaler_Tumorstatus", "part-local"},
          {"Verlauf_Tumorstatus_Lymphknoten", "part-nodes"},
          {"Verlauf_Tumorstatus_Fernmetastasen", "part-distant"}}) {
      const CodeMeaning part = meaning_of_code(kind, section.text_of(element));
      if (part.known && part.value == meaning.value) extents.emplace_back(part.text);
    }
    event.extent = text::join(extents, "+");
    add(date, "status", std::move(event), "Verlauf");
  } else if (!overall.empty() && overall != "U" && overall != "X") {
    complain(IssueCode::CodeUnknown, "Gesamtbeurteilung_Tumorstatus", "the tumor status is not one that is known",
             "use the key list of oBDS 3");
  }
  read_histology(section, date);
  read_tnm_block(section.child("TNM"), "TNM", {}, date);
  read_metastases(section, date);
  read_modules(section, date);
  read_performance(section, date);
}

void MessageReader::read_death(const xml::XmlNode& section) {
  const PartialDate date = date_of(section, "Sterbedatum");
  if (!course_.death.is_known()) course_.death = date;
  Event death;
  death.kind = Event::Kind::Death;
  const std::string_view by_tumor = section.text_of("Tod_tumorbedingt");
  if (by_tumor == "J") death.text = "of the tumor";
  if (by_tumor == "N") death.text = "of another cause";
  add(date, "death", std::move(death), "Tod");
}

}  // namespace restage::obds
