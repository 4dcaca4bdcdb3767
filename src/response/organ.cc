// SPDX-License-Identifier: Apache-2.0
// Organ names as far as response needs them: node or not, and which names are one organ.
#include "response/series.h"

#include <array>

#include "base/text.h"

namespace restage::response {
namespace {

struct Organ {
  std::string_view part;  ///< a word of the name, lower case
  std::string_view name;
};

// The first matching word decides. Paired organs are one organ and so are all nodes (Eisenhauer 2009).
constexpr std::array kOrgans = {
    Organ{"lymph", "lymph-node"},
    Organ{"node", "lymph-node"},
    Organ{"nodal", "lymph-node"},
    Organ{"pleura", "pleura"},
    Organ{"lung", "lung"},
    Organ{"pulmon", "lung"},
    Organ{"liver", "liver"},
    Organ{"hepat", "liver"},
    Organ{"adrenal", "adrenal"},
    Organ{"suprarenal", "adrenal"},
    Organ{"kidney", "kidney"},
    Organ{"renal", "kidney"},
    Organ{"bone", "bone"},
    Organ{"vertebra", "bone"},
    Organ{"spine", "bone"},
    Organ{"skelet", "bone"},
    Organ{"brain", "brain"},
    Organ{"cereb", "brain"},
    Organ{"mening", "meninges"},
    Organ{"spleen", "spleen"},
    Organ{"pancrea", "pancreas"},
    Organ{"stomach", "stomach"},
    Organ{"gastric", "stomach"},
    Organ{"esophag", "esophagus"},
    Organ{"oesophag", "esophagus"},
    Organ{"colon", "colon"},
    Organ{"rect", "rectum"},
    Organ{"anus", "anus"},
    Organ{"anal", "anus"},
    Organ{"bowel", "intestine"},
    Organ{"intestin", "intestine"},
    Organ{"bladder", "bladder"},
    Organ{"prostate", "prostate"},
    Organ{"ovar", "ovary"},
    Organ{"uter", "uterus"},
    Organ{"cervi", "cervix"},
    Organ{"vagin", "vagina"},
    Organ{"vulva", "vulva"},
    Organ{"penis", "penis"},
    Organ{"testi", "testis"},
    Organ{"breast", "breast"},
    Organ{"thyroid", "thyroid"},
    Organ{"thym", "thymus"},
    Organ{"skin", "skin"},
    Organ{"subcutan", "skin"},
    Organ{"muscle", "soft-tissue"},
    Organ{"soft tissue", "soft-tissue"},
    Organ{"soft-tissue", "soft-tissue"},
    Organ{"peritone", "peritoneum"},
    Organ{"oment", "peritoneum"},
    Organ{"mesent", "peritoneum"},
    Organ{"mediastin", "mediastinum"},
    Organ{"heart", "heart"},
    Organ{"pericard", "heart"},
    Organ{"chest", "chest-wall"},
    Organ{"thora", "chest-wall"},
    Organ{"abdom", "abdomen"},
    Organ{"pelvi", "pelvis"},
    Organ{"head and neck", "head-neck"},
    Organ{"head-neck", "head-neck"},
    Organ{"neck", "head-neck"},
    Organ{"larynx", "head-neck"},
    Organ{"pharynx", "head-neck"},
    Organ{"tongue", "head-neck"},
    Organ{"oral", "head-neck"},
    Organ{"orbit", "orbit"},
    Organ{"eye", "orbit"},
    Organ{"bile", "biliary"},
    Organ{"biliar", "biliary"},
    Organ{"portal", "portal-vein"},
    Organ{"retroperit", "retroperitoneum"},
    Organ{"marrow", "marrow"},
    Organ{"body", "body"},
    Organ{"ascites", "peritoneum"},
    Organ{"urethr", "urethra"},
    Organ{"ureter", "ureter"},
};

}  // namespace

std::string canonical_organ(std::string_view organ) {
  const std::string name = text::to_lower(organ);
  for (const Organ& known : kOrgans)
    if (name.find(known.part) != std::string::npos) return std::string(known.name);
  return {};
}

std::optional<bool> is_node_organ(std::string_view organ) noexcept {
  for (const std::string_view part : {"lymph", "node", "nodal"})
    if (text::contains_ignoring_case(organ, part)) return true;
  for (const Organ& known : kOrgans)
    if (text::contains_ignoring_case(organ, known.part)) return false;
  return std::nullopt;
}

}  // namespace restage::response
