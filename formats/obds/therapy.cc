// SPDX-License-Identifier: Apache-2.0
// Surgery, radiotherapy and systemic therapy of a message.
#include "formats/obds/message.h"

namespace restage::obds {

void MessageReader::read_surgery(const xml::XmlNode& section) {
  const PartialDate date = date_of(section, "Datum");
  Treatment surgery;
  surgery.kind = Treatment::Kind::Surgery;
  surgery.intent = meaning_of_code("intent", section.text_of("Intention")).value;
  surgery.definitive = surgery.intent != "diagnostic";
  if (const xml::XmlNode* codes = section.child("Menge_OPS"))
    codes->each("OPS", [&](const xml::XmlNode& code) {
      surgery.name.append(surgery.name.empty() ? "OPS " : ", ").append(code.text_of("Code"));
    });
  add(date, "surgery", std::move(surgery), "OP");
  read_histology(section, date);
  read_tnm_block(section.child("TNM"), "TNM", "p", date);
  if (const xml::XmlNode* residual = section.child("Residualstatus")) {
    Finding finding;
    finding.name = "residual_tumor";
    finding.text = residual->text_of("Lokale_Beurteilung_Residualstatus");
    finding.method = Method::Pathology;
    if (!finding.text.empty() && finding.text != "U") add(date, "residual_tumor", std::move(finding), "Residualstatus");
  }
  read_modules(section, date);
}

void MessageReader::read_radiation(const xml::XmlNode& section) {
  const xml::XmlNode* courses = section.child("Menge_Bestrahlung");
  if (courses == nullptr) return;
  const std::string_view ended = section.text_of("Ende_Grund");
  std::size_t number = 0;
  courses->each("Bestrahlung", [&](const xml::XmlNode& course) {
    Treatment radiation;
    radiation.kind = Treatment::Kind::Radiation;
    radiation.name = "radiotherapy";
    if (const xml::XmlNode* application = course.child("Applikationsart");
        application != nullptr && !application->children.empty())
      radiation.name += ", " + application->children.front()->name;
    radiation.intent = meaning_of_code("intent", section.text_of("Intention")).value;
    radiation.timing = meaning_of_code("timing", section.text_of("Stellung_OP")).value;
    radiation.stopped_early = meaning_of_code("stopped", ended).known;
    radiation.end = date_of(course, "Ende");
    add(date_of(course, "Beginn"), "radiation-" + std::to_string(++number), std::move(radiation), "ST.Bestrahlung");
  });
}

void MessageReader::read_systemic(const xml::XmlNode& section) {
  Treatment systemic;
  const CodeMeaning kind = meaning_of_code("therapy", section.text_of("Therapieart"));
  systemic.kind = kind.value == "other" ? Treatment::Kind::Other : Treatment::Kind::Systemic;
  systemic.definitive = kind.value != "other";
  if (const xml::XmlNode* agents = section.child("Menge_Substanz"))
    agents->each("Substanz", [&](const xml::XmlNode& agent) {
      std::string_view name = agent.text_of("Bezeichnung");
      if (const xml::XmlNode* atc = agent.at({"ATC", "Code"}); name.empty() && atc != nullptr) name = atc->trimmed();
      if (!name.empty() && systemic.name.find(name) == std::string::npos)
        systemic.name.append(systemic.name.empty() ? "" : ", ").append(name);
    });
  if (systemic.name.empty()) systemic.name = section.text_of("Protokoll");
  if (systemic.name.empty()) systemic.name = kind.text;
  systemic.intent = meaning_of_code("intent", section.text_of("Intention")).value;
  systemic.timing = meaning_of_code("timing", section.text_of("Stellung_OP")).value;
  systemic.stopped_early = meaning_of_code("stopped", section.text_of("Ende_Grund")).known;
  systemic.end = date_of(section, "Ende");
  add(date_of(section, "Beginn"), "systemic", std::move(systemic), "SYST");
}

}  // namespace restage::obds
