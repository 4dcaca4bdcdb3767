// SPDX-License-Identifier: Apache-2.0
// The parts that several kinds of messages share: histology, TNM, metastases, site modules.
#include <algorithm>

#include "base/text.h"
#include "core/site_codes.h"
#include "core/tnm_text.h"
#include "formats/obds/message.h"

namespace restage::obds {
namespace {

/// c or p of one category, refined by the symbols of its block.
std::optional<Classification> classify(std::string_view prefix, bool y, bool r, bool a) {
  if (a) return Classification::Autopsy;
  if (r) return Classification::Recurrence;
  if (prefix == "p") return y ? Classification::PostTherapyPathological : Classification::Pathological;
  if (prefix == "c" || prefix == "u") return y ? Classification::PostTherapyClinical : Classification::Clinical;
  return std::nullopt;
}

}  // namespace

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

void MessageReader::read_tnm_block(const xml::XmlNode* block, std::string_view place, std::string_view default_prefix,
                                   const PartialDate& fallback) {
  if (block == nullptr) return;
  PartialDate date = date_of(*block, "Datum");
  if (!date.is_known()) date = fallback;
  const bool y = !block->text_of("y_Symbol").empty();
  const bool r = !block->text_of("r_Symbol").empty();
  const bool a = !block->text_of("a_Symbol").empty();
  const std::string edition(block->text_of("Version"));
  std::vector<std::string> members;
  std::string_view group_prefix = default_prefix;
  for (const auto& [letter, axis] : {std::pair<std::string_view, Axis>{"T", Axis::T}, {"N", Axis::N}, {"M", Axis::M}}) {
    const std::string_view value = block->text_of(letter);
    if (value.empty()) continue;
    const std::string_view stated_prefix = block->text_of("c_p_u_Praefix_" + std::string(letter));
    const std::string_view prefix = stated_prefix.empty() ? default_prefix : stated_prefix;
    if (axis == Axis::T && default_prefix.empty()) group_prefix = prefix;
    const std::string element = std::string(place) + "." + std::string(letter);
    const TnmText reading = read_tnm(std::string(prefix == "u" ? "c" : prefix) +
                                         std::string(value.starts_with(letter) ? "" : letter) + std::string(value),
                                     axis);
    if (!reading.is_read()) {
      const bool impossible = reading.outcome == TnmOutcome::NotInSystem;
      complain(impossible ? IssueCode::CategoryNotInSystem : IssueCode::CategoryUnreadable, element, reading.reason,
               impossible ? "report M0 as clinical" : "use the categories of the TNM edition named in Version");
      continue;
    }
    StatedCategory stated;
    stated.axis = axis;
    stated.value = reading.category;
    stated.suffixes = reading.suffixes;
    if (axis == Axis::T)
      if (const std::string_view multiple = block->text_of("m_Symbol"); !multiple.empty())
        stated.suffixes += "(" + std::string(multiple) + ")";
    stated.classification = classify(prefix, y, r, a);
    stated.classification_basis = y || r || a ? "symbol" : stated_prefix.empty() ? "block" : "prefix";
    stated.system = "UICC";
    stated.edition = edition;
    stated.original = std::string(a ? "a" : "") + (r ? "r" : "") + (y ? "y" : "") + std::string(prefix) + stated.value +
                      stated.suffixes;
    const std::string part = std::string(place) + "-" + std::string(letter);
    members.push_back(record_ + "#" + part);
    add(date, part, std::move(stated), element);
  }
  if (const std::string_view group = block->text_of("UICC_Stadium"); !group.empty()) {
    const TnmText reading = read_tnm(group, Axis::Group);
    if (reading.is_read()) {
      StatedCategory stated;
      stated.axis = Axis::Group;
      stated.value = reading.category;
      stated.suffixes = reading.suffixes;
      stated.classification = classify(group_prefix, y, r, a);
      stated.classification_basis = y || r || a ? "symbol" : "block";
      stated.system = "UICC";
      stated.edition = edition;
      stated.original = group;
      stated.members = std::move(members);
      add(date, std::string(place) + "-group", std::move(stated), std::string(place) + ".UICC_Stadium");
    } else {
      complain(IssueCode::CategoryUnreadable, std::string(place) + ".UICC_Stadium", reading.reason,
               "use a stage of the key list");
    }
  }
  add_code(date, "lymphatic_invasion", "flag", block->text_of("L"), std::string(place) + ".L", Method::Pathology);
  add_code(date, "venous_invasion", "flag", block->text_of("V"), std::string(place) + ".V", Method::Pathology);
  add_code(date, "perineural", "flag", block->text_of("Pn"), std::string(place) + ".Pn", Method::Pathology);
  if (const std::string_view markers = block->text_of("S"); !markers.empty() && markers != "SX") {
    Finding finding;
    finding.name = "s";
    finding.text = markers.starts_with('S') ? std::string(markers) : "S" + std::string(markers);
    finding.method = Method::Laboratory;
    add(date, "s", std::move(finding), std::string(place) + ".S");
  }
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

void MessageReader::read_other_classifications(const xml::XmlNode& section) {
  const xml::XmlNode* list = section.child("Menge_Weitere_Klassifikation");
  if (list == nullptr) return;
  std::size_t number = 0;
  list->each("Weitere_Klassifikation", [&](const xml::XmlNode& one) {
    StatedCategory stated;
    stated.system = one.text_of("Name");
    stated.original = one.text_of("Stadium");
    const TnmText reading = read_tnm(stated.original, Axis::Group);
    stated.value = reading.is_read() ? reading.category : stated.original;
    stated.suffixes = reading.suffixes;
    ++number;
    if (stated.value.empty()) return;
    PartialDate date = date_of(one, "Datum");
    add(date.is_known() ? date : diagnosed_, "classification-" + std::to_string(number), std::move(stated),
        "Weitere_Klassifikation");
  });
}

void MessageReader::read_modules(const xml::XmlNode& section, const PartialDate& fallback) {
  if (const xml::XmlNode* breast = section.child("Modul_Mamma")) {
    add_code(fallback, "er", "posneg", breast->text_of("HormonrezeptorStatus_Oestrogen"),
             "Modul_Mamma.HormonrezeptorStatus_Oestrogen", Method::Pathology);
    add_code(fallback, "pr", "posneg", breast->text_of("HormonrezeptorStatus_Progesteron"),
             "Modul_Mamma.HormonrezeptorStatus_Progesteron", Method::Pathology);
    add_code(fallback, "her2", "posneg", breast->text_of("Her2neuStatus"), "Modul_Mamma.Her2neuStatus",
             Method::Pathology);
    add_number(fallback, "size_mm", breast->text_of("TumorgroesseInvasiv"), "Modul_Mamma.TumorgroesseInvasiv",
               Method::Pathology);
    add_number(fallback, "dcis_size_mm", breast->text_of("TumorgroesseDCIS"), "Modul_Mamma.TumorgroesseDCIS",
               Method::Pathology);
  }
  if (const xml::XmlNode* melanoma = section.child("Modul_Malignes_Melanom")) {
    add_number(fallback, "breslow_mm", melanoma->text_of("Tumordicke"), "Modul_Malignes_Melanom.Tumordicke",
               Method::Pathology);
    add_code(fallback, "ulceration", "yesno", melanoma->text_of("Ulzeration"), "Modul_Malignes_Melanom.Ulzeration",
             Method::Pathology);
    if (const auto ldh = Decimal::parse(melanoma->text_of("LDH")))
      add(fallback, "ldh", LabValue{"ldh", ldh, "U/L", {}, {}}, "Modul_Malignes_Melanom.LDH");
  }
  if (const xml::XmlNode* bowel = section.child("Modul_Darm"))
    add_code(fallback, "ras", "ras", bowel->text_of("RASMutation"), "Modul_Darm.RASMutation", Method::Pathology);
  const xml::XmlNode* prostate = section.child("Modul_Prostata");
  if (prostate == nullptr) return;
  const PartialDate cores = date_of(*prostate, "DatumStanzen");
  const PartialDate sampled = cores.is_known() ? cores : fallback;
  if (const xml::XmlNode* gleason = prostate->child("GleasonScore")) {
    const std::string first(gleason->text_of("GradPrimaer"));
    const std::string second(gleason->text_of("GradSekundaer"));
    // S: from cores, O: from the operation. Only the former has the date of the cores.
    const PartialDate date = prostate->text_of("AnlassGleasonScore") == "O" ? fallback : sampled;
    const Method method = prostate->text_of("AnlassGleasonScore") == "S" ? Method::Biopsy : Method::Pathology;
    add_code(date, "grade_group", "gleason", first + "+" + second, "Modul_Prostata.GleasonScore", method);
  }
  add_number(sampled, "cores_examined", prostate->text_of("AnzahlStanzen"), "Modul_Prostata.AnzahlStanzen",
             Method::Biopsy);
  add_number(sampled, "cores_positive", prostate->text_of("AnzahlPosStanzen"), "Modul_Prostata.AnzahlPosStanzen",
             Method::Biopsy);
  if (const std::string_view written = prostate->text_of("PSA"); !written.empty()) {
    std::string plain(written);
    std::replace(plain.begin(), plain.end(), ',', '.');
    const PartialDate measured = date_of(*prostate, "DatumPSA");
    if (const auto psa = Decimal::parse(plain))
      add(measured.is_known() ? measured : fallback, "psa", LabValue{"psa", psa, "ng/mL", {}, {}},
          "Modul_Prostata.PSA");
    else
      complain(IssueCode::ValueUnreadable, "Modul_Prostata.PSA", "the PSA is not a number",
               "write a plain decimal in ng/mL");
  }
}

}  // namespace restage::obds
