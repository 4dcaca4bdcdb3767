// SPDX-License-Identifier: Apache-2.0
// T, N, M and stage groups of a message, of the UICC and of other classifications.
#include "formats/obds/message.h"

#include "core/tnm_text.h"

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

void MessageReader::read_category(TnmBlock& block, std::string_view letter, Axis axis,
                                  std::string_view default_prefix) {
  const std::string_view value = block.node.text_of(letter);
  if (value.empty()) return;
  const std::string_view stated_prefix = block.node.text_of("c_p_u_Praefix_" + std::string(letter));
  const std::string_view prefix = stated_prefix.empty() ? default_prefix : stated_prefix;
  const std::string element = std::string(block.place) + "." + std::string(letter);
  const TnmText reading = read_tnm(std::string(prefix == "u" ? "c" : prefix) +
                                       std::string(value.starts_with(letter) ? "" : letter) + std::string(value),
                                   axis);
  if (!reading.is_read()) {
    const bool impossible = reading.outcome == TnmOutcome::NotInSystem;
    complain(impossible ? IssueCode::CategoryNotInSystem : IssueCode::CategoryUnreadable, element, reading.reason,
             impossible ? "report M0 as clinical" : "use the categories of the TNM edition named in Version");
    return;
  }
  StatedCategory stated;
  stated.axis = axis;
  stated.value = reading.category;
  stated.suffixes = reading.suffixes;
  if (const std::string_view multiple = block.node.text_of("m_Symbol"); axis == Axis::T && !multiple.empty())
    stated.suffixes += "(" + std::string(multiple) + ")";
  stated.classification = classify(prefix, block.y, block.r, block.a);
  stated.classification_basis = block.has_symbol() ? "symbol" : stated_prefix.empty() ? "block" : "prefix";
  stated.system = "UICC";
  stated.edition = block.node.text_of("Version");
  stated.original = std::string(block.a ? "a" : "") + (block.r ? "r" : "") + (block.y ? "y" : "") +
                    std::string(prefix) + stated.value + stated.suffixes;
  const std::string part = std::string(block.place) + "-" + std::string(letter);
  block.members.push_back(record_ + "#" + part);
  add(block.date, part, std::move(stated), element);
}

void MessageReader::read_group(TnmBlock& block, std::string_view prefix) {
  const std::string_view group = block.node.text_of("UICC_Stadium");
  if (group.empty()) return;
  const std::string element = std::string(block.place) + ".UICC_Stadium";
  const TnmText reading = read_tnm(group, Axis::Group);
  if (!reading.is_read()) {
    complain(IssueCode::CategoryUnreadable, element, reading.reason, "use a stage of the key list");
    return;
  }
  StatedCategory stated;
  stated.axis = Axis::Group;
  stated.value = reading.category;
  stated.suffixes = reading.suffixes;
  stated.classification = classify(prefix, block.y, block.r, block.a);
  stated.classification_basis = block.has_symbol() ? "symbol" : "block";
  stated.system = "UICC";
  stated.edition = block.node.text_of("Version");
  stated.original = group;
  stated.members = std::move(block.members);
  add(block.date, std::string(block.place) + "-group", std::move(stated), element);
}

void MessageReader::read_tnm_block(const xml::XmlNode* block, std::string_view place, std::string_view default_prefix,
                                   const PartialDate& fallback) {
  if (block == nullptr) return;
  PartialDate date = date_of(*block, "Datum");
  if (!date.is_known()) date = fallback;
  const auto has = [&](std::string_view symbol) { return !block->text_of(symbol).empty(); };
  TnmBlock tnm{*block, place, date, has("y_Symbol"), has("r_Symbol"), has("a_Symbol"), {}};
  for (const auto& [letter, axis] : {std::pair<std::string_view, Axis>{"T", Axis::T}, {"N", Axis::N}, {"M", Axis::M}})
    read_category(tnm, letter, axis, default_prefix);
  // A block that leaves c or p to each category has the group of its T.
  std::string_view group_prefix = default_prefix;
  if (default_prefix.empty() && !block->text_of("T").empty()) group_prefix = block->text_of("c_p_u_Praefix_T");
  read_group(tnm, group_prefix);
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

}  // namespace restage::obds
