// SPDX-License-Identifier: Apache-2.0
// Findings of a message: histology, metastases, performance status, modules of single sites.
#include "formats/obds/message.h"

#include <algorithm>

#include "base/text.h"
#include "core/site_codes.h"

namespace restage::obds {
void MessageReader::read_histology(const xml::XmlNode& section, const PartialDate& fallback) {
  const xml::XmlNode* histology = section.child("Histologie");
  if (histology == nullptr) return;
  PartialDate date = date_of(*histology, "Tumor_Histologiedatum");
  if (!date.is_known()) date = fallback;
  if (const xml::XmlNode* code = histology->at({"Morphologie_ICD_O", "Code"}))
    if (const auto morphology = read_morphology(code->trimmed())) {
      Finding finding;
      finding.name = "histology";
      finding.text = morphology->histology + (morphology->behavior.empty() ? "" : "/" + morphology->behavior);
      finding.method = Method::Pathology;
      add(date, "histology", std::move(finding), "Histologie.Morphologie_ICD_O");
    }
  add_code(date, "grade", "grade", histology->text_of("Grading"), "Histologie.Grading", Method::Pathology);
  add_number(date, "nodes_examined", histology->text_of("LK_untersucht"), "Histologie.LK_untersucht",
             Method::Pathology);
  add_number(date, "nodes_positive", histology->text_of("LK_befallen"), "Histologie.LK_befallen", Method::Pathology);
  add_number(date, "sentinel_examined", histology->text_of("Sentinel_LK_untersucht"),
             "Histologie.Sentinel_LK_untersucht", Method::Pathology);
  add_number(date, "sentinel_positive", histology->text_of("Sentinel_LK_befallen"), "Histologie.Sentinel_LK_befallen",
             Method::Pathology);
}

void MessageReader::read_metastases(const xml::XmlNode& section, const PartialDate& fallback) {
  const xml::XmlNode* list = section.child("Menge_FM");
  if (list == nullptr) return;
  list->each("Fernmetastase", [&](const xml::XmlNode& one) {
    const std::string_view place = one.text_of("Lokalisation");
    const CodeMeaning organ = meaning_of_code("organ", place);
    if (!organ.known)
      complain(IssueCode::CodeUnknown, "Fernmetastase.Lokalisation",
               "the site of the metastasis is not one that is known", "use the key list of oBDS 3");
    PartialDate date = date_of(one, "Diagnosedatum");
    if (!date.is_known()) date = fallback;
    add(date, "metastasis-" + std::string(place), MetastasisFinding{std::string(organ.value), true, Method::Unknown},
        "Menge_FM.Fernmetastase");
  });
}

void MessageReader::read_performance(const xml::XmlNode& section, const PartialDate& fallback) {
  const std::string_view state = section.text_of("Allgemeiner_Leistungszustand");
  if (state.empty() || state == "U") return;
  if (state.ends_with('%'))
    add_number(fallback, "karnofsky", state.substr(0, state.size() - 1), "Allgemeiner_Leistungszustand", Method::Exam);
  else
    add_number(fallback, "ecog", state, "Allgemeiner_Leistungszustand", Method::Exam);
}

void MessageReader::read_breast(const xml::XmlNode& breast, const PartialDate& date) {
  add_code(date, "er", "posneg", breast.text_of("HormonrezeptorStatus_Oestrogen"),
           "Modul_Mamma.HormonrezeptorStatus_Oestrogen", Method::Pathology);
  add_code(date, "pr", "posneg", breast.text_of("HormonrezeptorStatus_Progesteron"),
           "Modul_Mamma.HormonrezeptorStatus_Progesteron", Method::Pathology);
  add_code(date, "her2", "posneg", breast.text_of("Her2neuStatus"), "Modul_Mamma.Her2neuStatus", Method::Pathology);
  add_number(date, "size_mm", breast.text_of("TumorgroesseInvasiv"), "Modul_Mamma.TumorgroesseInvasiv",
             Method::Pathology);
  add_number(date, "dcis_size_mm", breast.text_of("TumorgroesseDCIS"), "Modul_Mamma.TumorgroesseDCIS",
             Method::Pathology);
}

void MessageReader::read_melanoma(const xml::XmlNode& melanoma, const PartialDate& date) {
  add_number(date, "breslow_mm", melanoma.text_of("Tumordicke"), "Modul_Malignes_Melanom.Tumordicke",
             Method::Pathology);
  add_code(date, "ulceration", "yesno", melanoma.text_of("Ulzeration"), "Modul_Malignes_Melanom.Ulzeration",
           Method::Pathology);
  if (const auto ldh = Decimal::parse(melanoma.text_of("LDH")))
    add(date, "ldh", LabValue{"ldh", ldh, "U/L", {}, {}}, "Modul_Malignes_Melanom.LDH");
}

void MessageReader::read_prostate(const xml::XmlNode& prostate, const PartialDate& fallback) {
  const PartialDate cores = date_of(prostate, "DatumStanzen");
  const PartialDate sampled = cores.is_known() ? cores : fallback;
  if (const xml::XmlNode* gleason = prostate.child("GleasonScore")) {
    const std::string first(gleason->text_of("GradPrimaer"));
    const std::string second(gleason->text_of("GradSekundaer"));
    // S: from cores, O: from the operation. Only the former has the date of the cores.
    const PartialDate date = prostate.text_of("AnlassGleasonScore") == "O" ? fallback : sampled;
    const Method method = prostate.text_of("AnlassGleasonScore") == "S" ? Method::Biopsy : Method::Pathology;
    add_code(date, "grade_group", "gleason", first + "+" + second, "Modul_Prostata.GleasonScore", method);
  }
  add_number(sampled, "cores_examined", prostate.text_of("AnzahlStanzen"), "Modul_Prostata.AnzahlStanzen",
             Method::Biopsy);
  add_number(sampled, "cores_positive", prostate.text_of("AnzahlPosStanzen"), "Modul_Prostata.AnzahlPosStanzen",
             Method::Biopsy);
  if (const std::string_view written = prostate.text_of("PSA"); !written.empty()) {
    std::string plain(written);
    std::replace(plain.begin(), plain.end(), ',', '.');
    const PartialDate measured = date_of(prostate, "DatumPSA");
    if (const auto psa = Decimal::parse(plain))
      add(measured.is_known() ? measured : fallback, "psa", LabValue{"psa", psa, "ng/mL", {}, {}},
          "Modul_Prostata.PSA");
    else
      complain(IssueCode::ValueUnreadable, "Modul_Prostata.PSA", "the PSA is not a number",
               "write a plain decimal in ng/mL");
  }
}

void MessageReader::read_modules(const xml::XmlNode& section, const PartialDate& fallback) {
  if (const xml::XmlNode* breast = section.child("Modul_Mamma")) read_breast(*breast, fallback);
  if (const xml::XmlNode* melanoma = section.child("Modul_Malignes_Melanom")) read_melanoma(*melanoma, fallback);
  if (const xml::XmlNode* bowel = section.child("Modul_Darm"))
    add_code(fallback, "ras", "ras", bowel->text_of("RASMutation"), "Modul_Darm.RASMutation", Method::Pathology);
  if (const xml::XmlNode* prostate = section.child("Modul_Prostata")) read_prostate(*prostate, fallback);
}

}  // namespace restage::obds
